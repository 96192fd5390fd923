"""Tokens: they live an hour, renew for half a day, and die with the password or the account."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from apps.kernel.access import service_tokens
from apps.kernel.access.escopo import SISTEMA
from apps.kernel.models import Usuario
from tests.conftest import Elenco, Pessoa
from tests.factories import SENHA


def entrar(elenco: Elenco, password: str = SENHA) -> Any:
    credenciais = {"username": "recepcao", "password": password}
    return elenco.ninguem.enviar("/auth/token", credenciais)


def com_token(pessoa: Pessoa, token: str, caminho: str = "/auth/eu") -> Any:
    return pessoa.get(caminho, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def par(elenco: Elenco) -> dict[str, str]:
    return entrar(elenco).json()


def renovar(elenco: Elenco, refresh: Any) -> Any:
    return elenco.ninguem.enviar("/auth/token/refresh", {"refresh": refresh})


def test_renovacao_da_um_acesso_novo(elenco: Elenco, par: dict[str, str]) -> None:
    resposta = renovar(elenco, par["refresh"])

    assert resposta.status_code == 200
    assert set(resposta.json()) == {"access"}
    assert com_token(elenco.ninguem, resposta.json()["access"]).status_code == 200


def test_acesso_vence_e_a_renovacao_ainda_vale(elenco: Elenco, par: dict[str, str]) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert com_token(elenco.ninguem, par["access"]).status_code == 401
        novo = renovar(elenco, par["refresh"]).json()["access"]
        assert com_token(elenco.ninguem, novo).status_code == 200


def test_acesso_ja_aceito_vence_do_mesmo_modo(elenco: Elenco, par: dict[str, str]) -> None:
    """Whoever was let in a minute ago is looked at again."""
    assert com_token(elenco.ninguem, par["access"]).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert com_token(elenco.ninguem, par["access"]).status_code == 401


def test_renovacao_vence(elenco: Elenco, par: dict[str, str]) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
        assert renovar(elenco, par["refresh"]).status_code == 401


def test_trocar_a_senha_mata_os_tokens_de_antes(elenco: Elenco, par: dict[str, str]) -> None:
    recepcao = Usuario.objects.get(username="recepcao")
    recepcao.set_password("outra-senha-bem-longa")
    recepcao.save()

    assert com_token(elenco.ninguem, par["access"]).status_code == 401
    assert renovar(elenco, par["refresh"]).status_code == 401
    assert entrar(elenco).status_code == 401
    assert entrar(elenco, "outra-senha-bem-longa").status_code == 200


def test_conta_fechada_nao_entra_nem_renova(elenco: Elenco, par: dict[str, str]) -> None:
    recepcao = Usuario.objects.get(username="recepcao")
    recepcao.is_active = False
    recepcao.save()

    assert com_token(elenco.ninguem, par["access"]).status_code == 401
    assert renovar(elenco, par["refresh"]).status_code == 401


def test_papel_trocado_vale_na_hora(elenco: Elenco, par: dict[str, str]) -> None:
    assert com_token(elenco.ninguem, par["access"], "/pacientes").status_code == 200
    vinculo = Usuario.objects.get(username="recepcao").vinculos.get()
    vinculo.papel = "auditor"
    vinculo.save()

    assert com_token(elenco.ninguem, par["access"], "/pacientes").status_code == 403
    assert com_token(elenco.ninguem, par["access"], "/auditoria").status_code == 200


def test_um_token_nao_serve_no_lugar_do_outro(elenco: Elenco, par: dict[str, str]) -> None:
    assert com_token(elenco.ninguem, par["refresh"]).status_code == 401
    assert renovar(elenco, par["access"]).status_code == 401


def _forjar(
    token: str, chave: str | None = settings.SECRET_KEY, algoritmo: str = "HS256", **mudancas: Any
) -> str:
    miolo = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode({**miolo, **mudancas}, chave, algoritmo)


def test_token_forjado_e_recusado(elenco: Elenco, par: dict[str, str]) -> None:
    cabeca, miolo, assinatura = par["access"].split(".")
    medica = Usuario.objects.get(username="medica").pk
    forjados = [
        _forjar(par["access"], chave="outra-chave-que-nao-e-a-nossa-de-jeito-nenhum"),
        _forjar(par["access"], algoritmo="none", chave=None),
        f"{cabeca}.{miolo}.",
        f"{cabeca}.{miolo}",
        f"{cabeca}.{miolo}.{assinatura[::-1]}",
        _forjar(par["access"], iss="outro"),
        _forjar(par["access"], sub="0"),
        _forjar(par["access"], sub="abc"),
        _forjar(par["access"], sub=str(medica), versao=99),
        "x",
        "a.b.c",
        "é",
    ]

    for forjado in forjados:
        resposta = com_token(elenco.ninguem, forjado)
        assert resposta.status_code == 401, forjado
        assert resposta.json()["codigo"] == "nao_autenticado"


def test_forja_com_a_chave_certa_passaria(elenco: Elenco, par: dict[str, str]) -> None:
    """The control of the one above: the same tool, with nothing changed, makes a good token."""
    assert com_token(elenco.ninguem, _forjar(par["access"])).status_code == 200


@pytest.mark.parametrize(
    "autorizacao", ["Bearer", "Bearer a b", "Basic cmVjZXBjYW86eA==", "Token x", "x", "Bearer "]
)
def test_autorizacao_torta_e_401(elenco: Elenco, autorizacao: str) -> None:
    resposta = elenco.ninguem.get("/auth/eu", headers={"Authorization": autorizacao})

    assert resposta.status_code == 401
    assert resposta.headers["WWW-Authenticate"] == "Bearer"


def test_bearer_se_escreve_de_qualquer_jeito(elenco: Elenco, par: dict[str, str]) -> None:
    """RFC 9110: the name of the scheme has no case."""
    autorizacao = f"bEaReR {par['access']}"

    assert elenco.ninguem.get("/auth/eu", headers={"Authorization": autorizacao}).status_code == 200


def test_o_que_estranhos_enviam_nao_fica_na_memoria() -> None:
    """No more than a few headers are kept, however many tokens and however long."""
    for n in range(100):
        assert not service_tokens.e_de_servico(f"{n}{'x' * 1000}.y.z")
        assert not service_tokens.e_de_servico(f"a.{n}.z")
    assert service_tokens.e_de_servico(service_tokens.emitir(para="rede", escopo=SISTEMA))
    assert service_tokens._diz_ser_de_servico.cache_info().currsize <= 16
