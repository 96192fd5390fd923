"""A record on paper: what CFM 1.638/2002 asks for, and the hash that says it is the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from unfold.decorators import action

from apps.consulta.interface import consulta_service
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, escopo_de
from apps.kernel.admin import imprimir as pagina_de_papel
from apps.prontuario import services
from apps.prontuario.interface import ProntuarioNaoEncontrado
from apps.prontuario.models import Prontuario
from apps.rede.interface import rede_service


class Impressao(AdminDoApp):
    """The print of one record, for `ProntuarioAdmin` to take."""

    @action(description="Imprimir", icon="print", url_path="imprimir", attrs={"target": "_blank"})
    def imprimir(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The service allows it and leaves the event (SBIS NGS1.07.03)."""
        self._exigir_leitura(request, object_id)
        if not object_id.isdecimal():
            raise ProntuarioNaoEncontrado
        escopo = escopo_de(request)
        registro = services.imprimir(escopo=escopo, id_prontuario=int(object_id))
        return pagina_de_papel(
            request,
            "prontuario/impressao.html",
            titulo="Registro de prontuário",
            timbre=_clinica(registro, escopo),
            contexto={
                "registro": registro,
                "codigos": _codigos(registro),
                "no_conselho": _registro_do_autor(registro, escopo),
                "cpf": cpf_pontuado(registro.cpf),
            },
        )


def cpf_pontuado(cpf: str | None) -> str | None:
    """`529.982.247-25`, whole: the record identifies its patient."""
    return f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}" if cpf else None


def _codigos(registro: Prontuario) -> list[tuple[str, Any]]:
    descricoes = services.descrever_cid10(registro.cid10)
    return [(codigo, descricoes.get(codigo, "")) for codigo in registro.cid10]


def _registro_do_autor(registro: Prontuario, escopo: Escopo) -> str:
    """`CRM 998101/SP` (CFM 1.638/2002 asks for it); nothing of an author whom Rede does not know."""
    autores = rede_service.obter_profissionais(ids=[registro.id_autor], escopo=escopo)
    return "".join(autor.registro for autor in autores.values())


def _clinica(registro: Prontuario, escopo: Escopo) -> str:
    """Of the consulta, where there is one within reach; else of whoever prints."""
    ids = [registro.id_consulta] if registro.id_consulta else []
    consultas = consulta_service.obter_varias(ids=ids, escopo=escopo) if ids else {}
    clinicas = [c.id_clinica for c in consultas.values()] or [escopo.primeira_clinica() or 0]
    return rede_service.obter_clinica(id_clinica=clinicas[0], escopo=escopo).nome
