"""What an `interface` may show: frozen data, errors, facts, one Protocol, one service object."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.arvore import Modulo, chamada, modulos

DO_PACIENTE = {
    "paciente", "nome", "nome_social", "nome_mae", "cpf", "cns", "passaporte", "data_nascimento",
    "telefone", "email", "endereco", "diagnostico", "cid10", "tratamento", "observacoes", "motivo",
}  # fmt: skip
"""Fields that tell who a patient is or how they are: never in a repr, so never in a log line."""

DE_QUEM_ATENDE = {"ProfissionalData", "ClinicaData"}
"""Types about staff and organisations, whose names are public."""


def interface_so_mostra_dado(raiz: Path) -> list[str]:
    """An `interface` holds frozen dataclasses, Problemas, Fatos, one Protocol, one service object."""
    return [achado for modulo in _interfaces(raiz) for achado in _indevidos(modulo, raiz)]


def _indevidos(modulo: Modulo, raiz: Path) -> Iterator[str]:
    problemas = _problemas(raiz)
    protocolos, servicos = [], []
    for no in modulo.arvore.body:
        if isinstance(no, ast.ClassDef):
            bases = {ast.unparse(base) for base in no.bases}
            if "Protocol" in bases:
                protocolos.append(no.name)
            elif bases & problemas:
                problemas.add(no.name)
            elif not _congelada(no):
                yield modulo.em(no, f"{no.name} não é dado congelado, Problema, Fato nem Protocol")
        elif _nomes(no) == ["__all__"] or _e_importacao_ou_texto(no):
            continue
        elif _nomes(no) == [f"{modulo.app}_service"] and chamada(_valor(no)) == "connect":
            servicos.append(modulo.app)
        else:
            yield modulo.em(no, "nem tipo nem a porta")
    if len(protocolos) != 1 or len(servicos) != 1:
        yield modulo.em(modulo.arvore, "uma interface tem um Protocol e um objeto de serviço")


def dado_de_paciente_fora_do_repr(raiz: Path) -> list[str]:
    """Patient data in an interface's dataclass has `repr=False`."""
    return [
        modulo.em(campo, f"{classe.name}.{campo.target.id} aparece no repr")
        for modulo in _interfaces(raiz)
        for classe in modulo.arvore.body
        if isinstance(classe, ast.ClassDef) and classe.name not in DE_QUEM_ATENDE
        for campo in classe.body
        if isinstance(campo, ast.AnnAssign)
        and isinstance(campo.target, ast.Name)
        and campo.target.id in DO_PACIENTE
        and "repr=False" not in ast.unparse(campo)
    ]


def fato_diz_quem_conta(raiz: Path) -> list[str]:
    """A fact lives in the interface of the app that tells it, and carries ids: no text of a person."""
    return [
        modulo.em(classe, f"{classe.name} {erro}")
        for modulo in modulos(raiz, "apps")
        if modulo.app != "kernel"
        for classe in ast.walk(modulo.arvore)
        if isinstance(classe, ast.ClassDef) and any("Fato" in ast.unparse(b) for b in classe.bases)
        for erro in _erros_do_fato(modulo, classe)
    ]


def _erros_do_fato(modulo: Modulo, classe: ast.ClassDef) -> Iterator[str]:
    campos = [c for c in classe.body if isinstance(c, ast.AnnAssign)]
    origens = [ast.unparse(c.value) for c in campos if _nomes(c) == ["origem"] and c.value]
    if modulo.sala != "interface":
        yield "não está na interface"
    if origens != [repr(modulo.app)]:
        yield "não diz a sua origem"
    if any(
        "ClassVar" not in ast.unparse(c.annotation) and "str" in ast.unparse(c.annotation)
        for c in campos
    ):
        yield "leva texto"


def _interfaces(raiz: Path) -> Iterator[Modulo]:
    return (m for m in modulos(raiz, "apps") if m.sala == "interface")


def _problemas(raiz: Path) -> set[str]:
    """The names of the kernel's errors: Problema and whatever descends from it."""
    conhecidos = {"Problema"}
    for no in next(m for m in modulos(raiz, "apps/kernel") if m.sala == "errors").arvore.body:
        if isinstance(no, ast.ClassDef) and {ast.unparse(b) for b in no.bases} & conhecidos:
            conhecidos.add(no.name)
    return conhecidos


def _congelada(classe: ast.ClassDef) -> bool:
    return any(
        chamada(decorador) == "dataclass" and "frozen=True" in ast.unparse(decorador)
        for decorador in classe.decorator_list
    )


def _nomes(no: ast.AST) -> list[str]:
    alvos = no.targets if isinstance(no, ast.Assign) else [getattr(no, "target", None)]
    return [alvo.id for alvo in alvos if isinstance(alvo, ast.Name)]


def _valor(no: ast.AST) -> ast.AST:
    return getattr(no, "value", None) or no


def _e_importacao_ou_texto(no: ast.AST) -> bool:
    return isinstance(no, ast.Import | ast.ImportFrom) or (
        isinstance(no, ast.Expr) and isinstance(no.value, ast.Constant)
    )
