"""Two workers on the same facts: the slow one's late failure is not the fast one's."""

from typing import Any

from apps.kernel import facts
from apps.kernel.models import FatoSeparado
from tests.kernel.test_fatos import CafePassado, contar, cursor, seguidora  # noqa: F401 - fixtures


def test_falha_atrasada_nao_conta_contra_outro_fato_nem_faz_o_cursor_voltar(
    db: None,
    seguidora: Any,  # noqa: F811
) -> None:
    """While one is slow on fact 1, another does 1 and 2 and fails four times on 3."""
    seguidora.ruins = {3}
    contar(1, 2, 3)
    facts.publicar()
    primeira_vez = [True]

    def reagir_devagar(fato: CafePassado) -> Any:
        if primeira_vez.pop() if primeira_vez else False:
            for _ in range(4):
                facts._seguir("salao", "cozinha")
            raise ValueError
        return seguidora.reagir(fato)

    facts._reacoes["salao", "cozinha"]["CafePassado"] = (CafePassado, reagir_devagar)
    facts.seguir()
    seguidora.ruins = set()
    facts.seguir()
    assert seguidora.feitos == ["Café 1", "Café 2", "Café 3"]
    assert not FatoSeparado.objects.exists()
