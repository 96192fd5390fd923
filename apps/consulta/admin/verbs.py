"""The verbs of the contract's table, as dialogs of one consulta and as actions over several."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from apps.consulta import services
from apps.consulta.admin.booking import campo_de_profissional, oferecer, profissionais_de
from apps.consulta.admin.free_times import HorariosLivres, campo_de_dia, campo_de_hora
from apps.consulta.models import Consulta
from apps.consulta.serializers import ConsultaCancelamento, RemarcacaoEntrada
from apps.consulta.transicoes import TRANSICOES
from apps.kernel.admin import DialogoDoServico, dialogo, escopo_de, validar
from apps.kernel.errors import Problema

Verbo = Callable[..., Consulta]


def um(verbo: str, servico: Verbo, *, feito: str, **opcoes: Any) -> Any:
    """A dialog that asks nothing but "really?"."""

    def executar(formulario: DialogoDoServico, id: int, **dados: Any) -> Consulta:
        return servico(escopo=formulario.escopo, id_consulta=id)

    formulario = type(
        verbo.capitalize(), (DialogoDoServico,), {"feito": feito, "executar": executar}
    )
    return dialogo(formulario, permissao=verbo, caminho=verbo, **opcoes)


def varios(verbo: str, servico: Verbo, descricao: str) -> Any:
    """An action of the list: each consulta by itself, refusals told in words."""

    @action(description=descricao, permissions=[verbo])
    def fazer(pagina: Any, request: HttpRequest, consultas: QuerySet[Consulta]) -> None:
        escopo, feitas = escopo_de(request), 0
        for consulta in consultas:
            try:
                servico(escopo=escopo, id_consulta=consulta.pk)
                feitas += 1
            except Problema as problema:
                quem = f"{consulta.paciente}, {timezone.localtime(consulta.data_hora):%d/%m %H:%M}"
                messages.warning(request, f"{quem}: {problema.detalhe}")
        if feitas:
            messages.success(request, f"{descricao}: {feitas}.")

    fazer.__name__ = f"{verbo}_varias"
    return fazer


class DialogoDeCancelamento(DialogoDoServico):
    feito = "A consulta foi cancelada."
    motivo = forms.CharField(label="Motivo", widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))
    por = forms.ChoiceField(
        label="Quem cancelou",
        choices=[("", "Escolha"), *Consulta.POR],
        widget=UnfoldAdminSelectWidget,
    )

    def executar(self, id: int, **dados: Any) -> Consulta:
        return services.cancelar(
            escopo=self.escopo, id_consulta=id, **validar(ConsultaCancelamento, dados)
        )


class DialogoDeRemarcacao(DialogoDoServico):
    feito = "A consulta foi remarcada."
    id_profissional = campo_de_profissional(("", "Sem mudança"))
    livres = HorariosLivres()
    dia = campo_de_dia("Novo dia")
    hora = campo_de_hora("Nova hora")
    duracao_minutos = forms.IntegerField(
        label="Duração (min)",
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    campo_do_codigo = {"profissional_nao_encontrado": "id_profissional"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visiveis = services.visiveis(self.escopo)
        sabida = str(self.object_id).isdecimal()
        consulta = visiveis.filter(pk=self.object_id).first() if sabida else None
        if consulta is None:  # told when it is sent
            return
        atendem = profissionais_de(self.escopo, [consulta.id_clinica])
        oferecer(self.fields["id_profissional"], atendem, {})
        self.initial |= {
            "id_profissional": consulta.id_profissional,
            "duracao_minutos": consulta.duracao_minutos,
        }
        livres: Any = self.fields["livres"].widget
        livres.sabidos = {
            "id_clinica": consulta.id_clinica,
            "especialidade": consulta.especialidade,
        }

    def campo_de(self, caminho: str) -> str:
        return "hora" if caminho == "data_hora" else caminho

    def executar(self, id: int, **dados: Any) -> Consulta:
        pedido = {"data_hora": f"{dados['dia']:%Y-%m-%d}T{dados['hora']:%H:%M}"}
        for campo in ("id_profissional", "duracao_minutos"):
            if dados[campo] is not None:
                pedido[campo] = dados[campo]
        return services.remarcar(
            escopo=self.escopo, id_consulta=id, **validar(RemarcacaoEntrada, pedido)
        )


def _permissao(verbo: str) -> Any:
    """By the roles of the table; of which consulta, the service asks."""

    def tem(pagina: Any, request: HttpRequest, obj: Any = None) -> bool:
        return escopo_de(request).tem(TRANSICOES[verbo].papeis)

    return tem


class Verbos:
    """The dialogs and actions, for `ConsultaAdmin` to take."""

    has_confirmar_permission = _permissao("confirmar")
    has_chegada_permission = _permissao("chegada")
    has_iniciar_permission = _permissao("iniciar")
    has_concluir_permission = _permissao("concluir")
    has_cancelar_permission = _permissao("cancelar")
    has_faltou_permission = _permissao("faltou")
    has_remarcar_permission = _permissao("remarcar")

    actions_detail = (
        "acao_confirmar",
        "acao_chegada",
        "acao_iniciar",
        "acao_concluir",
        "acao_remarcar",
        "acao_faltou",
        "acao_cancelar",
    )
    acao_confirmar = um(
        "confirmar",
        services.confirmar,
        titulo="Confirmar",
        texto="O paciente confirmou que vem.",
        feito="A consulta está confirmada.",
        icone="check",
    )
    acao_chegada = um(
        "chegada",
        services.registrar_chegada,
        titulo="Registrar a chegada",
        botao="Chegou",
        texto="O paciente está na recepção.",
        feito="A chegada foi registrada.",
        icone="login",
    )
    acao_iniciar = um(
        "iniciar",
        services.iniciar,
        titulo="Iniciar o atendimento",
        botao="Iniciar",
        texto="O atendimento começa agora.",
        feito="O atendimento começou.",
        icone="play_arrow",
    )
    acao_concluir = um(
        "concluir",
        services.concluir,
        titulo="Concluir o atendimento",
        botao="Concluir",
        texto="O atendimento terminou.",
        feito="A consulta está realizada.",
        icone="task_alt",
    )
    acao_faltou = um(
        "faltou",
        services.registrar_falta,
        titulo="Registrar a falta",
        botao="Faltou",
        texto="O paciente não veio.",
        feito="A falta foi registrada.",
        icone="person_off",
    )
    acao_remarcar = dialogo(
        DialogoDeRemarcacao,
        titulo="Remarcar",
        texto="A consulta volta a estar agendada.",
        icone="event_repeat",
        permissao="remarcar",
        caminho="remarcar",
    )
    acao_cancelar = dialogo(
        DialogoDeCancelamento,
        titulo="Desmarcar a consulta",
        botao="Desmarcar",
        texto="Ela fica cancelada e o horário, livre.",
        icone="event_busy",
        permissao="cancelar",
        caminho="cancelar",
    )

    actions: Any = ("confirmar_varias", "chegada_varias", "faltou_varias")
    confirmar_varias = varios("confirmar", services.confirmar, "Confirmar")
    chegada_varias = varios("chegada", services.registrar_chegada, "Registrar chegada")
    faltou_varias = varios("faltou", services.registrar_falta, "Registrar falta")
