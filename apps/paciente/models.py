"""The patient: one registration for the whole network."""

from django.db import models
from django.utils import timezone

from apps.kernel.models import Versionado
from apps.kernel.search import TAMANHO

CAMPOS_DO_ENDERECO = ("logradouro", "numero", "complemento", "bairro", "cidade", "uf", "cep")
CAMPOS_DO_PLANO = ("operadora", "nome", "carteirinha", "validade")


def opcional(rotulo: str, tamanho: int) -> models.CharField:
    """Text that may be absent: null, as on the wire, so that a unique one may be absent twice."""
    return models.CharField(rotulo, max_length=tamanho, null=True, blank=True)


class Paciente(Versionado):
    class Sexo(models.TextChoices):
        FEMININO = "F", "Feminino"
        MASCULINO = "M", "Masculino"
        INTERSEXO = "I", "Intersexo"

    nome = models.CharField("nome", max_length=200)
    nome_social = opcional("nome social", 200)
    nome_mae = opcional("nome da mãe", 200)
    data_nascimento = models.DateField("nascimento")
    sexo = models.CharField("sexo", max_length=1, choices=Sexo.choices, null=True, blank=True)
    cpf = opcional("CPF", 11)
    cns = opcional("CNS", 15)
    passaporte = opcional("passaporte", 20)
    telefone = opcional("telefone", 30)
    email = models.EmailField("e-mail", max_length=254, null=True, blank=True)

    logradouro = opcional("logradouro", 200)
    numero = opcional("número", 20)
    complemento = opcional("complemento", 100)
    bairro = opcional("bairro", 100)
    cidade = opcional("cidade", 100)
    uf = opcional("UF", 2)
    cep = opcional("CEP", 8)

    plano_operadora = opcional("operadora do plano", 100)
    plano_nome = opcional("nome do plano", 100)
    plano_carteirinha = opcional("carteirinha", 40)
    plano_validade = models.DateField("validade da carteirinha", null=True, blank=True)

    data_criacao = models.DateTimeField("cadastrado em", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "paciente"
        verbose_name_plural = "pacientes"
        constraints = [
            models.UniqueConstraint(fields=["cpf"], name="paciente_cpf_unico"),
            models.UniqueConstraint(fields=["cns"], name="paciente_cns_unico"),
            models.CheckConstraint(
                condition=models.Q(cpf__isnull=False)
                | models.Q(cns__isnull=False)
                | models.Q(passaporte__isnull=False),
                name="paciente_tem_documento",
            ),
        ]

    def __str__(self) -> str:
        return self.nome_social or self.nome

    def get_absolute_url(self) -> str:
        return f"/pacientes/{self.pk}"

    @property
    def endereco(self) -> dict[str, object] | None:
        """The address as one object; None when nothing of it is known."""
        return self._agrupar({campo: campo for campo in CAMPOS_DO_ENDERECO})

    @property
    def plano(self) -> dict[str, object] | None:
        """The health plan as one object; None when there is none."""
        return self._agrupar({campo: f"plano_{campo}" for campo in CAMPOS_DO_PLANO})

    def _agrupar(self, campos: dict[str, str]) -> dict[str, object] | None:
        grupo = {nome: getattr(self, coluna) for nome, coluna in campos.items()}
        return grupo if any(valor is not None for valor in grupo.values()) else None


class PalavraDoNome(models.Model):
    """A word of a patient's name or social name, normalised for search (see `kernel.search`)."""

    paciente = models.ForeignKey(Paciente, models.CASCADE, related_name="palavras", db_index=False)
    palavra = models.CharField(max_length=TAMANHO)

    class Meta:
        verbose_name = "palavra do nome"
        verbose_name_plural = "palavras dos nomes"
        constraints = [
            models.UniqueConstraint(fields=["paciente", "palavra"], name="palavra_unica")
        ]
        indexes = [models.Index(fields=["palavra", "paciente"], name="palavra_busca")]
