"""In the lists of clinics, people and accounts one finds as one types: parts of words, no accents."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Elenco
from tests.factories import ClinicaFactory, ProfissionalFactory, UsuarioFactory, VinculoFactory
from tests.navegador import navegar, pagina


def _achar(elenco: Elenco, modelo: str, procura: str) -> list[Any]:
    lista = navegar(elenco.admin).get(pagina(modelo), {"q": procura}).context["cl"]
    return [linha.pk for linha in lista.result_list]


@pytest.mark.parametrize("procura", ["sao joao", "SÃO JOÃO", "joao camb", "ambui", "9900123"])
def test_a_clinica_e_achada_sem_acento_e_por_partes(elenco: Elenco, procura: str) -> None:
    clinica = ClinicaFactory(nome="Clínica São João", cidade="Cambuí", cnes="9900123")
    ClinicaFactory(nome="Clínica São Pedro", cidade="Cambuí")

    achadas = _achar(elenco, "rede.clinica", procura)

    assert clinica.pk in achadas
    assert len(achadas) == 1 or procura == "ambui"


@pytest.mark.parametrize("procura", ["conceicao", "jose CONCEIÇÃO", "998877", "crm 998877"])
def test_o_profissional_e_achado_sem_acento_e_pelo_registro(elenco: Elenco, procura: str) -> None:
    jose = ProfissionalFactory(
        nome="Dr. José Aurélio Conceição", conselho="CRM", numero_conselho="998877"
    )

    assert _achar(elenco, "rede.profissional", procura) == [jose.pk]


def test_a_conta_e_o_vinculo_sao_achados_sem_acento(elenco: Elenco) -> None:
    sonia = UsuarioFactory(username="squeiros", nome="Sônia Queirós")
    vinculo = VinculoFactory(usuario=sonia, clinica=ClinicaFactory(nome="Vida+ Santo André"))

    assert _achar(elenco, "kernel.usuario", "sonia queiros") == [sonia.pk]
    assert _achar(elenco, "rede.vinculo", "queiros andre") == [vinculo.pk]
    assert _achar(elenco, "kernel.usuario", "sonia prado") == []


def test_o_gestor_so_acha_o_que_e_seu(elenco: Elenco) -> None:
    ClinicaFactory(nome="Clínica São João")
    lista = navegar(elenco.gestora).get(pagina("rede.clinica"), {"q": "sao joao"}).context["cl"]

    assert lista.result_list == []


def test_a_busca_faz_as_mesmas_perguntas_com_uma_linha_e_com_vinte(
    elenco: Elenco, contar_queries: Callable[[Callable[[], Any]], int]
) -> None:
    def buscar() -> None:
        navegador.get(pagina("rede.profissional"), {"q": "jose"})

    navegador = navegar(elenco.admin)
    ProfissionalFactory(nome="José", clinicas=[elenco.clinica], especialidades=["Pediatria"])
    buscar()
    com_uma = contar_queries(buscar)
    for _ in range(20):
        ProfissionalFactory(nome="José", clinicas=[elenco.clinica], especialidades=["Pediatria"])

    assert contar_queries(buscar) == com_uma
