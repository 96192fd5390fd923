"""Records: write, correct, read. Every read, allowed or refused, is audited."""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.consulta.interface import consulta_service
from apps.kernel.access.escopo import Escopo
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar, auditar_varios
from apps.kernel.errors import DadosInvalidos
from apps.kernel.transactions import transacao
from apps.paciente.interface import paciente_service
from apps.prontuario.interface import (
    JaRetificado,
    NaoEAutor,
    ProntuarioNaoEncontrado,
    SemVinculo,
)
from apps.prontuario.models import TEXTOS, Prontuario, ProntuarioQuerySet
from apps.prontuario.services.cuidado import autor, tem_vinculo
from apps.rede.interface import rede_service

HERDADOS = (
    *TEXTOS, "cid10", "id_paciente", "paciente", "cpf", "data_nascimento", "id_consulta",
    "id_autor", "autor",
)  # fmt: skip
"""What a next version takes from the one it corrects, unless it says otherwise."""


def registrar(
    *, escopo: Escopo, id_paciente: int, id_consulta: int | None = None, **textos: Any
) -> Prontuario:
    """Write a record of a patient in the author's care.

    Raises PacienteNaoEncontrado, SemVinculo, ConsultaNaoEncontrada, DadosInvalidos (the consulta
    is another patient's).
    """
    paciente = paciente_service.obter(id_paciente=id_paciente, escopo=escopo)
    id_autor = autor(escopo)
    _exigir_vinculo(id_paciente, escopo, f"prontuario.paciente:{id_paciente}", "prontuario.escrito")
    _exigir_consulta_do_paciente(id_consulta, id_paciente, escopo)
    nome_do_autor = rede_service.obter_profissional(id_profissional=id_autor, escopo=escopo).nome

    def gravar() -> Prontuario:
        registro = Prontuario.objects.create(
            id_paciente=paciente.id,
            paciente=paciente.nome,
            cpf=paciente.cpf,
            data_nascimento=paciente.data_nascimento,
            id_consulta=id_consulta,
            id_autor=id_autor,
            autor=nome_do_autor,
            **textos,
        )
        auditar("prontuario.escrito", escopo=escopo, objeto=_objeto(registro.pk))
        return registro

    return transacao(gravar)


def retificar(
    *,
    escopo: Escopo,
    id_prontuario: int,
    justificativa: str,
    se_coincidir: SeCoincidir = None,
    **textos: Any,
) -> Prontuario:
    """Correct one's own record with a next version; texts not given stay as they were.

    Raises ProntuarioNaoEncontrado, NaoEAutor, JaRetificado, VersaoDesatualizada, DadosInvalidos
    (no text would be left). CFM 1.638/2002 and SBIS NGS1.12.01: only the author corrects, the
    earlier version stays.
    """
    anterior = _encontrar(id_prontuario)
    _exigir_autoria(anterior, escopo)
    exigir_versao(anterior.etag, se_coincidir)
    if anterior.retificado_por:
        raise _ja_retificado(id_prontuario)
    campos = {campo: getattr(anterior, campo) for campo in HERDADOS} | textos
    if not any(campos[texto] for texto in TEXTOS):
        raise DadosInvalidos.no_campo(
            "diagnostico", "obrigatorio", "Informe diagnóstico, tratamento ou observações."
        )

    def gravar() -> Prontuario:
        nova = Prontuario.objects.create(
            **campos,
            versao=anterior.versao + 1,
            retifica=anterior,
            justificativa=justificativa,
        )
        auditar("prontuario.retificado", escopo=escopo, objeto=_objeto(nova.pk))
        return nova

    return transacao(
        gravar, promessas={"prontuario_uma_retificacao": lambda: _ja_retificado(id_prontuario)}
    )


def obter(*, escopo: Escopo, id_prontuario: int) -> Prontuario:
    """One record. Raises ProntuarioNaoEncontrado, SemVinculo."""
    return _ler(id_prontuario, escopo, "prontuario.lido")


def imprimir(*, escopo: Escopo, id_prontuario: int) -> Prontuario:
    """One record, to leave on paper (SBIS NGS1.07.03: a print is an event of its own).

    Raises ProntuarioNaoEncontrado, SemVinculo.
    """
    return _ler(id_prontuario, escopo, "prontuario.impresso")


def obter_para_retificar(*, escopo: Escopo, id_prontuario: int) -> Prontuario:
    """One's own newest version, to write the next from.

    Raises ProntuarioNaoEncontrado, SemVinculo, NaoEAutor, JaRetificado.
    """
    registro = obter(escopo=escopo, id_prontuario=id_prontuario)
    _exigir_autoria(registro, escopo)
    if registro.retificado_por:
        raise _ja_retificado(id_prontuario)
    return registro


def listar_do_paciente(
    *, escopo: Escopo, id_paciente: int, id: Sequence[int] | None = None
) -> ProntuarioQuerySet:
    """All records of a patient in the caller's care. Raises PacienteNaoEncontrado, SemVinculo."""
    paciente_service.obter(id_paciente=id_paciente, escopo=escopo)
    _exigir_vinculo(id_paciente, escopo, f"prontuario.paciente:{id_paciente}", "prontuario.lido")
    registros = Prontuario.objects.com_retificacao().filter(id_paciente=id_paciente)
    return registros if id is None else registros.filter(pk__in=id)


def auditar_leitura(
    *, escopo: Escopo, lidos: Iterable[Prontuario], id_paciente: int | None = None
) -> None:
    """One event for each record that a list shows; of a patient without any, one that says so."""
    objetos = [_objeto(registro.pk) for registro in lidos]
    if not objetos and id_paciente is not None:
        objetos = [f"prontuario.paciente:{id_paciente}"]
    auditar_varios("prontuario.lido", escopo=escopo, objetos=objetos)


def _ler(id_prontuario: int, escopo: Escopo, evento: str) -> Prontuario:
    registro = _encontrar(id_prontuario)
    _exigir_vinculo(registro.id_paciente, escopo, _objeto(id_prontuario), evento)
    auditar(evento, escopo=escopo, objeto=_objeto(id_prontuario))
    return registro


def _exigir_autoria(registro: Prontuario, escopo: Escopo) -> None:
    if registro.id_autor != autor(escopo):
        objeto = _objeto(registro.pk)
        auditar("prontuario.retificado", escopo=escopo, objeto=objeto, permitido=False)
        raise NaoEAutor


def _exigir_vinculo(id_paciente: int, escopo: Escopo, objeto: str, evento: str) -> None:
    if not tem_vinculo(escopo=escopo, id_paciente=id_paciente):
        auditar(evento, escopo=escopo, objeto=objeto, permitido=False)
        raise SemVinculo


def _exigir_consulta_do_paciente(id_consulta: int | None, id_paciente: int, escopo: Escopo) -> None:
    if id_consulta is None:
        return
    consulta = consulta_service.obter(id_consulta=id_consulta, escopo=escopo)
    if consulta.id_paciente != id_paciente:
        raise DadosInvalidos.no_campo(
            "id_consulta", "de_outro_paciente", "A consulta é de outro paciente."
        )


def _encontrar(id_prontuario: int) -> Prontuario:
    registro = Prontuario.objects.com_retificacao().filter(pk=id_prontuario).first()
    if registro is None:
        raise ProntuarioNaoEncontrado
    return registro


def _ja_retificado(id_prontuario: int) -> JaRetificado:
    """Follow the corrections to the newest (a chain is as long as the author was careless)."""
    mais_recente = id_prontuario
    while proximo := Prontuario.objects.filter(retifica=mais_recente).values_list("pk").first():
        mais_recente = proximo[0]
    return JaRetificado(mais_recente)


def _objeto(id_prontuario: int) -> str:
    return f"prontuario.prontuario:{id_prontuario}"
