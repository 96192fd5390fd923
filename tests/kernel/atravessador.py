"""A middleman between a process and its database, which can be cut, muted and put back."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Atravessador:
    """Listens on a port of its own and passes on every byte, until told otherwise."""

    def __init__(self, destino: tuple[str, int]) -> None:
        self.destino = destino
        self._escuta: socket.socket | None = None
        self._abertas: set[socket.socket] = set()
        self._mudo = False
        self.porta = 0

    def __enter__(self) -> Self:
        self.religar()
        return self

    def __exit__(self, *erro: object) -> None:
        self.cortar()

    def religar(self) -> None:
        """Listen again, on the same port."""
        self.cortar()
        self._mudo = False
        self._escuta = socket.create_server(("127.0.0.1", self.porta))
        self.porta = self._escuta.getsockname()[1]
        threading.Thread(target=self._escutar, args=(self._escuta,), daemon=True).start()

    def cortar(self) -> None:
        """Refuse new connections and end those that are open, as a database that goes down."""
        if self._escuta is not None:
            with suppress(OSError):
                self._escuta.shutdown(socket.SHUT_RDWR)
            self._escuta.close()
            self._escuta = None
        self._encerrar()

    def emudecer(self) -> None:
        """End those that are open; accept new connections and say nothing, as a host that hangs."""
        self._mudo = True
        self._encerrar()

    def _encerrar(self) -> None:
        for ponta in list(self._abertas):
            with suppress(OSError):
                ponta.shutdown(socket.SHUT_RDWR)

    def _escutar(self, escuta: socket.socket) -> None:
        while True:
            try:
                cliente, _ = escuta.accept()
            except OSError:
                return
            self._abertas.add(cliente)
            if not self._mudo:
                banco = socket.create_connection(self.destino)
                self._abertas.add(banco)
                for de, para in ((cliente, banco), (banco, cliente)):
                    threading.Thread(target=self._passar, args=(de, para), daemon=True).start()

    def _passar(self, de: socket.socket, para: socket.socket) -> None:
        with suppress(OSError):
            while dados := de.recv(65_536):
                para.sendall(dados)
        for ponta in (de, para):
            with suppress(OSError):
                ponta.shutdown(socket.SHUT_RDWR)
            ponta.close()
            self._abertas.discard(ponta)
