"""The clinic's tables, related by foreign keys."""

from django.db import models
from django.utils import timezone


class Usuario(models.Model):
    username = models.CharField(max_length=150, unique=True)
    is_active = models.BooleanField(default=True)

    is_authenticated = True

    def __str__(self) -> str:
        return self.username


class Clinica(models.Model):
    nome = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.nome


class Vinculo(models.Model):
    usuario = models.ForeignKey(Usuario, models.CASCADE, related_name="vinculos")
    clinica = models.ForeignKey(Clinica, models.CASCADE, related_name="vinculos")

    def __str__(self) -> str:
        return f"{self.usuario_id} em {self.clinica_id}"


class Profissional(models.Model):
    nome = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.nome


class Paciente(models.Model):
    nome = models.CharField(max_length=200)
    cpf = models.CharField(max_length=11, null=True, blank=True, unique=True)
    data_nascimento = models.DateField()
    nome_social = models.CharField(max_length=200, null=True, blank=True)
    nome_mae = models.CharField(max_length=200, null=True, blank=True)
    sexo = models.CharField(max_length=1, null=True, blank=True)
    cns = models.CharField(max_length=15, null=True, blank=True, unique=True)
    passaporte = models.CharField(max_length=20, null=True, blank=True)
    telefone = models.CharField(max_length=30, null=True, blank=True)
    email = models.EmailField(null=True, blank=True)
    logradouro = models.CharField(max_length=200, null=True, blank=True)
    numero = models.CharField(max_length=20, null=True, blank=True)
    complemento = models.CharField(max_length=100, null=True, blank=True)
    bairro = models.CharField(max_length=100, null=True, blank=True)
    cidade = models.CharField(max_length=100, null=True, blank=True)
    uf = models.CharField(max_length=2, null=True, blank=True)
    cep = models.CharField(max_length=8, null=True, blank=True)
    plano_operadora = models.CharField(max_length=100, null=True, blank=True)
    plano_nome = models.CharField(max_length=100, null=True, blank=True)
    plano_carteirinha = models.CharField(max_length=40, null=True, blank=True)
    plano_validade = models.DateField(null=True, blank=True)
    data_criacao = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.nome


class Consulta(models.Model):
    clinica = models.ForeignKey(Clinica, models.PROTECT)
    paciente = models.ForeignKey(Paciente, models.PROTECT)
    profissional = models.ForeignKey(Profissional, models.PROTECT, null=True, blank=True)
    data_hora = models.DateTimeField(db_index=True)
    fim = models.DateTimeField()
    duracao_minutos = models.PositiveSmallIntegerField(default=30)
    especialidade = models.CharField(max_length=80)
    motivo = models.TextField(null=True, blank=True)
    teleconsulta = models.BooleanField(default=False)
    encaixe = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="agendada")
    data_criacao = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Consulta {self.pk}"
