"""A fact that was set aside, tried again by the technical administrator, and by nobody else."""

import pytest

from apps.kernel import facts
from apps.kernel.errors import SemPermissao
from apps.kernel.models import EventoAuditoria, FatoSeparado
from apps.rede.models import Clinica
from tests.conftest import Elenco, Pessoa
from tests.factories import ClinicaFactory
from tests.kernel.test_fatos import (
    CafePassado,
    Seguidora,
    contar,
    seguidora,  # noqa: F401 - fixture
)
from tests.navegador import navegar, pagina, texto

LISTA = pagina("kernel.fatoseparado")


@pytest.fixture
def separado(elenco: Elenco, seguidora: Seguidora) -> FatoSeparado:  # noqa: F811
    """Coffee 2, which failed five times; 1 and 3 were served."""
    seguidora.ruins = {2}
    contar(1, 2, 3)
    facts.publicar()
    for _ in range(facts.FALHAS_ATE_SEPARAR):
        facts.seguir()
    return FatoSeparado.objects.get()


def tentar(pessoa: Pessoa, *separados: FatoSeparado) -> str:
    """What the list tells after the action."""
    pedido = {"action": "repetir", "_selected_action": [fato.pk for fato in separados]}
    return texto(navegar(pessoa).post(LISTA, pedido, follow=True))


def eventos() -> list[tuple[str, str, int | None]]:
    feitos = EventoAuditoria.objects.filter(evento__startswith="fato.").order_by("seq")
    return list(feitos.values_list("evento", "objeto", "id_usuario"))


def test_o_que_da_certo_desta_vez_tem_efeito_e_sai_da_lista(
    elenco: Elenco,
    separado: FatoSeparado,
    seguidora: Seguidora,  # noqa: F811
) -> None:
    seguidora.ruins = set()

    assert "Deram certo desta vez: 1." in tentar(elenco.admin, separado)

    assert seguidora.feitos[-3:] == ["Café 1", "Café 3", "Café 2"]
    assert not FatoSeparado.objects.exists()
    objeto = f"kernel.fatoseparado:{separado.pk}"
    assert eventos() == [("fato.repetido", objeto, elenco.admin.id_usuario)]


def test_o_que_falha_de_novo_nao_deixa_nada_e_fica_com_o_erro_novo(
    elenco: Elenco, separado: FatoSeparado, monkeypatch: pytest.MonkeyPatch
) -> None:
    antes = Clinica.objects.count()

    def escrever_e_falhar() -> None:
        ClinicaFactory(nome="Café 2")
        raise ZeroDivisionError

    reacao = (CafePassado, lambda fato: escrever_e_falhar)
    monkeypatch.setitem(facts._reacoes["salao", "cozinha"], "CafePassado", reacao)

    assert "Falharam de novo e continuam aqui: 1." in tentar(elenco.admin, separado)

    separado.refresh_from_db()
    assert separado.erro == "ZeroDivisionError"
    assert Clinica.objects.count() == antes
    assert [evento for evento, *_ in eventos()] == ["fato.falhou_de_novo"]


def test_a_pergunta_vem_antes_da_transacao(
    elenco: Elenco,
    separado: FatoSeparado,
    seguidora: Seguidora,  # noqa: F811
) -> None:
    tentar(elenco.admin, separado)

    assert set(seguidora.perguntas_em_transacao) == {False}


def test_o_que_outro_ja_repetiu_nao_tem_efeito_de_novo(
    elenco: Elenco,
    separado: FatoSeparado,
    seguidora: Seguidora,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both had read the row; the other's transaction ends while this one asks."""
    seguidora.ruins = set()
    escopo, reagir = elenco.admin.escopo, seguidora.reagir
    outro = [lambda: facts.repetir(escopo=escopo, id_separado=separado.pk)]

    def reagir_depois_do_outro(fato: CafePassado) -> facts.Escrita:
        if outro:
            outro.pop()()
        return reagir(fato)

    reacao = (CafePassado, reagir_depois_do_outro)
    monkeypatch.setitem(facts._reacoes["salao", "cozinha"], "CafePassado", reacao)

    assert facts.repetir(escopo=escopo, id_separado=separado.pk)

    assert seguidora.feitos.count("Café 2") == 1
    assert [evento for evento, *_ in eventos()] == ["fato.repetido"]


@pytest.mark.parametrize("nome", ["recepcao", "medica", "faturista", "gestora", "auditora"])
def test_so_o_administrador_tecnico_tenta_de_novo(
    elenco: Elenco,
    separado: FatoSeparado,
    seguidora: Seguidora,  # noqa: F811
    nome: str,
) -> None:
    seguidora.ruins = set()
    pessoa = getattr(elenco, nome)
    resposta = navegar(pessoa).post(LISTA, {"action": "repetir", "_selected_action": [separado.pk]})

    assert resposta.status_code == 403
    with pytest.raises(SemPermissao):
        facts.repetir(escopo=pessoa.escopo, id_separado=separado.pk)
    assert FatoSeparado.objects.exists()
    assert "Café 2" not in seguidora.feitos
