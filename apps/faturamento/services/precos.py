"""The table of prices: what a consulta of a specialty costs, for the drafts that the system opens."""

from decimal import Decimal

from django.db.models import QuerySet

from apps.faturamento.models import Preco
from apps.faturamento.services.leitura import ESCREVER
from apps.kernel.access.escopo import Escopo
from apps.kernel.audit import auditar
from apps.kernel.errors import Conflito, NaoEncontrado, SemPermissao
from apps.kernel.transactions import transacao


class PrecoRepetido(Conflito):
    codigo = "preco_repetido"
    titulo = "Preço repetido"
    detalhe_padrao = "Esta especialidade já tem um preço."


PROMESSAS = {"preco_unico": PrecoRepetido}


def listar_precos(*, escopo: Escopo) -> QuerySet[Preco]:
    """The whole network's; nothing for whoever does not charge."""
    return Preco.objects.all() if escopo.tem(ESCREVER) else Preco.objects.none()


def salvar_preco(
    *, escopo: Escopo, especialidade: str, codigo: str, valor: Decimal, id_preco: int | None = None
) -> Preco:
    """Add or change a price, in reais; without a specialty, that of all others.

    Drafts already open keep theirs. Raises SemPermissao, NaoEncontrado, PrecoRepetido.
    """
    _exigir(escopo)

    def gravar() -> Preco:
        preco = Preco() if id_preco is None else _trancar(id_preco)
        preco.especialidade, preco.codigo, preco.valor = especialidade, codigo, valor
        preco.save()
        _auditar("salvo", preco, escopo)
        return preco

    return transacao(gravar, promessas=PROMESSAS)


def remover_preco(*, escopo: Escopo, id_preco: int) -> None:
    """Take a price back: its specialty follows that of all others. Raises SemPermissao, NaoEncontrado."""
    _exigir(escopo)

    def gravar() -> None:
        preco = _trancar(id_preco)
        _auditar("removido", preco, escopo)
        preco.delete()

    transacao(gravar)


def _exigir(escopo: Escopo) -> None:
    if not escopo.tem(ESCREVER):
        raise SemPermissao


def _trancar(id_preco: int) -> Preco:
    preco = Preco.objects.select_for_update().filter(pk=id_preco).first()
    if preco is None:
        raise NaoEncontrado
    return preco


def _auditar(feito: str, preco: Preco, escopo: Escopo) -> None:
    auditar(f"preco.{feito}", escopo=escopo, objeto=f"faturamento.preco:{preco.pk}")
