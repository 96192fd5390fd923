"""Clinics, professionals and the roles (vínculos) of users."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from apps.kernel.access.escopo import Papel
from apps.kernel.models import Versionado
from apps.kernel.states import UFS
from apps.kernel.text import TextoDobrado


class Conselho(models.TextChoices):
    """Professional councils, by the acronyms of TISS (dm_conselhoProfissional)."""

    CRM = "CRM", "CRM (Medicina)"
    COREN = "COREN", "COREN (Enfermagem)"
    CRO = "CRO", "CRO (Odontologia)"
    CRP = "CRP", "CRP (Psicologia)"
    CRN = "CRN", "CRN (Nutrição)"
    CREFITO = "CREFITO", "CREFITO (Fisioterapia)"
    CRFA = "CRFA", "CRFA (Fonoaudiologia)"
    CRF = "CRF", "CRF (Farmácia)"
    CRESS = "CRESS", "CRESS (Serviço Social)"
    CRBM = "CRBM", "CRBM (Biomedicina)"
    CREF = "CREF", "CREF (Educação Física)"
    OUTRO = "OUTRO", "Outro"


class Clinica(Versionado):
    nome = models.CharField("nome", max_length=200)
    cnes = models.CharField(
        "CNES",
        max_length=7,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{7}$", "O CNES tem 7 dígitos.")],
    )
    cidade = models.CharField("cidade", max_length=100)
    uf = models.CharField("UF", max_length=2, choices=[(uf, uf) for uf in UFS])
    ativa = models.BooleanField("ativa", default=True)

    class Meta:
        verbose_name = "clínica"
        verbose_name_plural = "clínicas"
        constraints = [models.UniqueConstraint(fields=["cnes"], name="clinica_cnes_unico")]

    def __str__(self) -> str:
        return self.nome

    def get_absolute_url(self) -> str:
        return f"/clinicas/{self.pk}"


class Profissional(Versionado):
    nome = models.CharField("nome", max_length=200)
    conselho = models.CharField("conselho", max_length=10, choices=Conselho.choices)
    numero_conselho = models.CharField("número no conselho", max_length=15)
    uf_conselho = models.CharField("UF do conselho", max_length=2, choices=[(uf, uf) for uf in UFS])
    cbo = models.CharField(
        "CBO",
        max_length=6,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", "O CBO tem 6 dígitos.")],
        help_text="Ocupação: seis dígitos da CBO-S (TISS dm_CBOS).",
    )
    clinicas = models.ManyToManyField(
        Clinica, verbose_name="clínicas", related_name="profissionais"
    )
    ativo = models.BooleanField("ativo", default=True)
    usuario = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="profissional",
        verbose_name="usuário",
        help_text="A conta com que este profissional entra.",
    )

    class Meta:
        verbose_name = "profissional"
        verbose_name_plural = "profissionais"
        constraints = [
            models.UniqueConstraint(
                fields=["conselho", "numero_conselho", "uf_conselho"],
                name="profissional_conselho_unico",
            )
        ]

    def __str__(self) -> str:
        return self.nome

    def get_absolute_url(self) -> str:
        return f"/profissionais/{self.pk}"

    @property
    def registro(self) -> str:
        return registro_no_conselho(self.conselho, self.numero_conselho, self.uf_conselho)


def registro_no_conselho(conselho: str, numero: str, uf: str) -> str:
    """As it is written: `CRM 998101/SP`."""
    return f"{conselho} {numero}/{uf}"


class Especialidade(models.Model):
    """A specialty that a professional practises; a table, so that it can be searched by index."""

    profissional = models.ForeignKey(Profissional, models.CASCADE, related_name="especialidades")
    nome = models.CharField("especialidade", max_length=80)
    nome_dobrado = TextoDobrado("nome dobrado", de="nome", max_length=80, db_index=True)

    class Meta:
        verbose_name = "especialidade"
        verbose_name_plural = "especialidades"
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["profissional", "nome"], name="especialidade_unica")
        ]

    def __str__(self) -> str:
        return self.nome


class Vinculo(models.Model):
    """One role of a user in one clinic."""

    PAPEIS: ClassVar[list[tuple[str, str]]] = [
        (Papel.RECEPCAO, "Recepção"),
        (Papel.PROFISSIONAL, "Profissional"),
        (Papel.FATURAMENTO, "Faturamento"),
        (Papel.GESTOR, "Gestão"),
        (Papel.AUDITOR, "Auditoria"),
    ]
    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="vinculos", verbose_name="usuário"
    )
    clinica = models.ForeignKey(
        Clinica, models.PROTECT, related_name="vinculos", verbose_name="clínica"
    )
    papel = models.CharField("papel", max_length=20, choices=PAPEIS)
    data_criacao = models.DateTimeField("criado em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "vínculo"
        verbose_name_plural = "vínculos"
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["usuario", "clinica"], name="vinculo_um_por_clinica")
        ]

    def __str__(self) -> str:
        return f"{self.get_papel_display()} em {self.clinica}"
