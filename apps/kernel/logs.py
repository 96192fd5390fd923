"""Log records carry the request id; they never carry a query string, a body or an error's text."""

import logging
import traceback

from apps.kernel.context import pedido_atual

registro = logging.getLogger("vidasaude")

# Our formats do not say these of a record, and finding them out costs as much as writing it.
logging._srcfile = None  # as the logging HOWTO says ("Optimization")
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class FiltroDePedido(logging.Filter):
    """Adds `id_requisicao` to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.id_requisicao = pedido_atual.get().id_requisicao
        return True


def registrar_falha(erro: BaseException) -> None:
    """Log where an unexpected error happened, without its message: a database error quotes values."""
    onde = [
        f"{quadro.filename}:{quadro.lineno} {quadro.name}"
        for quadro in traceback.extract_tb(erro.__traceback__)[-8:]
    ]
    registro.error("falha %s em %s", type(erro).__name__, " < ".join(reversed(onde)))
