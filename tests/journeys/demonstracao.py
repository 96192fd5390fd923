"""What the tests of the demo ask of it, and what people do to it over HTTP."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from apps.consulta.agenda import feriados_nacionais
from apps.consulta.models import Consulta
from apps.kernel.models import Usuario
from tests.conftest import Pessoa

QUARTA = datetime(2026, 3, 11, 10, 15, tzinfo=ZoneInfo("America/Sao_Paulo"))
"""When the tests load the demo."""

HOJE = QUARTA.date()
EM_ABERTO = {"agendada", "confirmada", "aguardando", "em_atendimento"}
APPS = ("kernel", "rede", "paciente", "consulta", "prontuario", "faturamento")


def carregar() -> str:
    saida = StringIO()
    call_command("carregar_demo", stdout=saida)
    return saida.getvalue()


def retrato() -> dict[str, tuple[int, str]]:
    """Rows and digest of every table, so that a difference says where it is."""
    fotos = {}
    for modelo in apps.get_models(include_auto_created=True):
        if modelo._meta.app_label in APPS:
            linhas = list(modelo._default_manager.order_by("pk").values_list())
            fotos[modelo._meta.label] = (
                len(linhas),
                hashlib.sha256(repr(linhas).encode()).hexdigest(),
            )
    return fotos


def dia_de(consulta: Consulta) -> date:
    return timezone.localdate(consulta.data_hora)


def dias_uteis(de: date, ate: date) -> set[date]:
    dias = {de + timedelta(days=n) for n in range((ate - de).days + 1)}
    return {d for d in dias if d.weekday() < 5 and d not in feriados_nacionais(d.year)}


def que_se_cruzam(consultas: Iterable[Consulta], de_quem: str) -> list[tuple[int, int]]:
    """Pairs of active consultas of the same person that overlap."""
    em_ordem = sorted(
        (c for c in consultas if c.ativa and getattr(c, de_quem)),
        key=lambda c: (getattr(c, de_quem), c.data_hora),
    )
    return [
        (uma.pk, outra.pk)
        for uma, outra in pairwise(em_ordem)
        if getattr(uma, de_quem) == getattr(outra, de_quem) and outra.data_hora < uma.fim
    ]


def ocupa(consulta: Consulta, hora: time) -> bool:
    inicio, fim = timezone.localtime(consulta.data_hora), timezone.localtime(consulta.fim)
    return inicio.time() <= hora < fim.time()


def conferir_agenda(*, hoje: date) -> None:
    """What holds of the agenda on the day of any first load."""
    consultas = list(Consulta.objects.all())
    janela = timedelta(days=14)
    assert {dia_de(c) for c in consultas} == dias_uteis(hoje - janela, hoje + janela)
    assert que_se_cruzam(consultas, "id_paciente") == []
    assert que_se_cruzam([c for c in consultas if not c.encaixe], "id_profissional") == []
    for consulta in consultas:
        inicio, fim = timezone.localtime(consulta.data_hora), timezone.localtime(consulta.fim)
        assert time(8) <= inicio.time() < fim.time() <= time(18)
        assert fim - inicio == timedelta(minutes=consulta.duracao_minutos)
        assert consulta.data_criacao < consulta.data_hora
        assert consulta.motivo or not consulta.encaixe
        assert bool(consulta.cancelada_por) == (consulta.status == "cancelada")
    passadas = Counter(c.status for c in consultas if dia_de(c) < hoje)
    assert set(passadas) == {"realizada", "faltou", "cancelada"}
    assert passadas["realizada"] > 0.75 * passadas.total()
    assert {c.status for c in consultas if dia_de(c) > hoje} == {
        "agendada",
        "confirmada",
        "cancelada",
    }


def pessoa(username: str) -> Pessoa:
    return Pessoa(id_usuario=Usuario.objects.get(username=username).pk)


def marcar(dia: date, hora: time, **campos: object) -> int:
    """The reception books for patient 1, over HTTP; the id of the consulta."""
    quando = datetime.combine(dia, hora, tzinfo=QUARTA.tzinfo).isoformat()
    corpo = {"id_paciente": 1, "data_hora": quando, "especialidade": "Clínica Médica", **campos}
    resposta = pessoa("recepcao").enviar("/consultas", corpo)
    assert resposta.status_code == 201, resposta.json()
    return resposta.json()["id"]
