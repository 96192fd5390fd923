"""Consultas, and the working hours, absences and holidays that decide when there may be one."""

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from apps.consulta.agenda import DURACAO_MAXIMA
from apps.consulta.transicoes import INATIVOS, Status
from apps.kernel.exclusion import SemSobreposicao
from apps.kernel.models import Versionado
from apps.kernel.months import Mes
from apps.kernel.text import TextoDobrado
from apps.kernel.triggers import Gatilho


class PeriodoTs(Func):
    """`tstzrange(data_hora, fim, '[)')`: half-open, so 10:00-10:30 and 10:30-11:00 do not clash."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Consulta(Versionado):
    STATUS: ClassVar[list[tuple[str, str]]] = [
        (Status.AGENDADA, "Agendada"),
        (Status.CONFIRMADA, "Confirmada"),
        (Status.AGUARDANDO, "Aguardando"),
        (Status.EM_ATENDIMENTO, "Em atendimento"),
        (Status.REALIZADA, "Realizada"),
        (Status.CANCELADA, "Cancelada"),
        (Status.FALTOU, "Faltou"),
    ]
    POR: ClassVar[list[tuple[str, str]]] = [
        ("paciente", "Paciente"),
        ("clinica", "Clínica"),
        ("profissional", "Profissional"),
    ]

    id_clinica = models.BigIntegerField("clínica")
    id_paciente = models.BigIntegerField("nº do paciente")
    paciente = models.CharField(
        "paciente",
        max_length=200,
        help_text="Cópia do nome; acompanha o cadastro enquanto a consulta está por vir.",
    )
    id_profissional = models.BigIntegerField("nº do profissional", null=True, blank=True)
    profissional = models.CharField(
        "profissional", max_length=200, null=True, blank=True, help_text="Cópia do nome."
    )
    data_hora = models.DateTimeField("data e hora", db_index=True)
    fim = models.DateTimeField("fim", editable=False)
    duracao_minutos = models.PositiveSmallIntegerField("duração (min)", default=30)
    especialidade = models.CharField("especialidade", max_length=80)
    especialidade_dobrada = TextoDobrado("especialidade dobrada", de="especialidade", max_length=80)
    motivo = models.TextField("motivo", null=True, blank=True)
    teleconsulta = models.BooleanField("teleconsulta", default=False)
    encaixe = models.BooleanField("encaixe", default=False)
    status = models.CharField("estado", max_length=20, choices=STATUS, default=Status.AGENDADA)
    motivo_cancelamento = models.TextField("motivo do cancelamento", null=True, blank=True)
    cancelada_por = models.CharField(
        "cancelada por", max_length=20, choices=POR, null=True, blank=True
    )
    data_criacao = models.DateTimeField("marcada em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "consulta"
        verbose_name_plural = "consultas"
        indexes = [
            # A list of a clinic is walked newest first; the columns after `id` are its filters, read
            # in the index, so that a row that is left out is never fetched.
            models.Index(
                fields=["id_clinica", "id", "id_profissional", "status", "data_hora"],
                name="consulta_da_clinica",
            ),
            models.Index(fields=["id_clinica", "status", "id"], name="consulta_do_estado"),
            models.Index(fields=["id_paciente", "id"], name="consulta_do_paciente"),
            # Read without the table: free times take thousands, and each record asks whom a doctor attends.
            models.Index(
                fields=[
                    "id_profissional",
                    "data_hora",
                    "status",
                    "id_clinica",
                    "id_paciente",
                    "fim",
                    "encaixe",
                ],
                name="consulta_do_profissional",
            ),
            models.Index(
                fields=["id_clinica", "especialidade_dobrada", "id"],
                name="consulta_da_especialidade",
            ),
            models.Index(
                Mes("data_hora"), "id", "id_clinica", "status", "data_hora", name="consulta_do_mes"
            ),
        ]
        constraints = [
            SemSobreposicao(
                name="consulta_profissional_livre",
                expressions=[
                    (F("id_profissional"), RangeOperators.EQUAL),
                    (PeriodoTs("data_hora", "fim", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status__in=INATIVOS) & Q(encaixe=False),
            ),
            SemSobreposicao(
                name="consulta_paciente_livre",
                expressions=[
                    (F("id_paciente"), RangeOperators.EQUAL),
                    (PeriodoTs("data_hora", "fim", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status__in=INATIVOS),
            ),
            models.CheckConstraint(
                condition=Q(fim__gt=F("data_hora")), name="consulta_fim_depois_do_inicio"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="consulta_status_conhecido"
            ),
        ]

    def __str__(self) -> str:
        return f"Consulta {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/consultas/{self.pk}"

    @property
    def ativa(self) -> bool:
        return self.status not in INATIVOS


class Expediente(models.Model):
    """Weekly working hours of a professional; without any, they are always available."""

    DIAS: ClassVar[list[tuple[int, str]]] = [
        (0, "Segunda"),
        (1, "Terça"),
        (2, "Quarta"),
        (3, "Quinta"),
        (4, "Sexta"),
        (5, "Sábado"),
        (6, "Domingo"),
    ]
    id_profissional = models.BigIntegerField("nº do profissional", db_index=True)
    dia_semana = models.PositiveSmallIntegerField("dia da semana", choices=DIAS)
    inicio = models.TimeField("das")
    fim = models.TimeField("às")

    class Meta:
        verbose_name = "expediente"
        verbose_name_plural = "expedientes"
        constraints = [
            models.CheckConstraint(condition=Q(fim__gt=F("inicio")), name="expediente_ordem"),
            models.UniqueConstraint(
                fields=["id_profissional", "dia_semana", "inicio"], name="expediente_unico"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dia_semana_display()} {self.inicio:%H:%M}–{self.fim:%H:%M}"


class Ausencia(models.Model):
    """A stretch in which a professional does not see patients."""

    id_profissional = models.BigIntegerField("nº do profissional", db_index=True)
    inicio = models.DateTimeField("de")
    fim = models.DateTimeField("até")
    motivo = models.CharField("motivo", max_length=200, blank=True)

    class Meta:
        verbose_name = "ausência"
        verbose_name_plural = "ausências"
        constraints = [
            models.CheckConstraint(condition=Q(fim__gt=F("inicio")), name="ausencia_ordem")
        ]

    def __str__(self) -> str:
        return f"Ausência {self.pk}"


class Feriado(models.Model):
    """A local holiday; the national ones are known."""

    data = models.DateField("data", db_index=True)
    nome = models.CharField("nome", max_length=100)
    id_clinica = models.BigIntegerField(
        "clínica", null=True, blank=True, help_text="Em branco, vale para toda a rede."
    )

    class Meta:
        verbose_name = "feriado local"
        verbose_name_plural = "feriados locais"
        constraints = [models.UniqueConstraint(fields=["data", "id_clinica"], name="feriado_unico")]

    def __str__(self) -> str:
        return self.nome


def _gatilhos_de_sobreposicao() -> list[Gatilho]:
    """The exclusion constraints, as SQLite can hold them.

    Nothing that overlaps began before the longest consulta, so the index keeps the past unread.
    SQLite reads times to the millisecond and rounds: a second more, for none to be missed.
    """
    mais_cedo = f"datetime(NEW.data_hora, '-{DURACAO_MAXIMA} minutes', '-1 second')"
    ativa = "{0}.status NOT IN ('cancelada', 'faltou')"
    promessas = {
        "consulta_profissional_livre": (
            "c.id_profissional = NEW.id_profissional",
            ativa + " AND NOT {0}.encaixe",
        ),
        "consulta_paciente_livre": ("c.id_paciente = NEW.id_paciente", ativa),
    }
    return [
        Gatilho(
            nome=f"{nome}_{evento.lower()}",
            tabela="consulta_consulta",
            sqlite=(
                f"CREATE TRIGGER {nome}_{evento.lower()} BEFORE {evento} ON consulta_consulta "
                f"WHEN {condicao.format('NEW')} BEGIN "
                f"SELECT RAISE(ABORT, '{nome}') "
                "WHERE EXISTS (SELECT 1 FROM consulta_consulta c "
                f"WHERE {mesmo} AND c.id IS NOT NEW.id AND {condicao.format('c')} "
                f"AND c.data_hora > {mais_cedo} "
                "AND c.data_hora < NEW.fim AND NEW.data_hora < c.fim); END"
            ),
        )
        for nome, (mesmo, condicao) in promessas.items()
        for evento in ("INSERT", "UPDATE")
    ]


GATILHOS = _gatilhos_de_sobreposicao()
