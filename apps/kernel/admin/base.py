"""`AdminDoApp`: the base of every page of the admin.

Permissions are the roles of the contract, never Django's; a queryset is what the app's service
shows the caller; a change is the service's, in the service's own transaction, and the audit trail
is its record (django_admin_log stays empty: it would keep names).
"""

from typing import Any, ClassVar, NoReturn

from django.contrib import messages
from django.contrib.admin import ModelAdmin as DjangoModelAdmin
from django.contrib.admin import ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from unfold.admin import ModelAdmin, TabularInline

from apps.kernel.access.escopo import Escopo, Papel
from apps.kernel.admin.caller import escopo_de
from apps.kernel.admin.exporting import ExportaCSV, pede_exportacao
from apps.kernel.admin.forms import FormularioDoServico
from apps.kernel.admin.listing import Lista, PaginadorSemContagem, endereco_de
from apps.kernel.admin.menu import Lugar
from apps.kernel.audit import auditar


class SemTransacao(DjangoModelAdmin):
    """Django's views without Django's transaction: a question asked inside one is refused."""

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]


class AdminDoApp(ExportaCSV, ModelAdmin, SemTransacao):
    """Who sees and who edits (`papeis_ver`, `papeis_editar`), what exists for them (`visiveis`)."""

    papeis_ver: ClassVar[frozenset[Papel]] = frozenset()
    papeis_editar: ClassVar[frozenset[Papel]] = frozenset()
    do_administrador: ClassVar[bool] = False
    """The technical administrator, who has no role in any clinic, sees and edits it too."""
    lugar: ClassVar[Lugar]

    paginator = PaginadorSemContagem
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # they count the whole table
    list_per_page = 50
    list_disable_select_all = True
    list_filter_submit = True
    sortable_by: ClassVar[tuple[str, ...]] = ()
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    empty_value_display = "—"
    change_form_before_template = "kernel/admin/versao.html"

    # --- who ----------------------------------------------------------------------------------

    def pode_ver(self, escopo: Escopo) -> bool:
        return escopo.tem(self.papeis_ver) or (self.do_administrador and escopo.superusuario)

    def pode_editar(self, escopo: Escopo, objeto: Any = None) -> bool:
        """`objeto` is None when the question is about any of them."""
        return escopo.tem(self.papeis_editar) or (self.do_administrador and escopo.superusuario)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.pode_ver(escopo_de(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.pode_editar(escopo_de(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.pode_editar(escopo_de(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        self._exigir_leitura(request)
        if self.exporta and pede_exportacao(request):
            return self._exportar_o_que_a_lista_mostra(request)
        return super().changelist_view(request, extra_context)

    def _exportar_o_que_a_lista_mostra(self, request: HttpRequest) -> HttpResponseBase:
        try:
            lista: Any = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        return self.exportar(request, lista.queryset)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        self._exigir_leitura(request, object_id or "*")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        self._exigir_leitura(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Nothing is deleted."""
        self._recusar(request, object_id)

    def _exigir_leitura(self, request: HttpRequest, alvo: str = "*") -> None:
        if not self.has_view_permission(request):
            self._recusar(request, alvo)

    def _recusar(self, request: HttpRequest, alvo: str = "*") -> NoReturn:
        """A refusal is an event, as in the API. Raises PermissionDenied."""
        objeto = f"{self.opts.app_label}.{self.opts.model_name}:{alvo}"[:80]
        auditar("acesso_negado", escopo=escopo_de(request), objeto=objeto, permitido=False)
        raise PermissionDenied

    # --- what ---------------------------------------------------------------------------------

    def visiveis(self, escopo: Escopo) -> QuerySet[Any]:
        """What exists for the caller, by the app's own service."""
        raise NotImplementedError

    def procurar(self, linhas: QuerySet[Any], texto: str, escopo: Escopo) -> QuerySet[Any]:
        """The rows that a search finds, by the app's own search."""
        raise NotImplementedError

    def resumo(self, escopo: Escopo) -> str | None:
        """What is going on, for the first page: one cheap question, or nothing."""
        return None

    def ao_listar(self, request: HttpRequest, linhas: list[Any]) -> None:
        """Told which rows a page shows, before it does: to audit them, to ask for names in bulk."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.visiveis(escopo_de(request)).order_by(*self.get_ordering(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return self.procurar(queryset, search_term, escopo_de(request)), False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters that the page offers: another column's would be guessed letter by letter."""
        filtros = {
            filtro[0] if isinstance(filtro, tuple) else getattr(filtro, "parameter_name", filtro)
            for filtro in self.list_filter
        }
        return lookup.split("__")[0] in filtros | {self.date_hierarchy}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Lista]:
        return Lista

    # --- change -------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        formulario = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(formulario, FormularioDoServico):
            formulario.escopo = escopo_de(request)  # a class of this request only
        return formulario

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Without the buttons that open another page's form in a window."""
        campo = super().formfield_for_dbfield(db_field, request, **kwargs)
        if campo is not None and isinstance(campo.widget, RelatedFieldWidgetWrapper):
            campo.widget = campo.widget.widget
        return campo

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A choice that has no default is made by the person, not by the order of the list."""
        kwargs.setdefault(
            "choices",
            db_field.get_choices(
                include_blank=db_field.blank or not db_field.has_default(),
                blank_choice=[("", "Escolha")],
            ),
        )
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """The form's service has saved it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The form's service has saved it."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The service has audited it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The service has audited it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing is deleted."""

    def concluir(
        self, request: HttpRequest, texto: str, object_id: str | None = None
    ) -> HttpResponse:
        """Say what was done and go to the object's page, or to the list (htmx follows a header)."""
        messages.success(request, texto)
        rota = f"{self.opts.app_label}_{self.opts.model_name}"
        pagina = endereco_de(rota, int(object_id)) if object_id else None
        destino = pagina or reverse(f"admin:{rota}_changelist")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": destino})
        return HttpResponseRedirect(destino)


class InlineDeLeitura(TabularInline):
    """Parts of an object, shown with it to whoever may see it."""

    extra = 0
    max_num = 0
    can_delete = False
    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
