"""Accounts and their roles, for the technical administrator alone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminPasswordWidget

from apps.kernel.access import accounts
from apps.kernel.access.escopo import Escopo
from apps.kernel.admin import (
    AdminDoApp,
    DialogoDoServico,
    FormularioDoServico,
    Lugar,
    dia_e_hora,
    dialogo,
    procurar_em_memoria,
)
from apps.kernel.models import Usuario
from apps.rede import services
from apps.rede.models import Vinculo


def _senha(rotulo: str, ajuda: str = "") -> forms.CharField:
    return forms.CharField(
        label=rotulo,
        strip=False,
        help_text=ajuda,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )


class ComSenha:
    """Two equal and good passwords (AUTH_PASSWORD_VALIDATORS)."""

    cleaned_data: dict[str, Any]

    def clean_confirmacao(self) -> str:
        senha, confirmacao = self.cleaned_data.get("senha"), self.cleaned_data["confirmacao"]
        if senha is None:
            return confirmacao
        if senha != confirmacao:
            raise forms.ValidationError("As duas senhas não são iguais.")
        validate_password(senha, Usuario(username=self.cleaned_data.get("username", "")))
        return confirmacao


class FormularioDeNovaConta(ComSenha, FormularioDoServico):
    senha = _senha("Senha", "Pelo menos 12 caracteres, que não sejam só números.")
    confirmacao = _senha("A mesma senha")

    campo_do_codigo = {"username_duplicado": "username"}

    class Meta:
        model = Usuario
        fields = ("username", "nome", "is_staff")

    def gravar(self) -> Usuario:
        campos = self.dados(("username", "nome", "is_staff", "senha"))
        return accounts.abrir_conta(escopo=self.escopo, **campos)


class FormularioDeConta(FormularioDoServico):
    class Meta:
        model = Usuario
        fields = ("nome", "is_active", "is_staff")

    def gravar(self) -> Usuario:
        campos = self.dados(self.Meta.fields)
        return accounts.alterar_conta(escopo=self.escopo, id_usuario=self.instance.pk, **campos)


class DialogoDeSenha(ComSenha, DialogoDoServico):
    feito = "A senha foi trocada; as entradas anteriores deixaram de valer."
    senha = _senha("Nova senha")
    confirmacao = _senha("A mesma senha")

    def executar(self, id: int, **dados: Any) -> Usuario:
        return accounts.trocar_senha(escopo=self.escopo, id_usuario=id, senha=dados["senha"])


@admin.register(Usuario)
class UsuarioAdmin(AdminDoApp):
    do_administrador = True
    lugar = Lugar("Contas", 70, "person", "Quem entra no sistema.")
    list_display = ("username", "nome", "papeis", "situacao")
    list_filter = (("is_active", BooleanRadioFilter), ("is_staff", BooleanRadioFilter))
    search_fields = ("username", "nome")
    search_help_text = "Usuário ou nome"
    actions_detail = ("trocar_senha",)

    trocar_senha = dialogo(
        DialogoDeSenha,
        titulo="Trocar a senha",
        texto="A pessoa terá de entrar de novo em todos os lugares.",
        icone="key",
        permissao="change",
    )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = FormularioDeConta if change else FormularioDeNovaConta
        return super().get_form(request, obj, change=change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True}

    def get_fieldsets(self, request: HttpRequest, obj: Usuario | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("username", "nome", "is_staff", "senha", "confirmacao")})]
        campos = ("username", "nome", "is_active", "is_staff", "papeis", "criado")
        return [(None, {"fields": campos})]

    def get_readonly_fields(self, request: HttpRequest, obj: Usuario | None = None) -> Any:
        return () if obj is None else ("username", "papeis", "criado")

    def visiveis(self, escopo: Escopo) -> QuerySet[Usuario]:
        return Usuario.objects.prefetch_related("vinculos__clinica")

    def procurar(self, linhas: QuerySet[Usuario], texto: str, escopo: Escopo) -> QuerySet[Usuario]:
        return procurar_em_memoria(linhas, texto, "username", "nome")

    @display(description="papéis")
    def papeis(self, usuario: Usuario) -> str:
        if usuario.is_superuser:
            return "Administração técnica"
        return "; ".join(str(vinculo) for vinculo in usuario.vinculos.all()) or "Nenhum papel"

    @display(description="situação", label={"ativo": "success", "inativo": "danger"})
    def situacao(self, usuario: Usuario) -> str:
        return "ativo" if usuario.is_active else "inativo"

    @display(description="criado em")
    def criado(self, usuario: Usuario) -> str | None:
        return dia_e_hora(usuario.data_criacao)


class FormularioDeVinculo(FormularioDoServico):
    class Meta:
        model = Vinculo
        fields = ("usuario", "clinica", "papel")

    def gravar(self) -> Vinculo:
        dados = self.cleaned_data
        novo = self.instance.pk is None
        return services.dar_papel(
            escopo=self.escopo,
            id_usuario=dados["usuario"].pk if novo else self.instance.usuario_id,
            id_clinica=dados["clinica"].pk if novo else self.instance.clinica_id,
            papel=dados["papel"],
        )


class DialogoDeRevogacao(DialogoDoServico):
    feito = "O papel foi tirado."

    def executar(self, id: int, **dados: Any) -> None:
        services.tirar_papel(escopo=self.escopo, id_vinculo=id)


@admin.register(Vinculo)
class VinculoAdmin(AdminDoApp):
    do_administrador = True
    lugar = Lugar("Contas", 71, "badge", "Que papel cada pessoa tem em cada clínica.")
    form = FormularioDeVinculo
    list_display = ("usuario", "papel_em_cores", "clinica")
    list_filter = (("papel", ChoicesDropdownFilter),)
    search_fields = ("usuario__username",)
    search_help_text = "Usuário, nome ou clínica"
    autocomplete_fields = ("usuario",)
    fields = ("usuario", "clinica", "papel")
    actions_detail = ("revogar",)

    revogar = dialogo(
        DialogoDeRevogacao,
        titulo="Tirar este papel",
        texto="A pessoa perde o acesso a esta clínica em até 2 segundos.",
        icone="person_remove",
        permissao="change",
        some=True,
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Vinculo | None = None) -> Any:
        return () if obj is None else ("usuario", "clinica")

    def visiveis(self, escopo: Escopo) -> QuerySet[Vinculo]:
        return Vinculo.objects.select_related("usuario", "clinica")

    def procurar(self, linhas: QuerySet[Vinculo], texto: str, escopo: Escopo) -> QuerySet[Vinculo]:
        return procurar_em_memoria(
            linhas, texto, "usuario__username", "usuario__nome", "clinica__nome"
        )

    @display(
        description="papel",
        label={
            "Recepção": "info",
            "Profissional": "success",
            "Faturamento": "warning",
            "Gestão": "primary",
        },
    )
    def papel_em_cores(self, vinculo: Vinculo) -> str:
        return vinculo.get_papel_display()
