"""The ways in which the plano can misbehave. Each modo is a function from a Caso to an answer."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from flask import Response

from . import soquete
from .cobertura import Cobertura, Pedido
from .json_exato import Literal, escrever
from .problemas import Problema, problema_do_status
from .soquete import NoSoquete

ENDERECO = "/validar-procedimento"
NINGUEM = f"http://127.0.0.1:9{ENDERECO}"  # port 9 (discard): nobody answers there
PENDURADO_S = 60
GIGANTE_BYTES = 5_000_000
ANINHADO_NIVEIS = 20_000  # over any parser's recursion limit, and still under 64 KiB


@dataclass(frozen=True, slots=True, kw_only=True)
class Caso:
    """A question, its true answer, and where ``redirecionar_fora`` points to."""

    pedido: Pedido
    cobertura: Cobertura
    destino: str | None = None

    def corpo(self, **trocas: Any) -> str:
        """The true answer, with some members changed."""
        return escrever(asdict(self.cobertura) | trocas)


Modo = Callable[[Caso], Response]
MODOS: dict[str, Modo] = {}


def modo(funcao: Modo) -> Modo:
    MODOS[funcao.__name__] = funcao
    return funcao


def resposta_json(corpo: str, status: int = 200) -> Response:
    return Response(corpo, status, content_type="application/json")


@modo
def normal(caso: Caso) -> Response:
    return resposta_json(caso.corpo())


# Another status than 200


@modo
def erro_500(caso: Caso) -> Response:
    raise problema_do_status(500)


@modo
def limite_429(caso: Caso) -> Response:
    raise Problema("limite_excedido", "Aguarde um pouco.", cabecalhos={"Retry-After": "30"})


@modo
def criado_201(caso: Caso) -> Response:
    return resposta_json(caso.corpo(), 201)


@modo
def redirecionar_laco(caso: Caso) -> Response:
    return Response(status=307, headers={"Location": ENDERECO})


@modo
def redirecionar_fora(caso: Caso) -> Response:
    return Response(status=307, headers={"Location": caso.destino or NINGUEM})


# A body that is not the object it should be


@modo
def html(caso: Caso) -> Response:
    return Response("<!doctype html><title>Em manutenção</title>", content_type="text/html")


@modo
def vazio(caso: Caso) -> Response:
    return resposta_json("")


@modo
def truncado(caso: Caso) -> Response:
    corpo = caso.corpo()
    return resposta_json(corpo[: len(corpo) // 2])


@modo
def lista(caso: Caso) -> Response:
    return resposta_json(f"[{caso.corpo()}]")


@modo
def aninhado(caso: Caso) -> Response:
    return resposta_json(caso.corpo(extra=Literal("[" * ANINHADO_NIVEIS + "]" * ANINHADO_NIVEIS)))


@modo
def gigante(caso: Caso) -> Response:
    return resposta_json(caso.corpo() + " " * GIGANTE_BYTES)


# Members that are missing, mistyped or untrue


@modo
def sem_campos(caso: Caso) -> Response:
    pedido = caso.pedido
    return resposta_json(
        escrever({"codigo_procedimento": pedido.procedimento, "id_paciente": pedido.id_paciente})
    )


@modo
def coberto_texto(caso: Caso) -> Response:
    return resposta_json(caso.corpo(coberto="false"))


@modo
def valor_texto(caso: Caso) -> Response:
    return resposta_json(caso.corpo(valor_coberto=str(caso.cobertura.valor_coberto)))


@modo
def negativo(caso: Caso) -> Response:
    return _cobrindo(caso, Decimal("-1.00"))


@modo
def nan(caso: Caso) -> Response:
    return _cobrindo(caso, Literal("NaN"))


@modo
def enorme(caso: Caso) -> Response:
    return _cobrindo(caso, Literal("1e308"))


@modo
def acima_da_cobranca(caso: Caso) -> Response:
    cobranca = caso.pedido.cobranca or caso.cobertura.valor_coberto
    return _cobrindo(caso, cobranca + Decimal("0.01"))


@modo
def tres_decimais(caso: Caso) -> Response:
    return _cobrindo(caso, Literal(f"{caso.cobertura.valor_coberto}5"))


@modo
def outro_procedimento(caso: Caso) -> Response:
    return resposta_json(caso.corpo(codigo_procedimento=f"{caso.pedido.procedimento}X"))


@modo
def outro_paciente(caso: Caso) -> Response:
    return resposta_json(caso.corpo(id_paciente=caso.pedido.id_paciente + 1))


# A connection that fails


@modo
def reset(caso: Caso) -> Response:
    return NoSoquete(caso.corpo(), soquete.resetar)


@modo
def fechar(caso: Caso) -> Response:
    return NoSoquete(caso.corpo(), soquete.calar)


@modo
def interrompido(caso: Caso) -> Response:
    return NoSoquete(caso.corpo(), soquete.interromper)


@modo
def gotejar_corpo(caso: Caso) -> Response:
    return NoSoquete(caso.corpo(), soquete.gotejar_corpo)


@modo
def gotejar_cabecalhos(caso: Caso) -> Response:
    return NoSoquete(caso.corpo(), soquete.gotejar_cabecalhos)


@modo
def pendurar(caso: Caso) -> Response:
    soquete.esperar(PENDURADO_S)
    return normal(caso)


def _cobrindo(caso: Caso, valor: Decimal | Literal) -> Response:
    """Only the value is at fault: ``coberto`` agrees with it."""
    return resposta_json(caso.corpo(coberto=True, valor_coberto=valor))
