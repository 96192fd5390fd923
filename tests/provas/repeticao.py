"""Many POSTs at once with one Idempotency-Key: what came of them, and what had to come."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

import httpx

from tests.kernel.paralelo import ao_mesmo_tempo
from tests.provas.clinica import Equipe
from tests.provas.criacoes import Criacao

SIMULTANEOS = 50


@dataclass
class Repeticao:
    """A POST and its key; `respostas` to the 50 sent at once, `feitos` is how many things exist."""

    criacao: Criacao
    chave: str = field(default_factory=lambda: uuid.uuid4().hex)
    respostas: list[httpx.Response] = field(default_factory=list)
    feitos: int = 0

    def enviar(self, equipe: Equipe) -> None:
        """All at once; who is told `em_andamento` asks again, as the contract says."""
        self.respostas = ao_mesmo_tempo(SIMULTANEOS, lambda n: self.pedir(equipe))
        self.respostas += [
            self.pedir(equipe) for r in self.respostas if codigo(r) == (409, "em_andamento")
        ]
        self.feitos = self.criacao.contar()

    def pedir(
        self, equipe: Equipe, *, outra_pessoa: bool = False, outro_corpo: bool = False
    ) -> httpx.Response:
        criacao = self.criacao
        return equipe[criacao.outra if outra_pessoa else criacao.quem].post(
            criacao.caminho,
            json=criacao.outro_corpo if outro_corpo else criacao.corpo,
            headers={"Idempotency-Key": self.chave},
        )

    @property
    def codigos(self) -> Counter[tuple[int, str]]:
        """How many answers of each status: with `codigo`, or "repetida", or "primeira"."""
        return Counter(map(codigo, self.respostas))

    @property
    def primeira(self) -> httpx.Response:
        """The answer of who did the work."""
        return next(r for r in self.respostas if r.is_success and not repetida(r))


def exigir_um_so(repeticao: Repeticao) -> None:
    """The proof: one thing made by one request, and all the others got that answer."""
    codigos = repeticao.codigos
    em_andamento = codigos.pop((409, "em_andamento"), 0)
    status = repeticao.criacao.status
    esperados = {(status, "primeira"): 1, (status, "repetida"): SIMULTANEOS - 1}
    caminho = repeticao.criacao.caminho
    assert codigos == esperados, f"{caminho}: {dict(codigos)} e {em_andamento} em andamento"
    assert repeticao.feitos == 1, f"{caminho}: {repeticao.feitos} em vez de um"
    corpos = {r.content for r in repeticao.respostas if r.is_success}
    assert len(corpos) == 1, f"{caminho}: {len(corpos)} corpos diferentes"


def exigir_a_mesma_resposta(repeticao: Repeticao, equipe: Equipe) -> None:
    """The key still answers as it did first, refuses another body, and nothing new was made."""
    antes = repeticao.criacao.contar()
    de_novo = repeticao.pedir(equipe)
    assert (codigo(de_novo), de_novo.content) == (
        (repeticao.criacao.status, "repetida"),
        repeticao.primeira.content,
    )
    assert codigo(repeticao.pedir(equipe, outro_corpo=True)) == (422, "chave_reutilizada")
    assert repeticao.criacao.contar() == antes


def exigir_que_seja_de_quem_pediu(repeticao: Repeticao, equipe: Equipe) -> None:
    """Another person's request with the same key is one of its own, whatever comes of it."""
    de_outra = repeticao.pedir(equipe, outra_pessoa=True)
    assert not repetida(de_outra)
    assert de_outra.content != repeticao.primeira.content
    assert de_outra.is_success or codigo(de_outra)[1] in PROPRIOS_MOTIVOS, de_outra.text


PROPRIOS_MOTIVOS = {"horario_ocupado", "nao_e_autor", "fatura_existente"}
"""Why somebody else's request may be refused: what the first made is in its way."""


def repetida(resposta: httpx.Response) -> bool:
    return resposta.headers.get("Idempotency-Replayed") == "true"


def codigo(resposta: httpx.Response) -> tuple[int, str]:
    if resposta.is_success:
        return resposta.status_code, "repetida" if repetida(resposta) else "primeira"
    return resposta.status_code, resposta.json()["codigo"]
