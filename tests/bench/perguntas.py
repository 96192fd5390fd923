"""What is asked at a million consultas: each list, search and filter of the contract, and the pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from apps.consulta.agenda import e_feriado
from tests.bench.acervo import AUDITORA, FATURISTA, GESTORA, MEDICA, RECEPCAO
from tests.bench.dados import Faixa

LIMITE_DA_LISTA_MS, LIMITE_DA_PAGINA_MS = 50, 500


@dataclass(frozen=True, slots=True)
class Pergunta:
    quem: str
    caminho: str

    @property
    def limite_ms(self) -> int:
        return LIMITE_DA_PAGINA_MS if self.caminho.startswith("/admin/") else LIMITE_DA_LISTA_MS


def listas(faixa: Faixa, hoje: date) -> Iterator[Pergunta]:
    """With each filter alone, and together where their indexes are others'."""
    ano_passado = _dia_util(hoje - timedelta(days=370))
    dia, amanha = f"{ano_passado}", f"{_dia_util(hoje + timedelta(days=1))}"
    mes = f"de={ano_passado - timedelta(days=30)}&ate={ano_passado}"
    antigo, nunca = f"ate={ano_passado}", "de=2001-01-01&ate=2001-12-31"
    clinica_geral = quote("Clínica Médica")
    profissional, paciente = faixa.primeiro_profissional, faixa.primeiro_paciente
    da_consulta = (
        "", "?status=realizada", "?status=confirmada", "?status=aguardando", f"?data={dia}",
        f"?data={amanha}", f"?{mes}", f"?{antigo}", f"?{nunca}", f"?{mes}&status=faltou",
        f"?id_profissional={profissional}", f"?id_profissional={profissional}&{mes}",
        f"?id_profissional={profissional}&status=cancelada", f"?especialidade={clinica_geral}",
        f"?especialidade={clinica_geral}&status=cancelada",
        f"?especialidade={clinica_geral}&{mes}", f"?id_paciente={paciente}",
        f"?id_clinica={faixa.primeira_clinica}", f"?cursor={faixa.cursor_da_pagina_1000}",
    )  # fmt: skip
    da_fatura = (
        "", "?status=paga", "?status=aguardando_plano", f"?{mes}", f"?{antigo}", f"?{nunca}",
        f"?{mes}&status=pendente", f"?id_paciente={paciente}", "?id_consulta=1",
        f"?id_clinica={faixa.primeira_clinica}",
    )  # fmt: skip
    do_paciente = ("", "?busca=maria", "?busca=mar%20sil", "?busca=52998224725", "?busca=zzzz")
    de_auditoria = (
        "", f"?de={dia}&ate={dia}", f"?{antigo}", f"?{nunca}", "?evento=prontuario.lido",
        "?evento=login", "?id_usuario=7", "?objeto=consulta.consulta:17",
        f"?evento=prontuario.lido&de={dia}&ate={dia}",
    )  # fmt: skip
    livres = (
        "", f"?de={amanha}&ate={amanha}", f"?ate={hoje + timedelta(days=30)}",
        f"?especialidade={clinica_geral}", f"?id_profissional={profissional}",
        f"?id_clinica={faixa.primeira_clinica}",
    )  # fmt: skip
    for quem in (RECEPCAO, GESTORA):
        yield from (Pergunta(quem, f"/consultas{filtro}") for filtro in da_consulta)
        yield Pergunta(quem, f"/consultas/paciente/{paciente}")
        yield from (Pergunta(quem, f"/pacientes{filtro}") for filtro in do_paciente)
        yield from (Pergunta(quem, f"/profissionais{f}") for f in ("", "?especialidade=Pediatria"))
        yield Pergunta(quem, "/clinicas")
        yield from (Pergunta(quem, f"/agenda/horarios-livres{filtro}") for filtro in livres)
    for quem in (FATURISTA, GESTORA):
        yield from (Pergunta(quem, f"/faturas{filtro}") for filtro in da_fatura)
    yield from (
        Pergunta(MEDICA, caminho)
        for caminho in ("/consultas", f"/consultas?{mes}", "/prontuarios", "/prontuarios?id=1,2,3",
                        f"/prontuarios/paciente/{paciente}", "/pacientes")
    )  # fmt: skip
    yield from (Pergunta(AUDITORA, f"/auditoria{filtro}") for filtro in de_auditoria)


def _dia_util(dia: date) -> date:
    """That day, or the first after it on which anybody is seen."""
    while dia.weekday() > 4 or e_feriado(dia, ()):
        dia += timedelta(days=1)
    return dia


def paginas(faixa: Faixa) -> Iterator[Pergunta]:
    mesa = f"/admin/mesa/pacientes/{faixa.primeiro_paciente}/"
    de_cada = {
        RECEPCAO: ("/admin/", "/admin/paciente/paciente/", "/admin/paciente/paciente/?q=maria",
                   "/admin/paciente/paciente/?p=1000", "/admin/consulta/consulta/",
                   "/admin/consulta/consulta/?quando=todas", "/admin/consulta/consulta/?q=maria",
                   "/admin/consulta/consulta/add/", mesa),
        MEDICA: ("/admin/", "/admin/prontuario/prontuario/", "/admin/consulta/consulta/", mesa),
        FATURISTA: ("/admin/", "/admin/faturamento/fatura/", "/admin/faturamento/fatura/?q=maria",
                    "/admin/faturamento/fatura/?status__exact=pendente"),
        GESTORA: ("/admin/", "/admin/consulta/consulta/?quando=todas",
                  "/admin/faturamento/fatura/", "/admin/rede/profissional/"),
        AUDITORA: ("/admin/", "/admin/kernel/eventoauditoria/",
                   "/admin/kernel/eventoauditoria/?q=prontuario.lido"),
    }  # fmt: skip
    for quem, caminhos in de_cada.items():
        yield from (Pergunta(quem, caminho) for caminho in caminhos)
