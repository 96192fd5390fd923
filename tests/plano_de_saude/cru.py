"""Requests as bytes, for what no HTTP client would send or show."""

INICIO = b"POST /validar-procedimento HTTP/1.1\r\nHost: plano\r\nContent-Type: application/json\r\n"
CORPO = b'{"procedimento": "CON001", "id_paciente": 1}'
PERGUNTA = INICIO + b"Content-Length: %d\r\n\r\n" % len(CORPO) + CORPO


def em_pedacos(corpo: bytes) -> bytes:
    """The same question with a chunked body."""
    cabecalho = b"Transfer-Encoding: chunked\r\n\r\n"
    return INICIO + cabecalho + b"%x\r\n%s\r\n0\r\n\r\n" % (len(corpo), corpo)
