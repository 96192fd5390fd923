"""The registration: register, change, find."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from apps.kernel import facts
from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.api.etag import SeCoincidir, exigir_versao
from apps.kernel.audit import auditar, auditar_varios
from apps.kernel.errors import DadosInvalidos
from apps.kernel.prepared import preparada
from apps.kernel.search import faixa, palavras
from apps.kernel.transactions import Promessas, transacao
from apps.paciente.documentos import ler_cns, ler_cpf, mascarar_cpf
from apps.paciente.interface import (
    CnsDuplicado,
    CpfDuplicado,
    PacienteAtualizado,
    PacienteData,
    PacienteNaoEncontrado,
)
from apps.paciente.models import CAMPOS_DO_ENDERECO, CAMPOS_DO_PLANO, Paciente, PalavraDoNome

LER = frozenset(
    {Papel.RECEPCAO, Papel.PROFISSIONAL, Papel.FATURAMENTO, Papel.GESTOR, Papel.SERVICO}
)
ESCREVER = frozenset({Papel.RECEPCAO, Papel.GESTOR})

PROMESSAS: Promessas = {
    "paciente_cpf_unico": CpfDuplicado,
    "paciente_cns_unico": CnsDuplicado,
    "paciente_tem_documento": lambda: DadosInvalidos.no_campo(
        "cpf", "obrigatorio", "Informe CPF, CNS ou passaporte."
    ),
}


def cadastrar(*, escopo: Escopo, **campos: Any) -> Paciente:
    """Register a patient of the network. Raises CpfDuplicado, CnsDuplicado."""
    return transacao(lambda: _inserir(escopo, [campos])[0], promessas=PROMESSAS)


def cadastrar_varios(*, escopo: Escopo, fichas: Sequence[Mapping[str, Any]]) -> list[Paciente]:
    """Register several, all or none, in as many statements as one. Raises CpfDuplicado, CnsDuplicado."""
    return transacao(lambda: _inserir(escopo, fichas), promessas=PROMESSAS)


def _inserir(escopo: Escopo, fichas: Sequence[Mapping[str, Any]]) -> list[Paciente]:
    pacientes = Paciente.objects.bulk_create(Paciente(**_em_colunas(f)) for f in fichas)
    _indexar(pacientes)
    auditar_varios("paciente.cadastrado", escopo=escopo, objetos=map(_objeto, pacientes))
    return pacientes


def alterar(
    *, escopo: Escopo, id_paciente: int, se_coincidir: SeCoincidir = None, **campos: Any
) -> Paciente:
    """Change what is given; `endereco` and `plano` merge member by member.

    Raises PacienteNaoEncontrado, VersaoDesatualizada, CpfDuplicado, CnsDuplicado.
    """

    def gravar() -> Paciente:
        paciente = Paciente.objects.select_for_update().filter(pk=id_paciente).first()
        if paciente is None:
            raise PacienteNaoEncontrado
        exigir_versao(paciente.etag, se_coincidir)
        for coluna, valor in _em_colunas(campos).items():
            setattr(paciente, coluna, valor)
        paciente.save()
        if {"nome", "nome_social"} & set(campos):
            paciente.palavras.all().delete()
            _indexar([paciente])
        facts.registrar(PacienteAtualizado(id_paciente=paciente.pk))
        auditar("paciente.alterado", escopo=escopo, objeto=_objeto(paciente))
        return paciente

    return transacao(gravar, promessas=PROMESSAS)


def obter(*, id_paciente: int) -> Paciente:
    """Raises PacienteNaoEncontrado."""
    paciente = _por_id.primeira(id=id_paciente)
    if paciente is None:
        raise PacienteNaoEncontrado
    return paciente


@preparada
def _por_id(*, id: int) -> QuerySet[Paciente]:
    return Paciente.objects.filter(pk=id)


def resumir(*, id_paciente: int) -> PacienteData:
    """What other apps know of a patient. Raises PacienteNaoEncontrado."""
    linhas = _resumo.todas(id=id_paciente)
    if not linhas:
        raise PacienteNaoEncontrado
    [(nome, cpf, nascimento, nome_social, telefone, operadora)] = linhas
    return PacienteData(
        id=id_paciente,
        nome=nome,
        cpf=cpf,
        cpf_mascarado=mascarar_cpf(cpf),
        data_nascimento=nascimento,
        nome_social=nome_social,
        telefone=telefone,
        operadora=operadora,
    )


@preparada
def _resumo(*, id: int) -> QuerySet:
    return Paciente.objects.filter(pk=id).values_list(
        "nome", "cpf", "data_nascimento", "nome_social", "telefone", "plano_operadora"
    )


def listar(*, busca: str = "", id: Sequence[int] | None = None) -> QuerySet[Paciente]:
    """Patients of the network: all, some ids, or those that `busca` finds.

    `busca` is a whole CPF or CNS, or words that each start a word of the name or social name.
    """
    pacientes = Paciente.objects.all()
    if id is not None:
        pacientes = pacientes.filter(pk__in=id)
    if not busca.strip():
        return pacientes
    if cpf := ler_cpf(busca):
        return pacientes.filter(cpf=cpf)
    if cns := ler_cns(busca):
        return pacientes.filter(cns=cns)
    procuradas = palavras(busca)
    return pacientes.filter(pk__in=_com_todas(*procuradas)) if procuradas else pacientes.none()


def _com_todas(primeira: str, *outras: str) -> QuerySet[Any]:
    """Ids of the patients who have every word: they meet in the index of words, before any is read."""
    achados = _com_a_palavra(primeira)
    for palavra in outras:
        achados = achados.filter(paciente_id__in=_com_a_palavra(palavra))
    return achados


def _com_a_palavra(palavra: str) -> QuerySet[Any]:
    return PalavraDoNome.objects.filter(palavra__range=faixa(palavra)).values("paciente_id")


def _em_colunas(campos: Mapping[str, Any]) -> dict[str, Any]:
    """The objects `endereco` and `plano` as columns; null clears all of one."""
    colunas = dict(campos)
    for objeto, prefixo, nomes in (
        ("endereco", "", CAMPOS_DO_ENDERECO),
        ("plano", "plano_", CAMPOS_DO_PLANO),
    ):
        if objeto in colunas:
            membros = colunas.pop(objeto)
            membros = dict.fromkeys(nomes) if membros is None else membros
            colunas |= {f"{prefixo}{nome}": valor for nome, valor in membros.items()}
    return colunas


def _indexar(pacientes: Iterable[Paciente]) -> None:
    PalavraDoNome.objects.bulk_create(
        PalavraDoNome(paciente=paciente, palavra=palavra)
        for paciente in pacientes
        for palavra in palavras(paciente.nome, paciente.nome_social)
    )


def _objeto(paciente: Paciente) -> str:
    return f"paciente.paciente:{paciente.pk}"
