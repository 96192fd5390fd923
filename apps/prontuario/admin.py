"""Prontuário in the admin: read and nothing else, each read with its audit event."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import AdminDoApp, Lugar, dia_e_hora, escopo_de, etiqueta, ligar
from apps.paciente.interface import paciente_service
from apps.prontuario import services
from apps.prontuario.interface import ProntuarioNaoEncontrado
from apps.prontuario.models import Prontuario

ACHADOS = 200


@admin.register(Prontuario)
class ProntuarioAdmin(AdminDoApp):
    papeis_ver = services.PROFISSIONAL
    lugar = Lugar("Atendimento", 30, "clinical_notes", "Os registros dos seus pacientes.")
    list_display = ("quando", "paciente_ligado", "codigos", "autor", "situacao")
    search_fields = ("paciente",)
    search_help_text = "Paciente: nome, CPF ou CNS"
    fieldsets = (
        (
            "Paciente",
            {
                "fields": ("paciente_ligado", "documento", "nascimento", "consulta"),
                "description": "Como estava no dia do registro.",
            },
        ),
        ("Registro", {"fields": ("diagnostico", "codigos", "tratamento", "observacoes")}),
        (
            "Autoria",
            {"fields": ("escrito_por", "quando", "situacao", "retifica", "justificativa", "hash")},
        ),
    )

    def visiveis(self, escopo: Escopo) -> QuerySet[Prontuario]:
        return services.listar(escopo=escopo)

    def procurar(
        self, linhas: QuerySet[Prontuario], texto: str, escopo: Escopo
    ) -> QuerySet[Prontuario]:
        achados = paciente_service.buscar(texto=texto, escopo=escopo, limite=ACHADOS)
        return linhas.filter(id_paciente__in=[paciente.id for paciente in achados])

    def ao_listar(self, request: HttpRequest, linhas: list[Prontuario]) -> None:
        services.auditar_leitura(escopo=escopo_de(request), lidos=linhas)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: Any = None
    ) -> Prontuario | None:
        """The service audits the read; without a care relationship, a refused one."""
        if not object_id.isdecimal():
            return None
        try:
            return services.obter(escopo=escopo_de(request), id_prontuario=int(object_id))
        except ProntuarioNaoEncontrado:
            return None

    @display(description="registrado em")
    def quando(self, registro: Prontuario) -> str | None:
        return dia_e_hora(registro.data_criacao)

    @display(description="paciente")
    def paciente_ligado(self, registro: Prontuario) -> Any:
        return ligar(registro.paciente, "paciente_paciente", registro.id_paciente)

    @display(description="CPF")
    def documento(self, registro: Prontuario) -> str | None:
        cpf = registro.cpf
        return f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}" if cpf else None

    @display(description="nascimento")
    def nascimento(self, registro: Prontuario) -> str:
        return f"{registro.data_nascimento:%d/%m/%Y}"

    @display(description="consulta")
    def consulta(self, registro: Prontuario) -> Any:
        numero = registro.id_consulta
        return ligar(f"nº {numero}", "consulta_consulta", numero) if numero else None

    @display(description="autor")
    def escrito_por(self, registro: Prontuario) -> str:
        return registro.autor

    @display(description="CID-10")
    def codigos(self, registro: Prontuario) -> str:
        return ", ".join(registro.cid10)

    @display(description="versão")
    def situacao(self, registro: Prontuario) -> str:
        if registro.retificado_por:
            return etiqueta(f"retificado pelo nº {registro.retificado_por}", "warning")
        return etiqueta(f"versão {registro.versao}", "success")
