"""What people send twice, and what nobody should guess: the admin's lists and dialogs."""

from decimal import Decimal

import pytest

from apps.faturamento.models import Pagamento
from tests.conftest import Elenco
from tests.factories import FaturaFactory, PacienteFactory
from tests.navegador import navegar, pagina, texto

MUITO_LONGE = "9" * 20


def receber(chave: str) -> dict[str, str]:
    return {"_form_submitted": "1", "chave": chave, "forma": "dinheiro", "valor": "50,00"}


def test_receber_duas_vezes_do_mesmo_dialogo_recebe_uma(elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    faturista, endereco = (
        navegar(elenco.faturista),
        f"{pagina('faturamento.fatura')}{fatura.pk}/pagar/",
    )
    for _ in range(2):
        faturista.post(endereco, receber("um-clique"), headers={"HX-Request": "true"})
    assert [p.valor for p in Pagamento.objects.all()] == [Decimal("50.00")]
    faturista.post(endereco, receber("outro-clique"), headers={"HX-Request": "true"})
    assert Pagamento.objects.count() == 2


def test_o_dialogo_aberto_traz_a_sua_chave(elenco: Elenco) -> None:
    fatura = FaturaFactory(id_clinica=elenco.clinica.pk)
    endereco = f"{pagina('faturamento.fatura')}{fatura.pk}/pagar/"
    abertos = {texto(navegar(elenco.faturista).get(endereco)) for _ in range(2)}
    assert len(abertos) == 2
    assert all('name="chave" value="' in aberto for aberto in abertos)


@pytest.mark.parametrize("modelo", ["paciente.paciente", "consulta.consulta"])
def test_pagina_longe_demais_e_uma_lista_vazia(modelo: str, elenco: Elenco) -> None:
    resposta = navegar(elenco.recepcao).get(pagina(modelo), {"p": MUITO_LONGE})
    assert resposta.status_code == 200


@pytest.mark.parametrize(
    "filtro", [{"cpf__startswith": "1"}, {"nome_mae__startswith": "A"}, {"email__contains": "a"}]
)
def test_o_que_a_lista_nao_oferece_nao_se_adivinha(filtro: dict[str, str], elenco: Elenco) -> None:
    PacienteFactory()
    resposta = navegar(elenco.recepcao).get(pagina("paciente.paciente"), filtro)
    assert resposta.status_code == 400


def test_o_hash_da_senha_nao_se_adivinha(elenco: Elenco) -> None:
    filtro = {"password__startswith": "argon2"}
    assert navegar(elenco.admin).get(pagina("kernel.usuario"), filtro).status_code == 400


def test_o_filtro_oferecido_serve(elenco: Elenco) -> None:
    PacienteFactory(nome="Iracema Prado", sexo="F")
    PacienteFactory(nome="Ubirajara Prado", sexo="M")
    lista = texto(navegar(elenco.recepcao).get(pagina("paciente.paciente"), {"sexo__exact": "F"}))
    assert "Iracema" in lista
    assert "Ubirajara" not in lista


def test_a_pesquisa_do_menu_nao_tem_outra_pagina(elenco: Elenco) -> None:
    recepcao = navegar(elenco.recepcao)
    assert recepcao.get("/admin/search/", {"s": "pac"}).status_code == 200
    assert recepcao.get("/admin/search/", {"s": "pac", "page": "x"}).status_code == 404
