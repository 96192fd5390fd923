"""The clinical record: append-only, corrected by a next version, refused otherwise by the database."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone

from apps.kernel.code_tables import CodigoDeTabela
from apps.prontuario.cid10 import com_ponto

CONTEUDO = (
    "id_paciente", "paciente", "cpf", "data_nascimento", "id_consulta", "diagnostico", "cid10",
    "tratamento", "observacoes", "id_autor", "autor", "versao", "retifica_id", "justificativa",
    "data_criacao",
)  # fmt: skip


TEXTOS = ("diagnostico", "tratamento", "observacoes")
"""At least one of them says something in every record."""


class ProntuarioQuerySet(models.QuerySet["Prontuario"]):
    def com_retificacao(self) -> "ProntuarioQuerySet":
        """With the id of the record that corrects each, from the same query."""
        return self.annotate(id_retificacao=models.F("retificacao__id"))


class Prontuario(models.Model):
    """One entry. A trigger refuses UPDATE and DELETE, so what changes with time lives elsewhere."""

    id_paciente = models.BigIntegerField("nº do paciente")
    paciente = models.CharField(
        "paciente", max_length=200, help_text="Cópia, como era no registro."
    )
    cpf = models.CharField(
        "CPF", max_length=11, null=True, blank=True, help_text="Cópia, como era no registro."
    )
    data_nascimento = models.DateField("nascimento", help_text="Cópia, como era no registro.")
    id_consulta = models.BigIntegerField("nº da consulta", null=True, blank=True)
    diagnostico = models.TextField("diagnóstico", null=True, blank=True)
    cid10 = models.JSONField("CID-10", default=list)
    tratamento = models.TextField("tratamento", null=True, blank=True)
    observacoes = models.TextField("observações", null=True, blank=True)
    id_autor = models.BigIntegerField("nº do autor")
    autor = models.CharField("autor", max_length=200, help_text="Cópia, como era no registro.")
    versao = models.PositiveIntegerField("versão", default=1)
    retifica = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="retificacao",
        verbose_name="retifica",
        db_index=False,
    )
    justificativa = models.TextField("justificativa", null=True, blank=True)
    data_criacao = models.DateTimeField("registrado em", default=timezone.now)
    hash = models.CharField("hash", max_length=64, editable=False)

    objects = ProntuarioQuerySet.as_manager()

    class Meta:
        verbose_name = "registro de prontuário"
        verbose_name_plural = "registros de prontuário"
        indexes = [
            models.Index(fields=["id_paciente", "id"], name="prontuario_do_paciente"),
            models.Index(fields=["id_autor", "id_paciente"], name="prontuario_do_autor"),
            models.Index(fields=["id_autor", "id"], name="prontuario_do_autor_em_ordem"),
            models.Index(fields=["data_criacao"], name="prontuario_data"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["retifica"], name="prontuario_uma_retificacao")
        ]

    def __str__(self) -> str:
        return f"Registro {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.hash = self.calcular_hash()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/prontuarios/{self.pk}"

    @property
    def retificado_por(self) -> int | None:
        """Id of the record that corrects this one; a new record has none."""
        return getattr(self, "id_retificacao", None)

    @property
    def etag(self) -> str:
        return f'"{self.pk}-{self.versao}-{self.retificado_por or 0}"'

    def calcular_hash(self) -> str:
        """SHA-256, hex, of the content as canonical JSON (times in UTC)."""
        conteudo = {campo: getattr(self, campo) for campo in CONTEUDO}
        conteudo["data_criacao"] = self.data_criacao.astimezone(UTC).isoformat()
        texto = json.dumps(conteudo, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(texto.encode()).hexdigest()


class Cid10(CodigoDeTabela):
    """What a CID-10 code means; the code is kept as DATASUS does, without the dot."""

    class Classificacao(models.TextChoices):
        CRUZ = "+", "Cruz (etiologia)"
        ASTERISCO = "*", "Asterisco (manifestação)"

    class Sexo(models.TextChoices):
        FEMININO = "F", "Só feminino"
        MASCULINO = "M", "Só masculino"

    classificacao = models.CharField(
        "classificação", max_length=1, choices=Classificacao.choices, null=True
    )
    restrito_ao_sexo = models.CharField(
        "restrito ao sexo", max_length=1, choices=Sexo.choices, null=True
    )

    class Meta(CodigoDeTabela.Meta):
        verbose_name = "código da CID-10"
        verbose_name_plural = "CID-10"

    def __str__(self) -> str:
        return f"{self.com_ponto} {self.descricao}"

    @property
    def com_ponto(self) -> str:
        """`J11.1`, as people write it."""
        return com_ponto(self.codigo)
