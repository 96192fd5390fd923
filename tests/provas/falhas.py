"""The plan fails, over the wire: what an invoice says meanwhile, and what it says once it is back."""

import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.processos import Pilha
from tests.provas.clinica import Equipe, conectar, consulta, paciente
from tests.respostas import exato

PRAZO_S = 3.5
"""For the whole answer, whatever the plan does and however many items there are."""
PRAZO_DA_VOLTA_S = 60

NOMEADAS = {
    "500": "erro_500",
    "429": "limite_429",
    "laço de redirecionamentos": "redirecionar_laco",
    "redireciona para outra porta": "redirecionar_fora",
    "HTML": "html",
    "vazio": "vazio",
    "truncado": "truncado",
    "lista": "lista",
    "sem campos": "sem_campos",
    '"false"': "coberto_texto",
    "número em texto": "valor_texto",
    "negativo": "negativo",
    "NaN": "nan",
    "1e308": "enorme",
    "acima da cobrança": "acima_da_cobranca",
    "aninhado": "aninhado",
    "conexão derrubada": "reset",
    "conexão fechada": "fechar",
    "corpo a conta-gotas": "gotejar_corpo",
    "cabeçalhos a conta-gotas": "gotejar_cabecalhos",
    "pendurado": "pendurar",
    "5 MB": "gigante",
}
"""The twenty-two faults of the target, by their names in the simulator."""

MORTO = "plano morto"
"""A fault that the simulator cannot play: its process is killed."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is charged, and the plan's true cover for a patient of an even and of an odd number."""

    codigo: str
    valor: Decimal
    quantidade: int
    cobertura: tuple[Decimal, Decimal]

    @property
    def cobranca(self) -> Decimal:
        return self.valor * self.quantidade


CONSULTA = Item("CON001", Decimal("150.00"), 1, (Decimal("5.60"), Decimal("7.00")))
EXAME = Item("EXA001", Decimal("40.33"), 2, (Decimal("0.00"), Decimal("6.00")))
AVULSO = Item("NAO999", Decimal("0.01"), 3, (Decimal("0.00"), Decimal("0.00")))
POUCOS = (CONSULTA, EXAME, AVULSO)
VINTE = (CONSULTA, EXAME) * 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Emissao:
    """An invoice asked for while the plan failed in some way."""

    falha: str
    itens: Sequence[Item]
    id_paciente: int
    status: int
    segundos: float
    fatura: dict[str, Any]
    pagar: tuple[int, str]

    @property
    def cobranca(self) -> Decimal:
        return sum((item.cobranca for item in self.itens), start=Decimal())

    @property
    def coberturas(self) -> list[Decimal]:
        return [item.cobertura[self.id_paciente % 2] for item in self.itens]


def emitir(equipe: Equipe, falha: str, itens: Sequence[Item] = POUCOS) -> Emissao:
    """Ask for an invoice of a new patient's consulta, and try to pay it."""
    id_paciente = equipe.criar("recepcao", "/pacientes", paciente())["id"]
    id_consulta = equipe.criar("recepcao", "/consultas", consulta(id_paciente))["id"]
    procedimentos = [
        {"codigo": item.codigo, "valor": str(item.valor), "quantidade": item.quantidade}
        for item in itens
    ]
    corpo = {"id_consulta": id_consulta, "procedimentos": procedimentos}
    inicio = time.monotonic()
    resposta = equipe["faturista"].post("/faturas", json=corpo)
    segundos = time.monotonic() - inicio
    fatura = exato(resposta)
    pagamento = equipe["faturista"].post(
        f"/faturas/{fatura.get('id')}/pagar", json={"forma": "pix", "valor": "0.01"}
    )
    return Emissao(
        falha=falha,
        itens=itens,
        id_paciente=id_paciente,
        status=resposta.status_code,
        segundos=segundos,
        fatura=fatura,
        pagar=(pagamento.status_code, pagamento.json().get("codigo", "")),
    )


def faltas_na_espera(emissao: Emissao) -> list[str]:
    """Where an invoice does not say that it waits for the plan: a silent zero above all."""
    fatura, itens = emissao.fatura, emissao.fatura.get("procedimentos", [])
    achado = {
        "status HTTP": (emissao.status, 201),
        "em até 3,5 s": (emissao.segundos <= PRAZO_S, True),
        "status": (fatura.get("status"), "aguardando_plano"),
        "valor_total": (fatura.get("valor_total"), emissao.cobranca),
        "valor_coberto": (fatura.get("valor_coberto"), None),
        "valor_paciente": (fatura.get("valor_paciente"), None),
        "itens": (len(itens), len(emissao.itens)),
        "situações": ({item["situacao"] for item in itens}, {"pendente"}),
        "coberto dos itens": ({item["coberto"] for item in itens}, {None}),
        "valor_coberto dos itens": ({item["valor_coberto"] for item in itens}, {None}),
        "pagar": (emissao.pagar, (409, "aguardando_plano")),
    }
    return _diferencas(emissao, achado)


def esperar_a_volta(equipe: Equipe, emissoes: Sequence[Emissao]) -> dict[int, tuple[Any, float]]:
    """Invoice → how it reads once settled, and seconds it took; what never settles is left out."""
    inicio, faltam = time.monotonic(), {emissao.fatura["id"] for emissao in emissoes}
    resolvidas: dict[int, tuple[Any, float]] = {}
    while faltam and time.monotonic() - inicio <= PRAZO_DA_VOLTA_S:
        for lote in _lotes(sorted(faltam)):
            ids = ",".join(map(str, lote))
            for fatura in exato(equipe["faturista"].get(f"/faturas?limite=200&id={ids}")):
                if fatura["status"] != "aguardando_plano":
                    resolvidas[fatura["id"]] = fatura, time.monotonic() - inicio
        faltam -= set(resolvidas)
        time.sleep(0.2)
    return resolvidas


def faltas_na_volta(emissao: Emissao, fatura: Any) -> list[str]:
    """Where a settled invoice is not right to the cent."""
    if fatura is None:
        return [f"{emissao.falha}: não se resolveu em {PRAZO_DA_VOLTA_S} s"]
    coberto = sum(emissao.coberturas, start=Decimal())
    achado = {
        "status": (fatura["status"], "pendente"),
        "valor_total": (fatura["valor_total"], emissao.cobranca),
        "valor_coberto": (fatura["valor_coberto"], coberto),
        "valor_paciente": (fatura["valor_paciente"], emissao.cobranca - coberto),
        "valor_pago": (fatura["valor_pago"], Decimal("0.00")),
        "itens": (
            [item["valor_coberto"] for item in fatura["procedimentos"]],
            emissao.coberturas,
        ),
        "coberto dos itens": (
            [item["coberto"] for item in fatura["procedimentos"]],
            [valor > 0 for valor in emissao.coberturas],
        ),
    }
    return _diferencas(emissao, achado)


def decisoes(pilha: Pilha, emissoes: Sequence[Emissao]) -> list[str]:
    """Where the database holds other than one decision of each item.

    An invoice is written once when issued and once when settled, so its version is 2, and the
    trail has one answer of the plan; two workers deciding the same items would show in both.
    """
    faltas: list[str] = []
    with conectar(pilha) as banco:
        versoes = dict(banco.execute("SELECT id, versao FROM faturamento_fatura").fetchall())
        itens = banco.execute("SELECT fatura_id, situacao FROM faturamento_item").fetchall()
        eventos = banco.execute(
            "SELECT objeto, count(*) FROM kernel_eventoauditoria"
            " WHERE evento = 'fatura.respondida_pelo_plano' GROUP BY objeto"
        ).fetchall()
    respostas = dict(eventos)
    for emissao in emissoes:
        id_fatura = emissao.fatura["id"]
        situacoes = [situacao for fatura, situacao in itens if fatura == id_fatura]
        achado = {
            "versão": (versoes.get(id_fatura), 2),
            "respostas na trilha": (respostas.get(f"faturamento.fatura:{id_fatura}"), 1),
            "itens no banco": (len(situacoes), len(emissao.itens)),
            "pendentes no banco": (situacoes.count("pendente"), 0),
        }
        faltas += _diferencas(emissao, achado)
    return faltas


class Armadilha:
    """A listening port that nobody should call."""

    def __init__(self, escuta: socket.socket) -> None:
        self._escuta = escuta
        host, porta = escuta.getsockname()
        self.endereco = (host, porta)
        self.url = f"http://{host}:{porta}/validar-procedimento"

    def chamadas(self) -> int:
        """Connections since the last time it was asked."""
        quantas = 0
        while True:
            try:
                self._escuta.accept()[0].close()
            except BlockingIOError:
                return quantas
            quantas += 1


@contextmanager
def armada() -> Iterator[Armadilha]:
    with socket.create_server(("127.0.0.1", 0)) as escuta:
        escuta.setblocking(False)
        yield Armadilha(escuta)


def _diferencas(emissao: Emissao, achado: dict[str, tuple[Any, Any]]) -> list[str]:
    return [
        f"{emissao.falha}: {nome} é {visto} em vez de {certo}"
        for nome, (visto, certo) in achado.items()
        if visto != certo
    ]


def _lotes(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[n : n + 200] for n in range(0, len(ids), 200))
