"""Everybody changes their own password at the admin: audited, and what was open elsewhere closes."""

from typing import Any

import pytest
from django.test import Client

from apps.kernel.access import tokens
from apps.kernel.access.credentials import credencial_atual
from apps.kernel.models import EventoAuditoria, Usuario
from tests.conftest import Elenco, Pessoa
from tests.factories import SENHA
from tests.navegador import navegar, pagina, texto

PAGINA = "/admin/password_change/"
NOVA = "ameixa-cavalo-7-tijolo"


def trocar(cliente: Client, atual: str = SENHA, nova: str = NOVA, outra: str | None = None) -> Any:
    digitado = {"old_password": atual, "new_password1": nova, "new_password2": outra or nova}
    return cliente.post(PAGINA, digitado)


def recusas(resposta: Any) -> dict[str, list[str]]:
    return {campo: list(erros) for campo, erros in resposta.context["form"].errors.items()}


def trocas() -> list[tuple[str, int | None]]:
    eventos = EventoAuditoria.objects.filter(evento="usuario.senha_trocada")
    return list(eventos.values_list("objeto", "id_usuario"))


def usa_a_api(acesso: str) -> bool:
    resposta = Client().get("/auth/eu", headers={"Authorization": f"Bearer {acesso}"})
    return resposta.status_code == 200


def acesso_de(pessoa: Pessoa) -> str:
    credencial = credencial_atual(pessoa.id_usuario or 0)
    assert credencial is not None
    return tokens.emitir(credencial)[0]


def test_a_senha_nova_vale_e_a_troca_fica_na_trilha(elenco: Elenco) -> None:
    recepcao = navegar(elenco.recepcao)
    assert 'name="old_password"' in texto(recepcao.get(PAGINA))

    assert trocar(recepcao)["Location"] == f"{PAGINA}done/"

    conta = Usuario.objects.get(pk=elenco.recepcao.id_usuario)
    assert (conta.check_password(NOVA), conta.check_password(SENHA)) == (True, False)
    assert trocas() == [(f"kernel.usuario:{conta.pk}", conta.pk)]


def test_o_que_estava_aberto_em_outro_lugar_se_fecha_e_aqui_se_continua(elenco: Elenco) -> None:
    aqui, la = navegar(elenco.recepcao), navegar(elenco.recepcao)
    acesso, de_outra_pessoa = acesso_de(elenco.recepcao), acesso_de(elenco.medica)
    assert usa_a_api(acesso)

    trocar(aqui)

    lista = pagina("paciente.paciente")
    assert (aqui.get(lista).status_code, la.get(lista).status_code) == (200, 302)
    assert (usa_a_api(acesso), usa_a_api(de_outra_pessoa)) == (False, True)


@pytest.mark.parametrize(
    ("digitado", "campo", "palavras"),
    [
        ({"atual": "outra-coisa"}, "old_password", "Não é a sua senha atual."),
        ({"nova": "curta"}, "new_password2", "pelo menos 12 caracteres"),
        ({"nova": "123456789012345"}, "new_password2", "inteiramente numérica"),
        ({"outra": "outra-senha-longa"}, "new_password2", "não"),
        ({"atual": ""}, "old_password", "obrigatório"),
    ],
)
def test_a_recusa_e_dita_em_portugues_e_nada_muda(
    elenco: Elenco, digitado: dict[str, str], campo: str, palavras: str
) -> None:
    recepcao = navegar(elenco.recepcao)

    resposta = trocar(recepcao, **digitado)

    ditas = recusas(resposta)
    assert set(ditas) == {campo}
    assert palavras in " ".join(ditas[campo])
    assert Usuario.objects.get(pk=elenco.recepcao.id_usuario).check_password(SENHA)
    assert trocas() == []
    assert recepcao.get(PAGINA).status_code == 200


def test_sem_entrar_a_pagina_nao_se_abre(elenco: Elenco) -> None:
    assert trocar(Client()).status_code == 302
    assert trocas() == []


def test_errar_a_senha_atual_nao_tranca_a_entrada(elenco: Elenco) -> None:
    recepcao = navegar(elenco.recepcao)
    for _ in range(11):
        trocar(recepcao, atual="errada")

    entrada = {"username": "recepcao", "password": SENHA, "next": "/admin/"}
    assert Client().post("/admin/login/", entrada)["Location"] == "/admin/"
