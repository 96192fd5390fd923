"""A day of the clinic, step by step through its pages: reception, the doctor, billing."""

import csv
import re
from pathlib import Path
from typing import Any

from tests.chromium import Navegador
from tests.chromium.posto import Posto, expect
from tests.journeys.navegador.preparo import Clinica
from tests.processos import Pilha

HELENA = "Dra. Helena Duarte Nogueira"
OCUPADO = "O profissional já tem consulta nesse horário."


def achar_paciente(posto: Posto, digitado: str, nome: str, *, busca: str) -> None:
    """From a page with a search, by some of the name, to the patient's page."""
    posto.escrever(busca, digitado)
    posto.teclar("Enter")
    posto.seguir(nome)
    assert re.fullmatch(r"/admin/mesa/pacientes/\d+/", posto.onde)


def pedir_horario(posto: Posto, dia: str, hora: str) -> None:
    posto.escrever("Dia", dia)
    posto.escrever("Hora", hora)
    posto.enviar("Marcar consulta")


def ao_lado(posto: Posto, campo: str) -> Any:
    """The row of a form in which a field and what is said of it are."""
    return posto.pagina.locator(f".field-{campo}").filter(has=posto.pagina.locator(f"#id_{campo}"))


def test_a_recepcao_acha_marca_remarca_recebe_e_desmarca(
    navegador: Navegador, clinica: Clinica
) -> None:
    uma = clinica.paciente("Vitória Conceição Alencar")
    outra = clinica.paciente("Iracema Conceição Bragança")
    recepcao = Posto(navegador.entrar("recepcao"))

    recepcao.abrir("/admin/")
    achar_paciente(recepcao, "conceic", uma["nome"], busca="Buscar paciente")
    recepcao.seguir("Marcar consulta")
    recepcao.escolher("Profissional", HELENA)
    dia, hora = recepcao.horario_livre()
    recepcao.enviar("Marcar consulta")
    recepcao.ler(f"Consulta marcada para {dia} às {hora}.", uma["nome"])

    recepcao.abrir("/admin/")
    recepcao.seguir("Marcar consulta")
    recepcao.completar("Paciente", "conceic", outra["nome"])
    recepcao.escolher("Profissional", HELENA)
    recepcao.escrever("Motivo", "Retorno com exames")
    pedir_horario(recepcao, dia, hora)

    assert recepcao.onde.endswith("/add/")
    recepcao.ler(OCUPADO, em=ao_lado(recepcao, "hora"))
    expect(recepcao.pagina.locator("#id_hora")).to_be_focused()
    expect(recepcao.pagina.get_by_role("combobox", name="Paciente")).to_have_value(outra["nome"])
    expect(recepcao.pagina.get_by_label("Motivo")).to_have_value("Retorno com exames")
    expect(recepcao.pagina.locator("#id_hora")).to_have_value(hora)

    oferecido = recepcao.horario_livre()
    assert oferecido != (dia, hora)
    recepcao.enviar("Marcar consulta")
    recepcao.ler("Consulta marcada para {} às {}.".format(*oferecido), outra["nome"])

    with recepcao.dialogo("Remarcar") as dialogo:
        dia, hora = recepcao.horario_livre(em=dialogo)
    recepcao.ler("A consulta foi remarcada.", f"{dia} {hora}")

    with recepcao.dialogo("Chegou"):
        pass
    recepcao.ler("A chegada foi registrada.", "Aguardando")

    with recepcao.dialogo("Desmarcar") as dialogo:
        recepcao.escrever("Motivo", "Pediu para desmarcar por telefone.", em=dialogo)
        recepcao.escolher("Quem cancelou", "Paciente", em=dialogo)
    recepcao.ler("A consulta foi cancelada.", "Pediu para desmarcar por telefone.")


def test_a_recepcao_leva_a_agenda_numa_planilha(navegador: Navegador) -> None:
    recepcao = Posto(navegador.entrar("recepcao"))
    recepcao.abrir("/admin/")
    recepcao.seguir("Consultas")
    with recepcao.pagina.expect_download() as descida:
        recepcao.pagina.get_by_role("link", name="Exportar tudo").click()

    texto = Path(descida.value.path()).read_text(encoding="utf-8-sig")
    cabecalho, *linhas = csv.reader(texto.splitlines(), delimiter=";")
    assert "paciente" in [coluna.lower() for coluna in cabecalho]
    assert linhas


def test_a_medica_atende_escreve_retifica_e_conclui(navegador: Navegador, clinica: Clinica) -> None:
    nome = clinica.consulta_de_hoje("Zoé Conceição Távora")["paciente"]
    medica = Posto(navegador.entrar("medica"))

    medica.abrir("/admin/")
    medica.enviar(f"Iniciar: {nome}")
    medica.ler("O atendimento começou.")
    medica.seguir(nome)
    medica.ler("Em atendimento")

    medica.seguir("Escrever registro", em=medica.pagina.locator(".linha-do-tempo"))
    medica.escrever("Diagnóstico", "Febre e tosse há três dias. Influenza.")
    medica.completar("CID-10", "influenza", "J11")
    medica.escrever("Tratamento", "Repouso e hidratação.")
    medica.enviar("Salvar")
    medica.ler("O registro foi escrito.", "Febre e tosse há três dias. Influenza.", "J11")

    medica.seguir("Retificar")
    medica.escrever("Tratamento", "Repouso, hidratação e retorno em cinco dias.")
    medica.escrever("Justificativa", "Faltou dizer quando ela volta.")
    medica.enviar("Salvar")
    medica.ler("O registro foi retificado.", "retorno em cinco dias", "versão 2")

    with medica.outra_aba("Imprimir") as papel:
        papel.ler("Registro de prontuário", nome, "retorno em cinco dias", "Impresso por")

    medica.abrir("/admin/")
    medica.enviar(f"Concluir: {nome}")
    medica.ler("A consulta está realizada.")


def emitir_fatura(posto: Posto, consulta: dict[str, Any]) -> None:
    """From the patient's page, the consulta charged at R$ 150,00."""
    posto.abrir("/admin/")
    posto.seguir("Pacientes")
    achar_paciente(posto, "conceic", consulta["paciente"], busca="Nome, CPF ou CNS")
    posto.seguir("Faturar")
    linha = posto.pagina.get_by_role("group", name="Procedimento", exact=True).first
    posto.completar("Procedimento", "consulta", "CON001", em=linha)
    posto.escrever("Valor em reais", "150,00", em=linha)
    posto.enviar("Salvar")
    posto.ler("A fatura foi emitida.")


def com_o_plano(consulta: dict[str, Any]) -> tuple[str, str]:
    """What the plan covers of CON001 and what is left, by the contract's table."""
    return ("7,00", "143,00") if consulta["id_paciente"] % 2 else ("5,60", "144,40")


def test_a_faturista_emite_recebe_e_imprime(navegador: Navegador, clinica: Clinica) -> None:
    consulta = clinica.consulta_realizada("Ângela Conceição Furtado")
    coberto, falta = com_o_plano(consulta)
    faturista = Posto(navegador.entrar("faturista"))

    emitir_fatura(faturista, consulta)
    faturista.ler(f"O plano cobre R$ {coberto}; falta receber R$ {falta} do paciente.")

    with faturista.dialogo("Receber") as dialogo:
        expect(dialogo.get_by_label("Valor em reais")).to_have_value(falta)
        faturista.escolher("Forma", "Pix", em=dialogo)
    faturista.ler("O pagamento foi registrado.", "Não falta receber nada.")

    with faturista.outra_aba("Imprimir") as papel:
        papel.ler("Pagamentos recebidos", "Pix", f"R$ {falta}", "Impresso por")


def test_sem_o_plano_a_fatura_espera_e_se_resolve_sozinha(
    navegador: Navegador, clinica: Clinica, pilha: Pilha
) -> None:
    consulta = clinica.consulta_realizada("Lúcia Conceição Mourão")
    coberto, falta = com_o_plano(consulta)
    faturista = Posto(navegador.entrar("faturista"))

    pilha.simulador.falhar("erro_500")
    try:
        emitir_fatura(faturista, consulta)
        faturista.ler("O plano não respondeu sobre CON001; será perguntado de novo sozinho.")
    finally:
        pilha.simulador.curar()

    faturista.recarregar_ate("O plano cobre")
    faturista.ler(f"O plano cobre R$ {coberto}; falta receber R$ {falta} do paciente.")


def test_so_com_o_teclado_a_recepcao_entra_e_marca(navegador: Navegador, clinica: Clinica) -> None:
    paciente = clinica.paciente("Estêvão Conceição Rangel")
    posto = Posto(navegador.entrar())
    teclado = posto.pagina.keyboard

    posto.abrir("/admin/login/")
    posto.ir_por_tab("Usuário")
    teclado.type("recepcao")
    posto.ir_por_tab("Senha")
    teclado.type("vidasaude-demo")
    posto.teclar("Enter")

    posto.ir_por_tab("Marcar consulta")
    posto.teclar("Enter")

    posto.ir_por_tab("Paciente")
    teclado.type(paciente["nome"])
    expect(posto.pagina.get_by_role("option").first).to_be_visible()
    teclado.press("ArrowDown")
    teclado.press("ArrowUp")
    teclado.press("Enter")
    posto.ir_por_tab("Profissional")
    teclado.type("Dra. Helena")
    posto.ir_por_tab(posto.pagina.locator(".horarios button").first.inner_text())
    teclado.press("Enter")
    posto.ir_por_tab("Marcar consulta")
    posto.teclar("Enter")

    posto.ler("Consulta marcada para", paciente["nome"], HELENA)


def test_no_tablet_a_recepcao_abre_o_menu_marca_e_recebe(
    navegador: Navegador, clinica: Clinica
) -> None:
    paciente = clinica.paciente("Júlia Conceição Pádua")
    recepcao = Posto(navegador.entrar("recepcao"), largura=820)

    recepcao.abrir("/admin/")
    recepcao.pagina.get_by_role("button", name="Mostrar ou esconder o menu").click()
    recepcao.seguir("Consultas")
    recepcao.seguir("Marcar consulta")
    recepcao.completar("Paciente", "conceic", paciente["nome"])
    recepcao.escolher("Profissional", HELENA)
    recepcao.horario_livre()
    recepcao.enviar("Marcar consulta")
    recepcao.ler("Consulta marcada para")

    recepcao.pagina.get_by_role("link", name="Mais ações").click()
    with recepcao.dialogo("Chegou"):
        pass
    recepcao.ler("A chegada foi registrada.")
