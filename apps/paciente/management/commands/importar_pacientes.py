import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Field, Serializer

from apps.kernel.access.accounts import escopo_do_usuario
from apps.kernel.fields import Data
from apps.kernel.imports.command import ComandoDeImportacao
from apps.kernel.imports.report import LinhaRecusada, Relato
from apps.kernel.imports.sheet import Planilha, ler_planilha
from apps.kernel.problem import achatar
from apps.paciente import services
from apps.paciente.serializers import PacienteEntrada

DIA_MES_ANO = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
ENTRADA = PacienteEntrada()
"""The API's own form, used once for each line."""


def _colunas(entrada: Serializer, prefixo: str = "") -> Iterator[tuple[str, Field]]:
    """The form's fields as names of columns: `nome`, `endereco.cep`."""
    for nome, campo in entrada.fields.items():
        if isinstance(campo, Serializer):
            yield from _colunas(campo, f"{prefixo}{nome}.")
        else:
            yield f"{prefixo}{nome}", campo


COLUNAS = dict(_colunas(ENTRADA))
OBRIGATORIAS = [nome for nome, campo in COLUNAS.items() if campo.required]


class Command(ComandoDeImportacao):
    help = "Cadastra os pacientes de um CSV cujas colunas têm os nomes da API (endereco.cep, …)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--usuario", required=True, help="Em nome de quem (recepção ou gestão)."
        )
        parser.add_argument(
            "--simular",
            action="store_true",
            help="Diz todos os problemas de todas as linhas e não grava nada.",
        )

    def importar(self, *, arquivo: Path, tudo_ou_nada: bool, **opcoes: Any) -> Relato:
        escopo = escopo_do_usuario(username=opcoes["usuario"])
        planilha = ler_planilha(arquivo, obrigatorias=OBRIGATORIAS, opcionais=COLUNAS)
        fichas, recusadas = self._ler(planilha)
        return services.importar(
            escopo=escopo,
            fichas=fichas,
            recusadas=recusadas,
            simular=opcoes["simular"],
            tudo_ou_nada=tudo_ou_nada,
            acompanhar=self.acompanhar,
        )

    def _ler(self, planilha: Planilha) -> tuple[list[services.Ficha], list[LinhaRecusada]]:
        """Every line as the service takes it, and every problem of every field."""
        fichas, recusadas = [], list(planilha.recusadas)
        for linha in self.acompanhar(planilha.linhas, "Lendo"):
            dados: dict[str, Any] | None = None
            try:
                dados = ENTRADA.run_validation(_corpo(linha.campos))
            except ValidationError as erro:
                recusadas += [
                    LinhaRecusada(linha.numero, problema.campo, problema.mensagem)
                    for problema in achatar(erro.detail)
                ]
            documentos = services.ler_documentos(linha.campos)
            fichas.append(services.Ficha(numero=linha.numero, campos=dados, **documentos))
        return fichas, recusadas


def _corpo(campos: Mapping[str, str]) -> dict[str, Any]:
    """The line as the API's body: `endereco.cep` is a member of `endereco`, what is empty is absent."""
    corpo: dict[str, Any] = {}
    for coluna, texto in campos.items():
        if not texto:
            continue
        objeto, _, membro = coluna.rpartition(".")
        onde = corpo.setdefault(objeto, {}) if objeto else corpo
        onde[membro] = _em_iso(texto) if isinstance(COLUNAS[coluna], Data) else texto
    return corpo


def _em_iso(texto: str) -> str:
    """`31/12/1980` as `1980-12-31`; anything else as it is, for the form to judge."""
    return DIA_MES_ANO.sub(r"\3-\2-\1", texto) if DIA_MES_ANO.fullmatch(texto) else texto
