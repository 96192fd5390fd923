"""A patient's story: what each app knows, in one line of time, for whom it concerns."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.kernel.models import EventoAuditoria
from apps.mesa import historia as historias
from apps.paciente.models import Paciente
from tests.conftest import Elenco
from tests.factories import FaturaFactory, ProntuarioFactory
from tests.mesa.conftest import Marcar, as_horas, historia
from tests.navegador import navegar, texto


@pytest.mark.parametrize(
    ("quem", "ve"),
    [
        ("recepcao", {"consulta", "fatura"}),
        ("medica", {"consulta", "registro"}),
        ("faturista", {"consulta", "fatura"}),
        ("gestora", {"consulta", "fatura"}),
        ("recepcao2", set()),
        ("medica2", set()),
    ],
)
def test_cada_papel_ve_o_que_e_seu(
    quem: str, ve: set[str], elenco: Elenco, de_tudo: Paciente
) -> None:
    html = historia(getattr(elenco, quem), de_tudo.pk)
    sinais = {"consulta": "Geriatria", "registro": "Segredo clínico", "fatura": "R$ 230,00"}
    assert {tipo for tipo, sinal in sinais.items() if sinal in html} == ve


def test_o_que_vem_aparece_antes_do_que_foi_e_o_que_foi_por_mes(
    elenco: Elenco, marcar: Marcar, paciente: Paciente
) -> None:
    dele = {"id_paciente": paciente.pk}
    for dias, especialidade in ((5, "Quinta"), (2, "Segunda"), (-1, "Ontem"), (-40, "Antiga")):
        marcar(as_horas(9, dias=dias), **dele, especialidade=especialidade)
    marcar(as_horas(9, dias=4), **dele, especialidade="Desmarcada", status="cancelada")
    html = historia(elenco.recepcao, paciente.pk)
    assert re.findall(r"<h3[^>]*>(.*?)</h3>|Consulta de (\w+)<", html) == [
        ("Por vir", ""),
        ("", "Segunda"),
        ("", "Quinta"),
        ("Março de 2026", ""),
        ("", "Desmarcada"),
        ("", "Ontem"),
        ("Janeiro de 2026", ""),
        ("", "Antiga"),
    ]


def test_o_mes_e_o_local(elenco: Elenco, marcar: Marcar, paciente: Paciente) -> None:
    """22:30 of 28 February in São Paulo is March in UTC."""
    marcar(as_horas(22, 30, dias=-10), id_paciente=paciente.pk)
    assert "Fevereiro de 2026" in historia(elenco.recepcao, paciente.pk)


def test_sem_vinculo_a_pagina_diz_e_a_tentativa_fica_na_auditoria(
    elenco: Elenco, de_tudo: Paciente
) -> None:
    html = historia(elenco.medico, de_tudo.pk)
    assert "Sem vínculo de cuidado" in html
    assert "Segredo" not in html
    assert "prontuario/add" not in html
    evento = EventoAuditoria.objects.get(evento="prontuario.lido")
    assert (evento.id_usuario, evento.permitido) == (elenco.medico.id_usuario, False)
    assert evento.objeto == f"prontuario.paciente:{de_tudo.pk}"


def test_cada_registro_mostrado_e_uma_leitura_na_auditoria(
    elenco: Elenco, de_tudo: Paciente
) -> None:
    historia(elenco.medica, de_tudo.pk)
    (evento,) = EventoAuditoria.objects.filter(evento="prontuario.lido")
    assert (evento.id_usuario, evento.permitido) == (elenco.medica.id_usuario, True)


def test_o_filtro_mostra_um_tipo_e_nao_le_o_que_nao_mostra(
    elenco: Elenco, de_tudo: Paciente
) -> None:
    html = historia(elenco.medica, de_tudo.pk, tipo="consulta")
    assert "Geriatria" in html
    assert "Segredo" not in html
    assert not EventoAuditoria.objects.filter(evento="prontuario.lido").exists()
    html = historia(elenco.medica, de_tudo.pk, tipo="registro")
    assert "Segredo" in html
    assert "Geriatria" not in html
    assert "Faturas" not in html  # no chip for what she does not see


@pytest.mark.parametrize("tipo", ["registro", "qualquer", ""])
def test_um_filtro_que_nao_e_para_si_mostra_tudo_o_que_e(
    tipo: str, elenco: Elenco, de_tudo: Paciente
) -> None:
    html = historia(elenco.recepcao, de_tudo.pk, tipo=tipo)
    assert "Geriatria" in html
    assert "Segredo" not in html


def test_quem_e_profissional_sem_o_papel_nao_le_registros(
    elenco: Elenco, de_tudo: Paciente
) -> None:
    """The account is still linked to a professional; the role that reads records is gone."""
    from apps.kernel.access import credentials
    from apps.rede.models import Vinculo

    Vinculo.objects.filter(usuario=elenco.medica.id_usuario).update(papel="gestor")
    credentials.esquecer()
    assert elenco.medica.escopo.id_profissional is not None
    assert "Segredo" not in historia(elenco.medica, de_tudo.pk)


def test_o_registro_corrigido_diz_por_qual_e_a_nova_versao_qual_e(
    elenco: Elenco, de_tudo: Paciente
) -> None:
    assert elenco.medica.profissional is not None
    dela = {"id_paciente": de_tudo.pk, "id_autor": elenco.medica.profissional.pk}
    corrigido = ProntuarioFactory(**dela)
    novo = ProntuarioFactory(**dela, retifica=corrigido, versao=2)
    html = historia(elenco.medica, de_tudo.pk)
    assert f"Corrigido pelo nº {novo.pk}<" in html
    assert ">Versão 2<" in html


# --- the rest -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("app", "quem", "falta", "resta"),
    [
        ("consulta", "recepcao", "A agenda", "R$ 230,00"),
        ("faturamento", "recepcao", "O faturamento", "Geriatria"),
        ("prontuario", "medica", "O prontuário", "Geriatria"),
    ],
)
def test_o_vizinho_que_nao_responde_falta_em_palavras_e_o_resto_abre(
    app: str,
    quem: str,
    falta: str,
    resta: str,
    elenco: Elenco,
    de_tudo: Paciente,
    derrubar: Callable[[str], None],
) -> None:
    derrubar(app)
    html = historia(getattr(elenco, quem), de_tudo.pk)
    assert re.search(rf"{falta} não respondeu agora", html)
    assert resta in html
    assert "Ainda não há nada" not in html


def test_nada_do_que_se_escreve_vira_html(
    elenco: Elenco, marcar: Marcar, paciente: Paciente
) -> None:
    veneno = "<script>alert(1)</script>"
    Paciente.objects.filter(pk=paciente.pk).update(
        nome=veneno, nome_social=veneno, telefone="<b>1</b>", plano_operadora=veneno
    )
    marcar(as_horas(9), id_paciente=paciente.pk, especialidade=veneno, profissional=veneno)
    assert elenco.medica.profissional is not None
    ProntuarioFactory(
        id_paciente=paciente.pk,
        id_autor=elenco.medica.profissional.pk,
        autor=veneno,
        diagnostico=f"{veneno}\nlinha",
        tratamento=veneno,
        observacoes=veneno,
        cid10=["<i>"],
    )
    for quem in (elenco.medica, elenco.recepcao):
        html = historia(quem, paciente.pk)
        assert "<script>alert" not in html
        assert "<b>1</b>" not in html
        assert "<i>" not in html


def test_a_pagina_custa_o_mesmo_com_1_acontecimento_e_com_200(
    elenco: Elenco, marcar: Marcar, paciente: Paciente, contar_queries: Any
) -> None:
    assert elenco.medica.profissional is not None

    def crescer(vezes: range) -> None:
        for n in vezes:
            marcar(as_horas(n % 10, dias=-n // 10 - 1), id_paciente=paciente.pk, status="realizada")
            ProntuarioFactory(
                id_paciente=paciente.pk,
                id_autor=elenco.medica.profissional.pk,  # type: ignore[union-attr]
                data_criacao=as_horas(9) - timedelta(days=n),
            )
            FaturaFactory(
                id_paciente=paciente.pk,
                id_clinica=elenco.clinica.pk,
                itens=[{"codigo": "CON001", "valor": Decimal("230.00")}],
            )

    crescer(range(1))
    navegadores = [navegar(elenco.medica), navegar(elenco.faturista)]
    for navegador in navegadores:
        navegador.get(f"/admin/mesa/pacientes/{paciente.pk}/")
    medir = [lambda n=n: n.get(f"/admin/mesa/pacientes/{paciente.pk}/") for n in navegadores]
    uma = [contar_queries(pedido) for pedido in medir]
    crescer(range(1, 100))
    assert [contar_queries(pedido) for pedido in medir] == uma
    assert texto(medir[0]()).count("<time") == 200


def test_a_pagina_diz_quando_ha_mais_do_que_mostra(
    elenco: Elenco, marcar: Marcar, paciente: Paciente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(historias, "LIMITE", 2)
    aviso = "Aparecem os 200 mais recentes"
    marcar(as_horas(9, dias=-1), id_paciente=paciente.pk)
    assert aviso not in historia(elenco.recepcao, paciente.pk)
    for dias in (-2, -3):
        marcar(as_horas(9, dias=dias), id_paciente=paciente.pk)
    html = historia(elenco.recepcao, paciente.pk)
    assert aviso in html
    assert html.count("<time") == 2
