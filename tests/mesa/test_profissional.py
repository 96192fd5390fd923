"""A professional's first page: their own day and what nobody has taken, in order."""

import pytest

from apps.consulta.models import Consulta
from apps.mesa import estados
from apps.mesa.inicio import profissional
from tests.conftest import Elenco
from tests.factories import PacienteFactory, ProntuarioFactory
from tests.mesa.conftest import Marcar, as_horas, inicio
from tests.navegador import navegar


def meu_dia(elenco: Elenco, quem: str = "medica") -> profissional.MeuDia:
    dia = profissional.montar(getattr(elenco, quem).escopo).dia
    assert dia is not None
    return dia


def test_o_dia_e_das_proprias_e_das_sem_profissional(elenco: Elenco, marcar: Marcar) -> None:
    tarde, cedo = marcar(as_horas(15)), marcar(as_horas(8), status="realizada")
    de_ninguem = marcar(as_horas(12), de=None)
    marcar(as_horas(11), de="medico", paciente="Do Colega")
    marcar(as_horas(11), de="medica2", paciente="Da Outra Clínica")
    assert [c.id for c in meu_dia(elenco).hoje] == [cedo.pk, de_ninguem.pk, tarde.pk]
    html = inicio(elenco.medica)
    assert "sem profissional" in html
    assert "Do Colega" not in html
    assert "Da Outra Clínica" not in html


def test_a_vez_e_de_quem_esta_em_atendimento_depois_de_quem_espera_depois_da_proxima(
    elenco: Elenco, marcar: Marcar
) -> None:
    marcar(as_horas(9))  # late, and not arrived
    proxima = marcar(as_horas(11))
    assert meu_dia(elenco).da_vez.id == proxima.pk  # type: ignore[union-attr]
    assert "A seguir" in inicio(elenco.medica)
    espera = marcar(as_horas(14), status="aguardando")
    assert meu_dia(elenco).da_vez.id == espera.pk  # type: ignore[union-attr]
    em_curso = marcar(as_horas(16), status="em_atendimento")
    assert meu_dia(elenco).da_vez.id == em_curso.pk  # type: ignore[union-attr]
    html = inicio(elenco.medica)
    assert 'aria-current="true"' in html
    assert ">Agora<" in html


def test_acabado_o_dia_nao_ha_vez(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(8), status="realizada")
    assert meu_dia(elenco).da_vez is None
    assert "aria-current" not in inicio(elenco.medica)


def test_as_contas_do_dia(elenco: Elenco, marcar: Marcar) -> None:
    for hora, status in enumerate(
        ("realizada", "realizada", "aguardando", "em_atendimento", "agendada", "cancelada"), 8
    ):
        marcar(as_horas(hora), status=status)
    dia = meu_dia(elenco)
    assert (dia.ativas, dia.realizadas, dia.aguardando, dia.por_atender) == (5, 2, 1, 3)


def test_amanha_mostra_as_primeiras_e_diz_quantas(elenco: Elenco, marcar: Marcar) -> None:
    amanha = [marcar(as_horas(8 + n, dias=1)).pk for n in range(7)]
    marcar(as_horas(7, dias=1), status="cancelada")
    marcar(as_horas(8, dias=2))
    dia = meu_dia(elenco)
    assert [c.id for c in dia.amanha] == amanha[: profissional.PRIMEIRAS_DE_AMANHA]
    assert dia.quantas_amanha == 7
    assert dia.hoje == []


def test_o_nome_leva_a_pagina_do_paciente_e_o_registro_ao_formulario(
    elenco: Elenco, marcar: Marcar
) -> None:
    paciente = PacienteFactory()
    consulta = marcar(as_horas(9), id_paciente=paciente.pk, status="realizada")
    html = inicio(elenco.medica)
    assert f'href="/admin/mesa/pacientes/{paciente.pk}/"' in html
    formulario = (
        f"/admin/prontuario/prontuario/add/?id_paciente={paciente.pk}&id_consulta={consulta.pk}"
    )
    assert f'href="{formulario.replace("&", "&amp;")}"' in html
    assert navegar(elenco.medica).get(formulario).status_code == 200


def test_nao_se_oferece_registro_de_quem_ainda_nao_veio(elenco: Elenco, marcar: Marcar) -> None:
    marcar(as_horas(11), status="confirmada")
    assert "prontuario/add" not in inicio(elenco.medica)


@pytest.mark.parametrize("status", ["aguardando", "em_atendimento"])
def test_o_verbo_de_um_clique_e_aceito_pela_consulta(
    status: str, elenco: Elenco, marcar: Marcar
) -> None:
    consulta = marcar(as_horas(9), status=status)
    (verbo,) = estados.VERBOS_DE_QUEM_ATENDE[status]
    onde = f"/admin/consulta/consulta/{consulta.pk}/{verbo.nome}/"
    assert f'action="{onde}"' in inicio(elenco.medica)
    navegar(elenco.medica).post(onde, {"_form_submitted": "True"})
    assert Consulta.objects.get().status != status


def test_a_pagina_inicial_nao_le_prontuario(elenco: Elenco, marcar: Marcar) -> None:
    """No text of a record, so no read to audit."""
    from apps.kernel.models import EventoAuditoria

    consulta = marcar(as_horas(9), status="realizada")
    ProntuarioFactory(id_paciente=consulta.id_paciente, diagnostico="Segredo clínico")
    assert "Segredo" not in inicio(elenco.medica)
    assert not EventoAuditoria.objects.filter(evento__startswith="prontuario").exists()


def test_sem_consultas_a_pagina_diz(elenco: Elenco) -> None:
    html = inicio(elenco.medica)
    assert "Nenhuma consulta hoje." in html
    assert "Nenhuma consulta amanhã." in html
