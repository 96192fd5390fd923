"""problem+json on every path and status; a page where a browser asks for one."""

import logging
import re
from typing import Any

import pytest
from django.test import Client

from apps.kernel.models import Usuario
from tests.conftest import Elenco, Pessoa
from tests.kernel.urls_que_falham import CANARIO, FALHAS

MEMBROS = {"type", "title", "status", "detail", "codigo", "id_requisicao"}
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
NAVEGADOR = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def conferir(resposta: Any, status: int, codigo: str) -> dict[str, Any]:
    """The whole form of an error; returns its body."""
    assert resposta.status_code == status, resposta.content
    assert resposta.headers["Content-Type"] == "application/problem+json"
    assert resposta.headers["Cache-Control"] == "no-store"
    corpo = resposta.json()
    assert set(corpo) - {"erros"} >= MEMBROS
    assert corpo["type"] == f"urn:vidasaude:problema:{codigo}"
    assert (corpo["status"], corpo["codigo"]) == (status, codigo)
    assert corpo["id_requisicao"] == resposta.headers["X-Request-ID"]
    assert corpo["title"]
    assert corpo["detail"]
    return corpo


@pytest.mark.parametrize(
    "caminho",
    ["/nada", "/pacientes/", "/pacientes/1/nada", "/admin2", "/static/nada.css", "/auth", "/%00"],
)
def test_endereco_desconhecido_e_404(elenco: Elenco, caminho: str) -> None:
    for pessoa in (elenco.ninguem, elenco.recepcao):
        conferir(pessoa.get(caminho), 404, "nao_encontrado")
        conferir(pessoa.enviar(caminho, {}), 404, "nao_encontrado")


IDS_TORTOS = ["0", "-1", "abc", "1.5", "01", "+1", "%201", "1%00", "9223372036854775808", "٣"]


@pytest.mark.parametrize(
    "recurso", ["pacientes", "clinicas", "profissionais", "consultas", "prontuarios", "faturas"]
)
def test_id_que_nao_e_inteiro_positivo_e_404(elenco: Elenco, recurso: str) -> None:
    for id in (*IDS_TORTOS, "9" * 400):
        conferir(elenco.medica.get(f"/{recurso}/{id}"), 404, "nao_encontrado")


def test_host_desconhecido_e_400(elenco: Elenco) -> None:
    for host in ("mau.exemplo", "localhost@mau.exemplo", "a b", "x" * 300):
        for caminho in ("/pacientes", "/", "/nada", "/admin/login/"):
            resposta = elenco.ninguem.get(caminho, headers={"host": host})
            corpo = conferir(resposta, 400, "pedido_invalido")
            assert host not in str(corpo)


@pytest.mark.parametrize(
    ("metodo", "caminho", "permitidos"),
    [
        ("DELETE", "/pacientes", "GET, HEAD, OPTIONS, POST"),
        ("PUT", "/pacientes/1", "GET, HEAD, OPTIONS, PATCH"),
        ("DELETE", "/pacientes/1", "GET, HEAD, OPTIONS, PATCH"),
        ("POST", "/pacientes/1", "GET, HEAD, OPTIONS, PATCH"),
        ("TRACE", "/pacientes", "GET, HEAD, OPTIONS, POST"),
        ("QUALQUER", "/pacientes", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/consultas/1/confirmar", "OPTIONS, POST"),
        ("POST", "/auth/eu", "GET, HEAD, OPTIONS"),
        ("PATCH", "/prontuarios/1", "GET, HEAD, OPTIONS"),
        ("POST", "/auditoria", "GET, HEAD, OPTIONS"),
        ("POST", "/docs", "GET, HEAD, OPTIONS"),
        ("DELETE", "/schema", "GET, HEAD, OPTIONS"),
    ],
)
def test_metodo_nao_permitido_diz_quais_sao(
    elenco: Elenco, metodo: str, caminho: str, permitidos: str
) -> None:
    resposta = elenco.recepcao.generic(metodo, caminho)

    conferir(resposta, 405, "metodo_nao_permitido")
    assert resposta.headers["Allow"] == permitidos


@pytest.mark.parametrize(
    ("metodo", "caminho"),
    [
        ("POST", "/"),
        ("GET", "/entrar/logout/"),
        ("DELETE", "/livez"),
        ("POST", "/readyz"),
        ("GET", "/auth/token"),
        ("PATCH", "/auth/token/refresh"),
    ],
)
def test_metodo_nao_permitido_se_diz_tambem_a_quem_nao_entrou(
    elenco: Elenco, metodo: str, caminho: str
) -> None:
    """Where nobody has to sign in, a wrong method is a 405, never a 401."""
    resposta = elenco.ninguem.generic(metodo, caminho)

    conferir_405(resposta)
    assert metodo not in resposta.headers["Allow"].split(", ")


def conferir_405(resposta: Any) -> None:
    assert (resposta.status_code, resposta.json()["codigo"]) == (405, "metodo_nao_permitido")
    assert resposta.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("caminho", ["/", "/docs", "/redoc", "/schema", "/livez", "/pacientes"])
def test_options_nunca_quebra(elenco: Elenco, caminho: str) -> None:
    resposta: Any = elenco.recepcao.generic("OPTIONS", caminho)

    assert resposta.status_code in (200, 204)
    assert "OPTIONS" in resposta.headers["Allow"]


def test_formato_nao_aceito_e_406(elenco: Elenco) -> None:
    for aceita in ("application/xml", "text/csv", "image/png, text/plain;q=0.5"):
        for caminho in ("/pacientes", "/auth/eu", "/livez"):
            resposta = elenco.recepcao.get(caminho, headers={"accept": aceita})
            conferir(resposta, 406, "formato_nao_aceito")


def test_sem_credencial_e_401_com_desafio(elenco: Elenco) -> None:
    resposta = elenco.ninguem.get("/pacientes")

    conferir(resposta, 401, "nao_autenticado")
    assert resposta.headers["WWW-Authenticate"] == "Bearer"


def test_papel_errado_e_403(elenco: Elenco) -> None:
    conferir(elenco.recepcao.get("/prontuarios"), 403, "sem_permissao")


def no_navegador(pessoa: Pessoa) -> Client:
    """The same person, in a browser: a session, and CSRF checked."""
    navegador = Client(enforce_csrf_checks=True)
    navegador.force_login(Usuario.objects.get(pk=pessoa.id_usuario), backend=MODEL_BACKEND)
    return navegador


def test_csrf_que_falha_e_403_na_api_e_nas_paginas(elenco: Elenco) -> None:
    navegador = no_navegador(elenco.recepcao)

    na_api = navegador.post("/pacientes", b"{}", "application/json")
    na_pagina = navegador.post("/entrar/login/", {"username": "a", "password": "b"})

    conferir(na_api, 403, "sem_permissao")
    conferir(na_pagina, 403, "sem_permissao")


def test_sessao_com_csrf_passa(elenco: Elenco) -> None:
    """The control of the one above: with the token the same POST reaches the fields."""
    navegador = no_navegador(elenco.recepcao)
    navegador.get("/entrar/login/")
    ficha = navegador.cookies["csrftoken"].value

    resposta = navegador.post(
        "/pacientes", b"{}", "application/json", headers={"X-CSRFToken": ficha}
    )

    conferir(resposta, 400, "dados_invalidos")


@pytest.fixture
def urls_que_falham(settings: Any, client: Client) -> Client:
    settings.ROOT_URLCONF = "tests.kernel.urls_que_falham"
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("onde", ["api", "pagina"])
@pytest.mark.parametrize("falha", FALHAS)
def test_toda_excecao_vira_problema_sem_dizer_o_que_era(
    db: None,
    urls_que_falham: Client,
    caplog: pytest.LogCaptureFixture,
    onde: str,
    falha: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    _, status, codigo = FALHAS[falha]

    resposta = urls_que_falham.get(f"/falha/{onde}/{falha}")

    conferir(resposta, status, codigo)
    assert ("Retry-After" in resposta.headers) is (status == 503)
    for pedaco in (CANARIO, "Canario", "529.982", "Traceback", "urls_que_falham", "Error"):
        assert pedaco not in resposta.content.decode()
    for pedaco in (CANARIO, "Canario", "529.982"):
        assert pedaco not in caplog.text


@pytest.mark.parametrize("onde", ["api", "pagina"])
def test_erro_interno_diz_ao_log_onde_foi(
    db: None, urls_que_falham: Client, caplog: pytest.LogCaptureFixture, onde: str
) -> None:
    caplog.set_level(logging.INFO)

    resposta = urls_que_falham.get(f"/falha/{onde}/inesperada")

    linhas = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert [r.name for r in linhas] == ["vidasaude"]
    assert "FalhaDaCasa" in linhas[0].getMessage()
    assert "urls_que_falham.py" in linhas[0].getMessage()
    assert resposta.json()["id_requisicao"] == resposta.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("metodo", "caminho", "status"),
    [
        ("GET", "/nada", 404),
        ("GET", "/falha/pagina/inesperada", 500),
        ("GET", "/falha/pagina/banco", 503),
        ("GET", "/falha/pagina/proibida", 403),
        ("GET", "/falha/pagina/suspeita", 400),
        ("POST", "/nada", 404),
    ],
)
def test_navegador_recebe_uma_pagina_com_o_caminho_de_volta(
    db: None, urls_que_falham: Client, metodo: str, caminho: str, status: int
) -> None:
    resposta = urls_que_falham.generic(metodo, caminho, headers={"accept": NAVEGADOR})

    assert resposta.status_code == status
    assert resposta.headers["Content-Type"] == "text/html; charset=utf-8"
    texto = resposta.content.decode()
    assert re.search(r'<html lang="pt-BR">', texto)
    assert '<a href="/">' in texto
    assert CANARIO not in texto


def test_navegador_com_host_desconhecido_recebe_uma_pagina(db: None, client: Client) -> None:
    resposta = client.get("/", headers={"host": "mau.exemplo", "accept": NAVEGADOR})

    assert resposta.status_code == 400
    assert '<a href="/">' in resposta.content.decode()


def test_api_no_navegador_mostra_o_erro_como_pagina(elenco: Elenco) -> None:
    resposta = elenco.recepcao.get("/pacientes/999999", headers={"accept": NAVEGADOR})

    assert resposta.status_code == 404
    assert resposta.headers["Content-Type"].startswith("text/html")
    assert "paciente_nao_encontrado" in resposta.content.decode()


@pytest.mark.parametrize(
    ("falha", "guarda"),
    [("servico", True), ("banco", True), ("inesperada", False), ("ausente", False)],
)
def test_o_que_se_digitou_volta_so_de_quem_nao_pode_responder(
    urls_que_falham: Client, falha: str, guarda: bool
) -> None:
    campos = {"motivo": "Tosse há dias", "old_password": "segredo-1", "nova_senha": "segredo-2"}
    urls_que_falham.raise_request_exception = False
    resposta = urls_que_falham.post(
        f"/falha/pagina/{falha}?id=7", campos, headers={"accept": NAVEGADOR}
    )
    html = resposta.content.decode()

    assert resposta.status_code == FALHAS[falha][1]
    assert ('name="motivo" value="Tosse há dias"' in html) is guarda
    assert (f'action="/falha/pagina/{falha}?id=7"' in html) is guarda
    assert "segredo" not in html
    assert ("está guardado nesta página, menos a senha." in html) is guarda


def test_quem_nao_digitou_senha_nao_le_que_ela_falta(urls_que_falham: Client) -> None:
    resposta = urls_que_falham.post(
        "/falha/pagina/servico", {"motivo": "Tosse"}, headers={"accept": NAVEGADOR}
    )
    assert "está guardado nesta página." in resposta.content.decode()


def test_de_quem_so_digitou_senhas_nada_e_dado_como_guardado(urls_que_falham: Client) -> None:
    campos = {"csrfmiddlewaretoken": "x" * 64, "old_password": "um", "new_password1": "outro"}
    resposta = urls_que_falham.post("/falha/pagina/servico", campos, headers={"accept": NAVEGADOR})
    assert resposta.status_code == 503
    assert "guardado" not in resposta.content.decode()


def test_o_que_chega_pela_metade_nao_e_dado_como_guardado(urls_que_falham: Client) -> None:
    resposta = urls_que_falham.generic(
        "POST",
        "/falha/pagina/servico",
        b"--x\r\nContent-Disposition: form-data; name=",
        content_type="multipart/form-data; boundary=x; charset=nada",
        headers={"accept": NAVEGADOR},
    )

    assert resposta.status_code == 503
    assert "guardado" not in resposta.content.decode()
