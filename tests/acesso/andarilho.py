"""The walker: calls a row of the table as each of the cast and says where the answer disagrees.

It returns what it finds, one line each, so that a test can also show that it does find a door left
open. Every call is undone (a savepoint, not a transaction of ours), so each finds the same stage.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from apps.kernel.access.escopo import Papel
from tests.acesso.cenario import DESCONHECIDO, Cenario
from tests.acesso.matriz import ELENCO, Alcance, Linha
from tests.acesso.rotas import METODOS
from tests.conftest import PAPEIS, Pessoa
from tests.factories import ProfissionalFactory, UsuarioFactory, VinculoFactory

PROBLEMA = "application/problem+json"

NEGADO_A_DISTANCIA = {
    Alcance.GESTAO: (403, "sem_permissao"),
    Alcance.CUIDADO: (403, "sem_vinculo"),
    Alcance.AUTORIA: (403, "nao_e_autor"),
}


def percorrer(linha: Linha, cenario: Cenario) -> list[str]:
    """Every disagreement between a row of the table and what is served."""
    return [
        *_ninguem(linha, cenario),
        *_do_elenco(linha, cenario),
        *_da_outra_clinica(linha, cenario),
        *_com_papel_so_na_outra(linha, cenario),
    ]


def chamar(
    linha: Linha, cenario: Cenario, pessoa: Pessoa, *, id: int | None = None, metodo: str = ""
) -> Any:
    """Call a row with its valid body; what it changed is undone."""
    if id is None and linha.alvo:
        id = getattr(cenario, linha.alvo)
    corpo = linha.corpo(cenario) if linha.corpo else None
    marca = transaction.savepoint()
    try:
        metodo = metodo or linha.metodo
        if metodo in ("GET", "HEAD", "OPTIONS"):
            return pessoa.generic(metodo, linha.endereco(id))
        return pessoa._json(metodo, linha.endereco(id), corpo, {})
    finally:
        transaction.savepoint_rollback(marca)


def _ninguem(linha: Linha, cenario: Cenario) -> Iterator[str]:
    resposta = chamar(linha, cenario, cenario.elenco.ninguem)
    if linha.aberta:
        yield from _esperar(resposta, linha, "ninguem", linha.status)
    else:
        yield from _recusa(resposta, linha, "ninguem", 401, "nao_autenticado")
        if resposta.headers.get("WWW-Authenticate") != "Bearer":
            yield f"{linha} ninguem: sem WWW-Authenticate: Bearer"


def _do_elenco(linha: Linha, cenario: Cenario) -> Iterator[str]:
    for nome in ELENCO:
        resposta = chamar(linha, cenario, cenario.pessoa(nome))
        if linha.aberta or nome in linha.quem:
            yield from _esperar(resposta, linha, nome, linha.status)
        else:
            yield from _recusa(resposta, linha, nome, 403, "sem_permissao")


def _da_outra_clinica(linha: Linha, cenario: Cenario) -> Iterator[str]:
    """The other clinic's people of the permitted roles, at clinic 1's object."""
    if linha.alcance is Alcance.NENHUM:
        return
    for nome in sorted(linha.quem - {"admin"}):
        pessoa = cenario.pessoa(f"{nome}2")
        quem = f"{nome}2"
        resposta = chamar(linha, cenario, pessoa)
        desconhecida = chamar(linha, cenario, pessoa, id=DESCONHECIDO)
        if linha.alcance is Alcance.REDE:
            yield from _esperar(resposta, linha, quem, linha.status)
        elif linha.alcance in NEGADO_A_DISTANCIA:
            yield from _recusa(resposta, linha, quem, *NEGADO_A_DISTANCIA[linha.alcance])
        else:
            yield from _iguais(resposta, desconhecida, linha, quem)
        if linha.alcance is Alcance.VAZIO:
            yield from _vazia(desconhecida, linha, quem)
        else:
            yield from _nao_encontrado(desconhecida, linha, quem)


def _com_papel_so_na_outra(linha: Linha, cenario: Cenario) -> Iterator[str]:
    """People of clinic 1 whose role there does not admit the call, though their role in 2 would.

    The object is of a clinic of theirs, so it exists for them: 403, never a success.
    """
    if linha.alcance not in (Alcance.CLINICA, Alcance.GESTAO):
        return
    for aqui in sorted(set(ELENCO) - linha.quem - {"admin"}):
        for la in sorted(linha.quem & set(PAPEIS)):
            marca = transaction.savepoint()
            pessoa = _de_dois_papeis(cenario, PAPEIS[aqui], PAPEIS[la])
            resposta = chamar(linha, cenario, pessoa)
            transaction.savepoint_rollback(marca)
            yield from _recusa(resposta, linha, f"{aqui} que lá é {la}", 403, "sem_permissao")


def _de_dois_papeis(cenario: Cenario, aqui: Papel, la: Papel) -> Pessoa:
    usuario = UsuarioFactory()
    elenco = cenario.elenco
    for clinica, papel in ((elenco.clinica, aqui), (elenco.clinica2, la)):
        VinculoFactory(usuario=usuario, clinica=clinica, papel=papel)
    if Papel.PROFISSIONAL in (aqui, la):
        ProfissionalFactory(usuario=usuario, clinicas=[elenco.clinica, elenco.clinica2])
    return Pessoa(id_usuario=usuario.pk)


def metodos_que_faltam(caminho: str, linhas: list[Linha], cenario: Cenario) -> list[str]:
    """A method without a row: 405 with `Allow` for whoever is signed in, 401 for nobody.

    An open route knows nobody, so its answer is 405 for all.
    """
    proprios = {linha.metodo for linha in linhas}
    permitidos = proprios | {"OPTIONS"} | ({"HEAD"} if "GET" in proprios else set())
    linha, achados = linhas[0], []
    for metodo in set(METODOS) - proprios:
        for nome in ("ninguem", *ELENCO):
            resposta = chamar(linha, cenario, cenario.pessoa(nome), metodo=metodo)
            quem = f"{nome} ({metodo})"
            if nome == "ninguem" and not linha.aberta:
                achados += _recusa(resposta, linha, quem, 401, "nao_autenticado")
                continue
            achados += _recusa(resposta, linha, quem, 405, "metodo_nao_permitido")
            anunciados = set(filter(None, resposta.headers.get("Allow", "").split(", ")))
            if anunciados != permitidos:
                achados.append(f"{linha} {quem}: Allow {sorted(anunciados)}")
    return achados


def _esperar(resposta: Any, linha: Linha, quem: str, status: int) -> Iterator[str]:
    if resposta.status_code != status:
        yield f"{linha} {quem}: {resposta.status_code} em vez de {status}"


def _recusa(resposta: Any, linha: Linha, quem: str, status: int, codigo: str) -> Iterator[str]:
    if resposta.headers.get("Content-Type", "").split(";")[0] != PROBLEMA:
        yield f"{linha} {quem}: {resposta.status_code} que não é problem+json"
    elif (resposta.status_code, resposta.json()["codigo"]) != (status, codigo):
        recebido = f"{resposta.status_code} {resposta.json()['codigo']}"
        yield f"{linha} {quem}: {recebido} em vez de {status} {codigo}"


def _nao_encontrado(resposta: Any, linha: Linha, quem: str) -> Iterator[str]:
    if resposta.status_code != 404 or "nao_encontrad" not in resposta.json()["codigo"]:
        yield f"{linha} {quem}: {resposta.status_code} para um id que não existe"


def _vazia(resposta: Any, linha: Linha, quem: str) -> Iterator[str]:
    if resposta.status_code != 200 or resposta.json() != []:
        yield f"{linha} {quem}: devia ser uma lista vazia"


def _iguais(resposta: Any, desconhecida: Any, linha: Linha, quem: str) -> Iterator[str]:
    """The other clinic's object must not be told apart from one that does not exist."""
    if _sem_identidade(resposta) != _sem_identidade(desconhecida):
        yield f"{linha} {quem}: {resposta.status_code} diz que o objeto existe"


def _sem_identidade(resposta: Any) -> tuple[int, dict[str, str], Any]:
    corpo = resposta.json()
    if isinstance(corpo, dict):
        corpo.pop("id_requisicao", None)
    cabecalhos = {n: v for n, v in resposta.headers.items() if n != "X-Request-ID"}
    return resposta.status_code, cabecalhos, corpo
