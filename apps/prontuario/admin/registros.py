"""Records in the admin: found and read, each read with its audit event."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from unfold.decorators import display

from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import Lugar, dia_e_hora, escopo_de, etiqueta, ligar
from apps.paciente.interface import paciente_service
from apps.prontuario import services
from apps.prontuario.admin.escrita import Escrita
from apps.prontuario.admin.impressao import Impressao, cpf_pontuado
from apps.prontuario.interface import ProntuarioNaoEncontrado
from apps.prontuario.models import Prontuario

ACHADOS = 200


@admin.register(Prontuario)
class ProntuarioAdmin(Escrita, Impressao):
    papeis_ver = services.PROFISSIONAL
    lugar = Lugar("Atendimento", 30, "clinical_notes", "Os registros dos seus pacientes.")
    list_display = ("quando", "paciente_ligado", "codigos", "autor", "situacao")
    date_hierarchy = "data_criacao"
    search_fields = ("paciente",)
    search_help_text = "Paciente: nome, CPF ou CNS"
    exporta = False  # clinical text leaves by its print, one record at a time
    actions_detail = ("retificar", "imprimir")

    def get_fieldsets(self, request: HttpRequest, obj: Prontuario | None = None) -> Any:
        corrige = ("retifica_ligado", "justificativa") if obj and obj.retifica_id else ()
        return [
            (
                "Paciente",
                {
                    "fields": ("paciente_ligado", "documento", "nascimento", "consulta"),
                    "description": "Como estava no dia do registro.",
                },
            ),
            (
                "Registro",
                {"fields": ("diagnosticado", "codigos_em_palavras", "tratado", "observado")},
            ),
            ("Autoria", {"fields": ("escrito_por", "quando", "situacao", *corrige, "hash")}),
        ]

    def visiveis(self, escopo: Escopo) -> QuerySet[Prontuario]:
        return services.visiveis(escopo)

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
        """The service audits the read, once a request; without a care relationship, refused."""
        lidos = vars(request).setdefault("registros_lidos", {})
        if object_id not in lidos:
            lidos[object_id] = self._ler(escopo_de(request), object_id)
        return lidos[object_id]

    def _ler(self, escopo: Escopo, object_id: str) -> Any:
        if not object_id.isdecimal():
            return None
        try:
            registro: Any = services.obter(escopo=escopo, id_prontuario=int(object_id))
        except ProntuarioNaoEncontrado:
            return None
        registro.descricoes = services.descrever_cid10(registro.cid10)
        return registro

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only the author of the newest version corrects it."""
        registro = self.get_object(request, object_id)
        if registro is None:
            return []
        do_autor = registro.id_autor == escopo_de(request).id_profissional
        cabe = {"imprimir": True, "retificar": do_autor and not registro.retificado_por}
        return [a for a in super().get_actions_detail(request, object_id) if cabe[a.path]]

    # --- columns ------------------------------------------------------------------------------

    @display(description="registrado em")
    def quando(self, registro: Prontuario) -> str | None:
        return dia_e_hora(registro.data_criacao)

    @display(description="paciente")
    def paciente_ligado(self, registro: Prontuario) -> Any:
        return ligar(registro.paciente, "paciente_paciente", registro.id_paciente)

    @display(description="CPF")
    def documento(self, registro: Prontuario) -> str | None:
        return cpf_pontuado(registro.cpf)

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

    @display(description="CID-10")
    def codigos_em_palavras(self, registro: Any) -> str:
        """Each with what it means; a code that the table lacks stands alone."""
        linhas = ((codigo, registro.descricoes.get(codigo, "")) for codigo in registro.cid10)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {}</li>", linhas))

    @display(description="diagnóstico")
    def diagnosticado(self, registro: Prontuario) -> str:
        return linebreaksbr(registro.diagnostico or "")

    @display(description="tratamento")
    def tratado(self, registro: Prontuario) -> str:
        return linebreaksbr(registro.tratamento or "")

    @display(description="observações")
    def observado(self, registro: Prontuario) -> str:
        return linebreaksbr(registro.observacoes or "")

    @display(description="versão")
    def situacao(self, registro: Prontuario) -> Any:
        if not registro.retificado_por:
            return etiqueta(f"versão {registro.versao}", "success")
        texto = etiqueta(f"retificado pelo nº {registro.retificado_por}", "warning")
        return ligar(texto, "prontuario_prontuario", registro.retificado_por)

    @display(description="retifica")
    def retifica_ligado(self, registro: Prontuario) -> Any:
        texto = f"o registro nº {registro.retifica_id}"
        return ligar(texto, "prontuario_prontuario", registro.retifica_id)
