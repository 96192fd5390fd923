"""Credentials that stop being good stop at once: closed accounts, changed passwords, changed roles."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from jwt import encode
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from apps.kernel.access import credentials, tokens
from apps.kernel.access.escopo import Papel
from apps.kernel.models import Usuario
from apps.rede.models import Vinculo
from tests.acesso.cenario import DESCONHECIDO
from tests.conftest import Elenco, Pessoa
from tests.factories import SENHA, VinculoFactory

OUTRA_SENHA = "outra-senha-comprida"


def tokens_de(pessoa: Pessoa) -> tuple[str, str]:
    credencial = credentials.credencial_atual(pessoa.id_usuario or 0)
    assert credencial is not None
    return tokens.emitir(credencial)


def com(acesso: str, caminho: str = "/auth/eu") -> Any:
    return Client().get(caminho, headers={"Authorization": f"Bearer {acesso}"})


def renovar(refresh: str) -> Any:
    return Client().post(
        "/auth/token/refresh", {"refresh": refresh}, content_type="application/json"
    )


def recusado(resposta: Any) -> bool:
    return (
        resposta.status_code == 401
        and resposta.headers["WWW-Authenticate"] == "Bearer"
        and resposta.headers["Content-Type"] == "application/problem+json"
        and resposta.json()["codigo"] == "nao_autenticado"
    )


def usuario_de(pessoa: Pessoa) -> Usuario:
    return Usuario.objects.get(pk=pessoa.id_usuario)


# --- what changes at once ---------------------------------------------------------------------------


def test_conta_desativada_e_recusada_na_chamada_seguinte(elenco: Elenco) -> None:
    acesso, refresh = tokens_de(elenco.recepcao)
    assert com(acesso).status_code == 200
    usuario = usuario_de(elenco.recepcao)
    usuario.is_active = False
    usuario.save()
    assert recusado(com(acesso))
    assert recusado(renovar(refresh))
    entrada = elenco.ninguem.enviar("/auth/token", {"username": "recepcao", "password": SENHA})
    assert recusado(entrada)


def test_a_memoria_das_credenciais_e_o_que_se_esquece(
    elenco: Elenco, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a change that tells nobody is only seen when the memory runs out."""
    monkeypatch.setattr(credentials, "MEMORIA_SEGUNDOS", 3600)
    acesso, _ = tokens_de(elenco.recepcao)
    assert com(acesso).status_code == 200
    Usuario.objects.filter(pk=elenco.recepcao.id_usuario).update(is_active=False)
    assert com(acesso).status_code == 200
    credentials.esquecer(elenco.recepcao.id_usuario)
    assert recusado(com(acesso))


def test_a_memoria_das_credenciais_dura_menos_de_2_segundos() -> None:
    assert credentials.MEMORIA_SEGUNDOS < 2


def test_senha_trocada_mata_os_tokens_anteriores(elenco: Elenco) -> None:
    acesso, refresh = tokens_de(elenco.recepcao)
    assert com(acesso).status_code == renovar(refresh).status_code == 200
    usuario = usuario_de(elenco.recepcao)
    usuario.set_password(OUTRA_SENHA)
    usuario.save()
    assert recusado(com(acesso))
    assert recusado(renovar(refresh))
    entrada = elenco.ninguem.enviar(
        "/auth/token", {"username": "recepcao", "password": OUTRA_SENHA}
    )
    assert com(entrada.json()["access"]).status_code == 200


def test_papel_trocado_vale_na_chamada_seguinte(elenco: Elenco) -> None:
    acesso, _ = tokens_de(elenco.recepcao)
    assert com(acesso, "/pacientes").status_code == 200
    assert com(acesso, "/auditoria").status_code == 403
    vinculo = Vinculo.objects.get(usuario_id=elenco.recepcao.id_usuario)
    vinculo.papel = Papel.AUDITOR
    vinculo.save()
    assert com(acesso, "/pacientes").status_code == 403
    assert com(acesso, "/auditoria").status_code == 200
    assert com(acesso).json()["vinculos"][0]["papel"] == "auditor"


def test_papel_retirado_vale_na_chamada_seguinte(elenco: Elenco) -> None:
    acesso, _ = tokens_de(elenco.gestora)
    Vinculo.objects.get(usuario_id=elenco.gestora.id_usuario).delete()
    assert com(acesso, "/pacientes").status_code == 403
    assert com(acesso).json()["vinculos"] == []


def test_clinica_nova_vale_na_chamada_seguinte(elenco: Elenco) -> None:
    acesso, _ = tokens_de(elenco.recepcao)
    na_outra = f"/consultas?id_clinica={elenco.clinica2.pk}"
    assert com(acesso, na_outra).status_code == 404
    VinculoFactory(usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2)
    assert com(acesso, na_outra).status_code == 200


def test_token_renovado_leva_o_papel_de_agora(elenco: Elenco) -> None:
    _, refresh = tokens_de(elenco.recepcao)
    vinculo = Vinculo.objects.get(usuario_id=elenco.recepcao.id_usuario)
    vinculo.papel = Papel.AUDITOR
    vinculo.save()
    claims = AccessToken(renovar(refresh).json()["access"])
    assert claims["vinculos"] == [[elenco.clinica.pk, "auditor"]]


# --- what is no credential at all -------------------------------------------------------------------


def _expirado(pessoa: Pessoa) -> str:
    token = AccessToken(tokens_de(pessoa)[0])
    token.set_exp(lifetime=-timedelta(seconds=1))
    return str(token)


def _com_outra_assinatura(pessoa: Pessoa) -> str:
    cabeca, corpo, _ = tokens_de(pessoa)[0].split(".")
    return f"{cabeca}.{corpo}.{tokens_de(pessoa)[1].split('.')[2]}"


def _com_claims_trocadas(pessoa: Pessoa) -> str:
    cabeca, corpo, assinatura = tokens_de(pessoa)[0].split(".")
    claims = json.loads(base64.urlsafe_b64decode(corpo + "=" * (-len(corpo) % 4)))
    return f"{cabeca}.{_em_base64({**claims, 'super': True})}.{assinatura}"


def _sem_assinatura(pessoa: Pessoa) -> str:
    corpo = tokens_de(pessoa)[0].split(".")[1]
    return f"{_em_base64({'alg': 'none', 'typ': 'JWT'})}.{corpo}."


def _em_base64(objeto: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(objeto).encode()).decode().rstrip("=")


def _refresh_como_acesso(pessoa: Pessoa) -> str:
    return tokens_de(pessoa)[1]


def _de_conta_que_nao_existe(pessoa: Pessoa) -> str:
    token = AccessToken(tokens_de(pessoa)[0])
    token["sub"] = str(DESCONHECIDO)
    return str(token)


def _sem_dono(pessoa: Pessoa) -> str:
    token = AccessToken(tokens_de(pessoa)[0])
    del token.payload["sub"]
    return str(token)


def _de_outro_emissor(pessoa: Pessoa) -> str:
    token = AccessToken(tokens_de(pessoa)[0])
    token.payload["iss"] = "outra-rede"
    return encode(token.payload, settings.SECRET_KEY, algorithm="HS256")


def _palavra_qualquer(pessoa: Pessoa) -> str:
    return "nao-e-um-token"


@pytest.mark.parametrize(
    "forjar",
    [
        _expirado,
        _com_outra_assinatura,
        _com_claims_trocadas,
        _sem_assinatura,
        _refresh_como_acesso,
        _de_conta_que_nao_existe,
        _sem_dono,
        _de_outro_emissor,
        _palavra_qualquer,
    ],
    ids=lambda forjar: forjar.__name__.strip("_"),
)
def test_token_que_nao_vale_e_401(forjar: Callable[[Pessoa], str], elenco: Elenco) -> None:
    assert com(tokens_de(elenco.recepcao)[0]).status_code == 200
    assert recusado(com(forjar(elenco.recepcao)))


@pytest.mark.parametrize(
    "cabecalho",
    ["Bearer", "Bearer a b", "Basic cmVjZXBjYW86dmlkYXNhdWRlLWRlbW8=", "Token abc"],
)
def test_cabecalho_que_nao_e_bearer_e_401(cabecalho: str, elenco: Elenco) -> None:
    assert recusado(Client().get("/auth/eu", headers={"Authorization": cabecalho}))


def test_token_de_acesso_nao_renova(elenco: Elenco) -> None:
    acesso, refresh = tokens_de(elenco.recepcao)
    assert recusado(renovar(acesso))
    assert renovar(refresh).status_code == 200


def test_refresh_vencido_nao_renova(elenco: Elenco) -> None:
    token = RefreshToken(tokens_de(elenco.recepcao)[1])
    token.set_exp(lifetime=-timedelta(seconds=1))
    assert recusado(renovar(str(token)))


def test_token_que_nao_vale_nao_abre_o_que_a_sessao_abriria(elenco: Elenco) -> None:
    """A bad token beside a good session is a bad token: no silent second try."""
    navegador = Client()
    navegador.force_login(usuario_de(elenco.recepcao), "django.contrib.auth.backends.ModelBackend")
    assert navegador.get("/auth/eu").status_code == 200
    assert recusado(navegador.get("/auth/eu", headers={"Authorization": "Bearer x"}))


# --- the browser's session --------------------------------------------------------------------------


@pytest.fixture
def navegador(elenco: Elenco) -> Client:
    navegador = Client(enforce_csrf_checks=True)
    navegador.force_login(usuario_de(elenco.recepcao), "django.contrib.auth.backends.ModelBackend")
    return navegador


def test_sessao_obedece_ao_mesmo_papel(navegador: Client) -> None:
    assert navegador.get("/pacientes").status_code == 200
    assert navegador.get("/prontuarios").status_code == 403


def test_sessao_sem_csrf_nao_escreve(navegador: Client) -> None:
    resposta = navegador.post("/pacientes", {}, content_type="application/json")
    assert (resposta.status_code, resposta.json()["codigo"]) == (403, "sem_permissao")
    assert "A página expirou" in resposta.json()["detail"]  # and not that the role forbids it


def test_sessao_de_conta_desativada_e_recusada(navegador: Client, elenco: Elenco) -> None:
    usuario = usuario_de(elenco.recepcao)
    usuario.is_active = False
    usuario.save()
    assert recusado(navegador.get("/auth/eu"))


def test_sessao_anterior_a_troca_de_senha_e_recusada(navegador: Client, elenco: Elenco) -> None:
    usuario = usuario_de(elenco.recepcao)
    usuario.set_password(OUTRA_SENHA)
    usuario.save()
    assert recusado(navegador.get("/auth/eu"))
