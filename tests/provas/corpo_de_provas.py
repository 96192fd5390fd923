"""The whole malformed corpus of a stage: every case, and who sends it."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from tests.provas.malformados import cabecalhos, campos, enderecos, parametros, sintaxe
from tests.provas.malformados.campos import A_MAIS, Campo
from tests.provas.malformados.caso import JSON, RECUSA_DO_CORPO, Caso, escrever
from tests.provas.palco import Operacao, Palco

RECUSA = frozenset({400, 401, 403, 404, 409, 413, 429})
DO_CAMPO = frozenset({400, 401, 413, 429})
"""A wrong body is told before anything else is looked at (401 and 429: the sign-in's own)."""

DO_METODO = {"OPTIONS": frozenset({200}), "HEAD": frozenset({200, 403})}
"""What every path answers by itself; HEAD, what GET would."""


def de_escrita(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    """The cases of an operation that takes a body."""
    yield from _da_sintaxe(palco, operacao)
    yield from _do_esquema(palco, operacao)
    yield from _a_mais(palco, operacao)
    yield from _dos_cabecalhos(palco, operacao)


def de_procura(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    """The cases of a list, or of another read with a query string."""
    alvo = palco.alvo(operacao)
    for nome, consulta in parametros.recusadas(operacao.parametros):
        yield _caso(
            operacao,
            nome,
            f"{alvo}?{consulta}",
            espera=frozenset({400}),
            codigo="parametro_invalido",
        )
    for nome, consulta in parametros.suspeitas(operacao.parametros):
        yield _caso(operacao, nome, f"{alvo}?{consulta}")


def de_endereco() -> Iterator[Caso]:
    """Paths that no operation has."""
    for nome, caminho in enderecos.CAMINHOS.items():
        yield Caso(nome=nome, operacao="", metodo="GET", alvo=caminho)


def de_metodo(palco: Palco) -> Iterator[Caso]:
    """Every path of the document, by methods that it does not have."""
    for caminho in sorted({operacao.caminho for operacao in palco.operacoes}):
        donas = {o.metodo: o for o in palco.operacoes if o.caminho == caminho}
        alvo = palco.alvo(next(iter(donas.values())))
        for metodo in (*enderecos.METODOS, *enderecos.MINUSCULOS):
            dona = donas.get(metodo.upper())
            if dona is None:
                espera = DO_METODO.get(metodo, frozenset({405}))
                if metodo == "HEAD" and "GET" not in donas:
                    espera = frozenset({405})
                yield Caso(nome=metodo, operacao="", metodo=metodo, alvo=alvo, espera=espera)
            elif metodo in enderecos.MINUSCULOS:
                yield Caso(nome=metodo, operacao=str(dona), metodo=metodo, alvo=alvo)
        for metodo in enderecos.ANTES_DO_APP:
            yield Caso(nome=metodo, operacao="", metodo=metodo, alvo=alvo, antes_do_app=True)


def _da_sintaxe(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    alvo = palco.alvo(operacao)
    for nome, corpo in sintaxe.corpos(palco.corpo(operacao)):
        yield _caso(operacao, nome, alvo, corpo, espera=RECUSA_DO_CORPO)
    yield _caso(operacao, "vazio", alvo)
    yield _caso(operacao, "objeto vazio", alvo, b"{}")


def _do_esquema(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    esquema = _esquema_do_corpo(palco, operacao)
    if esquema is None:
        return
    alvo = palco.alvo(operacao)
    for campo in campos.campos_de(esquema, _resolver(palco)):
        for nome, valor in campos.recusados(campo):
            espera = DO_CAMPO if not (nome == "ausente" and operacao.metodo == "PATCH") else None
            yield from _com(palco, operacao, alvo, campo, nome, valor, espera=espera)
        yield from _textos(palco, operacao, alvo, campo)
        yield from _de_outra_clinica(palco, operacao, alvo, campo)


def _textos(palco: Palco, operacao: Operacao, alvo: str, campo: Campo) -> Iterator[Caso]:
    for nome, texto, proibido in campos.textos_livres(campo):
        # A field of several lines takes line breaks; the document does not tell them apart.
        espera = RECUSA if proibido and "\n" not in texto else None
        eco = (
            (str(campo), unicodedata.normalize("NFC", texto.strip()))
            if len(campo.caminho) == 1
            else None
        )
        yield from _com(
            palco, operacao, alvo, campo, nome, texto, espera=espera, eco=None if proibido else eco
        )


def _de_outra_clinica(palco: Palco, operacao: Operacao, alvo: str, campo: Campo) -> Iterator[Caso]:
    """Ids that exist, and not for the caller; and ids that nothing has."""
    nome = str(campo)
    if campo.tipo == "integer" and nome.startswith("id_"):
        yield from _com(palco, operacao, alvo, campo, "id de ninguém", 2**63 - 1, espera=RECUSA)
        if nome in palco.alheios:
            alheio = palco.alheios[nome]
            yield from _com(
                palco, operacao, alvo, campo, "id de outra clínica", alheio, espera=RECUSA
            )


def _com(
    palco: Palco, operacao: Operacao, alvo: str, campo: Campo, nome: str, valor: Any, **resto: Any
) -> Iterator[Caso]:
    corpo = campos.com(palco.corpo(operacao), campo.caminho, valor)
    if corpo is not None:
        yield _caso(operacao, f"{campo}: {nome}", alvo, escrever(corpo), **resto)


def _a_mais(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    """Members that the body does not have, those that only the answer has among them."""
    alvo = palco.alvo(operacao)
    esquema = _esquema_do_corpo(palco, operacao)
    tem = set(palco.documento.propriedades(esquema)) if esquema else set()
    intrusos = {**_do_que_se_responde(palco, operacao), **A_MAIS}
    for nome, valor in intrusos.items():
        if nome not in tem:
            corpo = escrever({**palco.corpo(operacao), nome: valor})
            yield _caso(
                operacao, f"a mais: {nome[:30]!r}", alvo, corpo,
                espera=frozenset({400}), codigo="campo_desconhecido",
            )  # fmt: skip


def _esquema_do_corpo(palco: Palco, operacao: Operacao) -> dict[str, Any] | None:
    """Of the JSON body; None where there is none."""
    conteudo = operacao.bruta.get("requestBody", {}).get("content", {})
    return conteudo.get("application/json", {}).get("schema")


def _do_que_se_responde(palco: Palco, operacao: Operacao) -> dict[str, Any]:
    """The members of the answer's example: read only, each."""
    for status in ("200", "201"):
        conteudo = palco.documento.respostas(str(operacao), status).get("application/json", {})
        for exemplo in conteudo.get("examples", {}).values():
            return dict(exemplo["value"])
    return {}


def _dos_cabecalhos(palco: Palco, operacao: Operacao) -> Iterator[Caso]:
    alvo = palco.alvo(operacao)
    valido = json.dumps(palco.corpo(operacao)).encode()
    for variacao in cabecalhos.variacoes(valido):
        corpo = variacao.corpo
        if corpo is None:
            corpo = json.dumps(palco.corpo(operacao)).encode()
        yield Caso(
            nome=variacao.nome,
            operacao=str(operacao),
            metodo=operacao.metodo,
            alvo=alvo,
            corpo=corpo,
            cabecalhos=variacao.cabecalhos,
            espera=variacao.espera,
        )


def _caso(operacao: Operacao, nome: str, alvo: str, corpo: bytes = b"", **resto: Any) -> Caso:
    cabecalhos_ = JSON if operacao.escreve else {}
    return Caso(
        nome=nome, operacao=str(operacao), metodo=operacao.metodo, alvo=alvo, corpo=corpo,
        cabecalhos=cabecalhos_, **resto,
    )  # fmt: skip


def _resolver(palco: Palco) -> Any:
    def resolver(esquema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in esquema:
            return palco.bruto["components"]["schemas"][esquema["$ref"].rsplit("/", 1)[-1]]
        return esquema

    return resolver
