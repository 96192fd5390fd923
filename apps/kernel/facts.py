"""Facts go down: written with the change, given a position after commit, read by whoever follows.

`registrar` inserts the fact in the writer's transaction. `publicar` numbers what was committed, so
that a reader never misses one that committed late. `seguir` reads, for each follower and source,
what comes after its cursor; the reaction and the cursor move in one transaction, so each fact has
its effect once. A fact that fails five times is set aside (FatoSeparado) and the others go on,
until somebody says `repetir`.

A reaction asks first and writes later, like any service: it is called outside the transaction and
returns what to do inside it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Max

from apps.kernel.access.escopo import SISTEMA, Escopo
from apps.kernel.audit import auditar
from apps.kernel.errors import SemPermissao, ServicoIndisponivel
from apps.kernel.logs import registrar_falha
from apps.kernel.models import CursorDeFatos, FatoRegistrado, FatoSeparado
from apps.kernel.neighbours import Vizinho
from apps.kernel.transactions import em_transacao

FALHAS_ATE_SEPARAR = 5
LOTE = 200
_TRANCA = 0x76696461  # any constant: publishers of one database take turns


@dataclass(frozen=True, slots=True)
class Fato:
    """Base of every fact: a frozen dataclass with ids and little else, never clinical text."""

    origem: ClassVar[str] = ""
    """The app that tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FatoLido:
    """A published fact, as its followers get it."""

    posicao: int
    tipo: str
    dados: dict[str, Any]


Escrita = Callable[[], object]
Reacao = Callable[[Any], Escrita | None]
_reacoes: dict[tuple[str, str], dict[str, tuple[type[Fato], Reacao]]] = defaultdict(dict)


def registrar(fato: Fato) -> None:
    """Record a fact in the open transaction of the change that it tells."""
    if not em_transacao() and not connection.in_atomic_block:
        raise RuntimeError("um fato se registra na transação da mudança que ele conta")
    FatoRegistrado.objects.create(tipo=type(fato).__name__, origem=fato.origem, dados=asdict(fato))


def seguidor(app: str, fato: type[Fato]) -> Callable[[Reacao], Reacao]:
    """Declare what `app` does when it reads `fato`; used in the app's `followers`."""

    def declarar(reacao: Reacao) -> Reacao:
        _reacoes[app, fato.origem][fato.__name__] = (fato, reacao)
        return reacao

    return declarar


def publicar() -> int:
    """Give committed facts their positions, in order. Returns how many."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TRANCA])
        pendentes = list(FatoRegistrado.objects.filter(posicao=None).order_by("id")[:LOTE])
        ultima = FatoRegistrado.objects.aggregate(m=Max("posicao"))["m"] or 0
        for posicao, fato in enumerate(pendentes, start=ultima + 1):
            fato.posicao = posicao
        FatoRegistrado.objects.bulk_update(pendentes, ["posicao"])
    return len(pendentes)


def seguir() -> int:
    """Let every follower read what is new for it. Returns how many facts were read."""
    return sum(_tentar_seguir(app, origem) for app, origem in list(_reacoes))


def _tentar_seguir(app: str, origem: str) -> int:
    try:
        return _seguir(app, origem)
    except ServicoIndisponivel:
        return 0  # its facts wait there; the other sources are read meanwhile


def lidos_depois(*, origem: str, depois: int = 0, limite: int = LOTE) -> list[FatoLido]:
    """Published facts of an app that lives here, in order."""
    fatos = FatoRegistrado.objects.filter(origem=origem, posicao__gt=depois).order_by("posicao")
    return [FatoLido(posicao=f.posicao or 0, tipo=f.tipo, dados=f.dados) for f in fatos[:limite]]


def _seguir(app: str, origem: str) -> int:
    """Read on until there is nothing new, or a reaction fails (it is tried again next time)."""
    lidos = 0
    cursor, _ = CursorDeFatos.objects.get_or_create(seguidor=app, origem=origem)
    while fatos := _ler(origem, cursor.posicao):
        for fato in fatos:
            if not _dar_um_passo(cursor, fato):
                return lidos
            lidos += 1
            if cursor.posicao != fato.posicao:
                break  # another worker reads too: go on from where it is
    return lidos


def _ler(origem: str, depois: int) -> list[FatoLido]:
    """What comes after a position: of the table where the app lives here, else asked of it."""
    if settings.TOPOLOGIA.get(origem, "local") == "local":
        return lidos_depois(origem=origem, depois=depois)
    return _vizinho(origem).um(
        "/_fatos", list[FatoLido], escopo=SISTEMA, origem=origem, depois=depois or None
    )


@cache
def _vizinho(origem: str) -> Vizinho:
    return Vizinho(origem)


def _dar_um_passo(cursor: CursorDeFatos, fato: FatoLido) -> bool:
    """React to a fact and move the cursor past it, together. False when that failed.

    `cursor` is left where the table has it, which another worker may have moved.
    """
    try:
        escrita = _reagir(cursor.seguidor, cursor.origem, fato.tipo, fato.dados)
        with transaction.atomic():
            atual = CursorDeFatos.objects.select_for_update().get(pk=cursor.pk)
            if atual.posicao == cursor.posicao:  # else another worker took it
                if escrita is not None:
                    escrita()
                _avancar(atual, fato)
        cursor.posicao = atual.posicao
    except (ServicoIndisponivel, OperationalError, InterfaceError):
        return False  # nothing wrong with the fact: it is read again when who was asked is back
    except Exception as erro:
        registrar_falha(erro)
        if not _contar_falha(cursor, fato, erro):
            return False
        cursor.refresh_from_db()
    return True


def _reagir(seguidor: str, origem: str, tipo: str, dados: dict[str, Any]) -> Escrita | None:
    declarada = _reacoes[seguidor, origem].get(tipo)
    if declarada is None:
        return None
    classe, reacao = declarada
    return reacao(classe(**dados))


def _avancar(cursor: CursorDeFatos, fato: FatoLido) -> None:
    cursor.posicao = fato.posicao
    cursor.falhas = 0
    cursor.save()


def _contar_falha(cursor: CursorDeFatos, fato: FatoLido, erro: Exception) -> bool:
    """Count the failure; at the fifth, set the fact aside and go on."""
    aqui = CursorDeFatos.objects.filter(pk=cursor.pk, posicao=cursor.posicao)
    if not aqui.update(falhas=F("falhas") + 1):
        return False  # another worker has passed it meanwhile
    with transaction.atomic():
        atual = aqui.select_for_update().first()
        if atual is None:
            return False
        if atual.falhas < FALHAS_ATE_SEPARAR:
            return False
        FatoSeparado.objects.get_or_create(
            seguidor=cursor.seguidor,
            origem=cursor.origem,
            posicao=fato.posicao,
            defaults={"tipo": fato.tipo, "dados": fato.dados, "erro": type(erro).__name__},
        )
        _avancar(atual, fato)
    return True


def repetir(*, escopo: Escopo, id_separado: int) -> bool:
    """React again to a fact that was set aside; its effect and its removal are one transaction.

    False when it failed again: it stays, with the new error. A fact that is no longer there has
    been repeated by another, and is not again. Raises SemPermissao: it is the technical
    administrator's.
    """
    if not escopo.superusuario:
        raise SemPermissao
    separado = FatoSeparado.objects.filter(pk=id_separado).first()
    if separado is None:
        return True
    try:
        escrita = _reagir(separado.seguidor, separado.origem, separado.tipo, separado.dados)
        with transaction.atomic():
            _concluir_separado(separado, escrita, escopo)
    except Exception as erro:
        registrar_falha(erro)
        _manter_separado(separado, erro, escopo)
        return False
    return True


def _concluir_separado(separado: FatoSeparado, escrita: Escrita | None, escopo: Escopo) -> None:
    ainda = FatoSeparado.objects.select_for_update().filter(pk=separado.pk).first()
    if ainda is None:
        return
    if escrita is not None:
        escrita()
    ainda.delete()
    _auditar_separado("fato.repetido", separado, escopo)


def _manter_separado(separado: FatoSeparado, erro: Exception, escopo: Escopo) -> None:
    with transaction.atomic():
        FatoSeparado.objects.filter(pk=separado.pk).update(erro=type(erro).__name__)
        _auditar_separado("fato.falhou_de_novo", separado, escopo)


def _auditar_separado(evento: str, separado: FatoSeparado, escopo: Escopo) -> None:
    auditar(evento, escopo=escopo, objeto=f"kernel.fatoseparado:{separado.pk}")
