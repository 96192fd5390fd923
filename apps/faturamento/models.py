"""Invoices, their items and payments. Money is integer cents in the table (see kernel.money)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from apps.kernel.code_tables import CodigoDeTabela
from apps.kernel.models import Versionado
from apps.kernel.money import ZERO, DinheiroField
from apps.kernel.months import Mes
from apps.kernel.text import TextoDobrado


class StatusFatura(models.TextChoices):
    RASCUNHO = "rascunho", "Rascunho"
    AGUARDANDO_PLANO = "aguardando_plano", "Aguardando o plano"
    PENDENTE = "pendente", "Pendente"
    PAGA = "paga", "Paga"
    CANCELADA = "cancelada", "Cancelada"


class Situacao(models.TextChoices):
    PENDENTE = "pendente", "Pendente"
    COBERTO = "coberto", "Coberto"
    NEGADO = "negado", "Negado"


class Forma(models.TextChoices):
    DINHEIRO = "dinheiro", "Dinheiro"
    CARTAO = "cartao", "Cartão"
    PIX = "pix", "Pix"
    TRANSFERENCIA = "transferencia", "Transferência"


LUGAR_MAXIMO = 200
"""Characters of a chapter, group or subgroup of the TUSS."""
INATIVAS = (StatusFatura.RASCUNHO.value, StatusFatura.CANCELADA.value)


class Fatura(Versionado):
    id_consulta = models.BigIntegerField("nº da consulta", db_index=True)
    id_paciente = models.BigIntegerField("nº do paciente", db_index=True)
    paciente = models.CharField("paciente", max_length=200, help_text="Cópia do nome na emissão.")
    id_clinica = models.BigIntegerField("clínica")
    data_consulta = models.DateTimeField(
        "data da consulta", help_text="Cópia, como era na emissão."
    )
    valor_total = DinheiroField("cobrado")
    valor_coberto = DinheiroField("coberto pelo plano", null=True, blank=True)
    valor_paciente = DinheiroField("do paciente", null=True, blank=True)
    valor_pago = DinheiroField("pago", default=ZERO)
    status = models.CharField("estado", max_length=20, choices=StatusFatura.choices)
    motivo_cancelamento = models.TextField("motivo do cancelamento", null=True, blank=True)
    proxima_tentativa = models.DateTimeField(
        "próxima pergunta ao plano", null=True, blank=True, editable=False
    )
    tentativas = models.PositiveIntegerField("perguntas ao plano", default=0, editable=False)
    data_criacao = models.DateTimeField("emitida em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "fatura"
        verbose_name_plural = "faturas"
        indexes = [
            # A list of a clinic is walked newest first; the columns after `id` are its filters, read
            # in the index, so that a row that is left out is never fetched.
            models.Index(
                fields=["id_clinica", "id", "status", "data_criacao"], name="fatura_da_clinica"
            ),
            models.Index(fields=["id_clinica", "status", "id"], name="fatura_do_estado"),
            models.Index(fields=["data_criacao"], name="fatura_data"),
            models.Index(
                Mes("data_criacao"),
                "id",
                "id_clinica",
                "status",
                "data_criacao",
                name="fatura_do_mes",
            ),
            models.Index(
                fields=["proxima_tentativa"],
                name="fatura_por_resolver",
                condition=Q(status=StatusFatura.AGUARDANDO_PLANO.value),
            ),
        ]
        constraints = [
            # A draft counts: POST /faturas takes its place, and the system opens none beside it.
            models.UniqueConstraint(
                fields=["id_consulta"],
                condition=~Q(status=StatusFatura.CANCELADA.value),
                name="fatura_ativa_unica",
            ),
            models.CheckConstraint(
                condition=Q(valor_total__gte=0)
                & (
                    Q(valor_coberto=None)
                    | Q(valor_coberto__gte=0, valor_coberto__lte=F("valor_total"))
                ),
                name="fatura_valores_coerentes",
            ),
            models.CheckConstraint(
                condition=Q(valor_pago__gte=0)
                & (Q(valor_paciente=None) | Q(valor_pago__lte=F("valor_paciente"))),
                name="fatura_pago_ate_o_devido",
            ),
            models.CheckConstraint(
                condition=Q(status__in=StatusFatura.values), name="fatura_status_conhecido"
            ),
        ]

    def __str__(self) -> str:
        return f"Fatura {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/faturas/{self.pk}"

    @cached_property
    def procedimentos(self) -> Sequence["Item"]:
        """The items in order, read once; whoever has just written them says so by setting it."""
        return list(self.itens.all())

    @property
    def falta_pagar(self) -> Decimal:
        """What is left for the patient; nothing while the plan has not answered."""
        return (self.valor_paciente or ZERO) - self.valor_pago


class Preco(models.Model):
    """What a consulta of a specialty costs, for the drafts that the system opens."""

    especialidade = models.CharField(
        "especialidade",
        max_length=80,
        blank=True,
        help_text="Em branco, vale para as que não têm preço próprio.",
    )
    especialidade_dobrada = TextoDobrado("especialidade dobrada", de="especialidade", max_length=80)
    codigo = models.CharField("procedimento", max_length=20)
    valor = DinheiroField("valor")

    class Meta:
        verbose_name = "preço de consulta"
        verbose_name_plural = "preços de consulta"
        constraints = [
            models.UniqueConstraint(fields=["especialidade_dobrada"], name="preco_unico"),
            models.CheckConstraint(condition=Q(valor__gte=0), name="preco_nao_negativo"),
        ]

    def __str__(self) -> str:
        return self.especialidade or "Demais especialidades"


class Item(models.Model):
    fatura = models.ForeignKey(Fatura, models.CASCADE, related_name="itens", verbose_name="fatura")
    codigo = models.CharField("código", max_length=20)
    valor = DinheiroField("valor")
    quantidade = models.PositiveSmallIntegerField("quantidade", default=1)
    situacao = models.CharField(
        "situação", max_length=10, choices=Situacao.choices, default=Situacao.PENDENTE
    )
    coberto = models.BooleanField("coberto", null=True)
    valor_coberto = DinheiroField("valor coberto", null=True, blank=True)
    justificativa = models.TextField("justificativa da decisão", null=True, blank=True)

    class Meta:
        verbose_name = "procedimento"
        verbose_name_plural = "procedimentos"
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valor__gte=0)
                & (
                    Q(situacao=Situacao.PENDENTE.value, coberto=None, valor_coberto=None)
                    | Q(
                        ~Q(situacao=Situacao.PENDENTE.value),
                        coberto__isnull=False,
                        valor_coberto__isnull=False,  # else the comparisons are unknown, which passes
                        valor_coberto__gte=0,
                        valor_coberto__lte=F("valor") * F("quantidade"),
                    )
                ),
                name="item_decidido_ou_pendente",
            )
        ]

    def __str__(self) -> str:
        return self.codigo

    @property
    def cobranca(self) -> Decimal:
        return self.valor * self.quantidade

    def decidir(self, valor_coberto: Decimal, justificativa: str | None = None) -> None:
        """Set what the plan (or a person) decided; zero is a denial."""
        self.coberto = valor_coberto > 0
        self.situacao = Situacao.COBERTO if self.coberto else Situacao.NEGADO
        self.valor_coberto = valor_coberto
        self.justificativa = justificativa


class Pagamento(models.Model):
    fatura = models.ForeignKey(
        Fatura, models.PROTECT, related_name="pagamentos", verbose_name="fatura"
    )
    forma = models.CharField("forma", max_length=15, choices=Forma.choices)
    valor = DinheiroField("valor")
    momento = models.DateTimeField("recebido em", default=timezone.now)
    id_usuario = models.BigIntegerField("recebido por (usuário)")

    class Meta:
        verbose_name = "pagamento"
        verbose_name_plural = "pagamentos"
        constraints = [models.CheckConstraint(condition=Q(valor__gt=0), name="pagamento_positivo")]

    def __str__(self) -> str:
        return f"Pagamento {self.pk}"


class Procedimento(CodigoDeTabela):
    """What may be charged, by its TUSS code (table 22, eight digits) or the clinic's own."""

    class Origem(models.TextChoices):
        TUSS = "tuss", "TUSS"
        CLINICA = "clinica", "Da clínica"

    no_rol = models.BooleanField(
        "no Rol", default=False, help_text="Cobertura obrigatória: está no Rol da ANS."
    )
    capitulo = models.CharField("capítulo", max_length=LUGAR_MAXIMO, null=True)
    grupo = models.CharField("grupo", max_length=LUGAR_MAXIMO, null=True)
    subgrupo = models.CharField("subgrupo", max_length=LUGAR_MAXIMO, null=True)
    origem = models.CharField("origem", max_length=10, choices=Origem.choices)

    class Meta(CodigoDeTabela.Meta):
        verbose_name = "procedimento da tabela"
        verbose_name_plural = "tabela de procedimentos"
        constraints = [
            *CodigoDeTabela.Meta.constraints,
            models.CheckConstraint(
                condition=Q(origem__in=("tuss", "clinica")), name="procedimento_origem_conhecida"
            ),
        ]
