"""Another service's public REST API, asked on somebody's behalf: the ground of every `remote`.

A question is a GET with a service token, a short deadline and one retry. An error of the other's
interface comes back as that error; anything strange (nobody there, a page, the wrong shape, a 5xx,
too slow) is ServicoIndisponivel, and from then on the neighbour is asked only after it has shown
that it is alive, so that a dead one costs its deadline once.
"""

import re
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs

import msgspec
from django.conf import settings

from apps.kernel import http_client
from apps.kernel.access import service_tokens
from apps.kernel.access.credentials import credencial_atual
from apps.kernel.access.escopo import Escopo
from apps.kernel.access.tokens import acesso
from apps.kernel.context import pedido_atual
from apps.kernel.errors import (
    ClinicaNaoEncontrada,
    NaoAutenticado,
    NaoEncontrado,
    Problema,
    SemPermissao,
    ServicoIndisponivel,
)
from apps.kernel.http_client import Resposta
from apps.kernel.logs import registro

T = TypeVar("T")


class ComId(Protocol):
    @property
    def id(self) -> int: ...


C = TypeVar("C", bound=ComId)

PROXIMA = re.compile(r'<([^<>]*)>[^<>,]*;\s*rel="?next\b')
"""Where the next page is, in a `Link` as our lists write it."""
PRAZO_SEGUNDOS = 2.4
TENTATIVAS = 2
PRAZO_DA_SONDA = 0.25
POR_PAGINA = 200

ERROS_DO_KERNEL = {
    classe.codigo: classe for classe in (SemPermissao, ClinicaNaoEncontrada, NaoEncontrado)
}
"""What any service may refuse; an app's own errors are its `remote`'s to name."""


class Vizinho:
    """A service that lives elsewhere; `erros` are those of its interface."""

    def __init__(self, app: str, *erros: type[Problema], do_usuario: bool = False) -> None:
        """`do_usuario`: the API admits no service, so the person's own token is sent (from Rede)."""
        self._app, self._do_usuario = app, do_usuario
        self._erros = ERROS_DO_KERNEL | {classe.codigo: classe for classe in erros}
        self._disjuntor = Disjuntor(app)

    def um(self, caminho: str, forma: type[T], *, escopo: Escopo, **parametros: Any) -> T:
        """One resource, read as `forma`. Raises the interface's errors, ServicoIndisponivel."""
        return self._ler(self._perguntar(caminho, parametros, escopo), forma)

    def do_id(self, id: int, caminho: str, forma: type[C], *, escopo: Escopo) -> C:
        """The resource `caminho/id`; one that says it is another makes no sense. Raises as `um`."""
        return self._conferir_id(self.um(f"{caminho}/{id}", forma, escopo=escopo), {id})

    def varios(
        self, caminho: str, forma: type[T], *, escopo: Escopo, **filtros: Any
    ) -> Iterator[T]:
        """The members of a list, page after page as they are asked for; raises as `um`.

        A role that does not read the list has nothing in its reach, as in one process.
        """
        parametros = {"limite": POR_PAGINA, **filtros}
        while True:
            try:
                resposta = self._perguntar(caminho, parametros, escopo)
            except SemPermissao as erro:
                if type(erro) is SemPermissao:
                    return
                raise
            yield from self._ler(resposta, list[forma])  # type: ignore[valid-type]
            cursor = _proxima_pagina(resposta)
            if cursor is None:
                return
            parametros["cursor"] = cursor

    def primeiros(
        self, quantos: int, caminho: str, forma: type[T], *, escopo: Escopo, **filtros: Any
    ) -> list[T]:
        """At most so many members of a list."""
        limite = min(quantos, POR_PAGINA)
        return list(
            islice(self.varios(caminho, forma, escopo=escopo, limite=limite, **filtros), quantos)
        )

    def por_id(
        self, ids: Iterable[int], caminho: str, forma: type[C], *, escopo: Escopo
    ) -> Iterator[C]:
        """Those of some ids that exist, in as few questions as they fit; raises as `do_id`."""
        unicos = iter(sorted(set(ids)))
        while lote := list(islice(unicos, POR_PAGINA)):
            achados = self.varios(caminho, forma, escopo=escopo, id=",".join(map(str, lote)))
            for achado in achados:
                yield self._conferir_id(achado, lote)

    def _conferir_id(self, achado: C, pedidos: Collection[int]) -> C:
        if achado.id not in pedidos:
            raise self.indisponivel()
        return achado

    def indisponivel(self) -> ServicoIndisponivel:
        """The neighbour said something that makes no sense: from now on it is as one that is down."""
        self._disjuntor.abrir()
        registro.warning("%s não respondeu como devia", self._app)
        return ServicoIndisponivel()

    def _perguntar(self, caminho: str, parametros: Mapping[str, Any], escopo: Escopo) -> Resposta:
        # A list has as many pages as its neighbour says; the one who waits has so much time.
        if pedido_atual.get().esgotado or not self._disjuntor.deixa_passar():
            raise ServicoIndisponivel
        url = f"{settings.ENDERECOS[self._app]}{caminho}"
        cabecalhos = {
            "Authorization": f"Bearer {self._token(escopo)}",
            # As the proxy in front says to people's requests: in production http is redirected.
            "X-Forwarded-Proto": "https",
        }
        resposta: Resposta | None = None
        for _ in range(TENTATIVAS):
            resposta = http_client.ler(
                url,
                parametros={n: v for n, v in parametros.items() if v is not None},
                cabecalhos=cabecalhos,
                prazo=PRAZO_SEGUNDOS / TENTATIVAS,
            )
            if resposta is not None and resposta.status < 500:
                break
        if resposta is None or not _e_json(resposta):
            raise self.indisponivel()
        if resposta.status != 200:
            raise self._erro(resposta)
        self._disjuntor.fechar()
        return resposta

    def _token(self, escopo: Escopo) -> str:
        if not self._do_usuario:
            return service_tokens.emitir(para=self._app, escopo=escopo)
        credencial = credencial_atual(escopo.id_usuario)
        if credencial is None:
            raise SemPermissao
        return acesso(credencial)

    def _erro(self, resposta: Resposta) -> Problema:
        """The error of the interface that the answer tells; what is none means unavailable."""
        try:
            codigo = msgspec.json.decode(resposta.corpo, type=_Erro).codigo
        except msgspec.DecodeError:
            return self.indisponivel()
        if codigo == NaoAutenticado.codigo:
            registro.error("%s não aceita a nossa chave: CHAVE_SERVICO é a mesma?", self._app)
        classe = self._erros.get(codigo)
        return classe() if classe is not None else self.indisponivel()

    def _ler(self, resposta: Resposta, forma: type[T]) -> T:
        try:
            return msgspec.json.decode(resposta.corpo, type=forma)
        except msgspec.DecodeError:
            raise self.indisponivel() from None


class _Erro(msgspec.Struct):
    codigo: str


def _e_json(resposta: Resposta) -> bool:
    tipo = resposta.cabecalhos.get("Content-Type", "").split(";")[0]
    return tipo in ("application/json", "application/problem+json")


def _proxima_pagina(resposta: Resposta) -> str | None:
    """The cursor of the next page, of the `Link` header (RFC 8288); we follow no address but ours."""
    proxima = PROXIMA.search(resposta.cabecalhos.get("Link", ""))
    parametros = parse_qs(proxima[1].partition("?")[2]) if proxima else {}
    return next(iter(parametros.get("cursor", [])), None)


class Disjuntor:
    """Open after a failure: a request then passes only when the neighbour answers a quick probe.

    No timer closes it, so the first request after the neighbour's return succeeds, and until
    then each is refused within a quarter of a second. State is of this process.
    """

    def __init__(self, app: str) -> None:
        self._app, self._aberto = app, False
        self._tranca, self._sondado_em = threading.Lock(), 0.0

    def abrir(self) -> None:
        self._aberto = True

    def fechar(self) -> None:
        self._aberto = False

    def deixa_passar(self) -> bool:
        if not self._aberto:
            return True
        chegada = time.monotonic()
        with self._tranca:
            if self._aberto and self._sondado_em < chegada:  # else another's probe has told us
                self._aberto = not _esta_vivo(self._app)
                self._sondado_em = time.monotonic()
        return not self._aberto


def _esta_vivo(app: str) -> bool:
    resposta = http_client.ler(
        f"{settings.ENDERECOS[app]}/livez", parametros={}, cabecalhos={}, prazo=PRAZO_DA_SONDA
    )
    return resposta is not None and resposta.status == 200 and resposta.corpo == b'{"status":"ok"}'
