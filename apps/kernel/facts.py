"""Facts go down: written with the change, given a position after commit, read by whoever follows.

`registrar` inserts the fact in the writer's transaction. `publicar` numbers what was committed, so
that a reader never misses one that committed late. `seguir` reads, for each follower and source,
what comes after its cursor; the reaction and the cursor move in one transaction, so each fact has
its effect once. A fact that fails five times is set aside (FatoSeparado) and the others go on.

A reaction asks first and writes later, like any service: it is called outside the transaction and
returns what to do inside it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import F, Max

from apps.kernel.logs import registrar_falha
from apps.kernel.models import CursorDeFatos, FatoRegistrado, FatoSeparado
from apps.kernel.transactions import em_transacao

FALHAS_ATE_SEPARAR = 5
LOTE = 200
_TRANCA = 0x76696461  # any constant: publishers of one database take turns


@dataclass(frozen=True, slots=True)
class Fato:
    """Base of every fact: a frozen dataclass with ids and little else, never clinical text."""

    origem: ClassVar[str] = ""
    """The app that tells it."""


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
    return sum(_seguir(app, origem) for app, origem in _reacoes)


def _seguir(app: str, origem: str) -> int:
    lidos = 0
    while _dar_um_passo(app, origem):
        lidos += 1
    return lidos


def _dar_um_passo(app: str, origem: str) -> bool:
    """Read the next fact: react and move the cursor together. False when there is none."""
    cursor, _ = CursorDeFatos.objects.get_or_create(seguidor=app, origem=origem)
    fato = (
        FatoRegistrado.objects.filter(origem=origem, posicao__gt=cursor.posicao)
        .order_by("posicao")
        .first()
    )
    if fato is None:
        return False
    try:
        escrita = _reagir(app, fato)
        with transaction.atomic():
            atual = CursorDeFatos.objects.select_for_update().get(pk=cursor.pk)
            if atual.posicao != cursor.posicao:
                return True  # another worker took it
            if escrita is not None:
                escrita()
            _avancar(atual, fato)
    except Exception as erro:
        registrar_falha(erro)
        return _contar_falha(cursor, fato, erro)
    return True


def _reagir(app: str, fato: FatoRegistrado) -> Escrita | None:
    declarada = _reacoes[app, fato.origem].get(fato.tipo)
    if declarada is None:
        return None
    classe, reacao = declarada
    return reacao(classe(**fato.dados))


def _avancar(cursor: CursorDeFatos, fato: FatoRegistrado) -> None:
    cursor.posicao = fato.posicao or 0
    cursor.falhas = 0
    cursor.save()


def _contar_falha(cursor: CursorDeFatos, fato: FatoRegistrado, erro: Exception) -> bool:
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
            posicao=fato.posicao or 0,
            defaults={"tipo": fato.tipo, "dados": fato.dados, "erro": type(erro).__name__},
        )
        _avancar(atual, fato)
    return True
