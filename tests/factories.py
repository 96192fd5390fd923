"""The things of the clinic, made with as little as a test needs to say."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from apps.consulta.models import Consulta, Expediente
from apps.faturamento.models import Fatura, Item, StatusFatura
from apps.kernel.access.escopo import Papel
from apps.kernel.models import Usuario
from apps.kernel.search import palavras
from apps.paciente.models import Paciente, PalavraDoNome
from apps.prontuario.models import Prontuario
from apps.rede.models import Clinica, Profissional, Vinculo
from tests import documentos

SENHA = "vidasaude-demo"


def em_dias(dias: int, hora: int = 10, minuto: int = 0) -> datetime:
    """A local time some days from today (negative: in the past)."""
    dia = timezone.localdate() + timedelta(days=dias)
    return timezone.make_aware(datetime(dia.year, dia.month, dia.day, hora, minuto))


def proxima_segunda(hora: int = 10, minuto: int = 0, *, semanas: int = 1) -> datetime:
    """A Monday to come that is a working day like any other (no national holiday)."""
    from apps.consulta.agenda import feriados_nacionais

    dia = timezone.localdate() + timedelta(days=7 * semanas - timezone.localdate().weekday())
    while dia in feriados_nacionais(dia.year):
        dia += timedelta(days=7)
    return timezone.make_aware(datetime(dia.year, dia.month, dia.day, hora, minuto))


class ClinicaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clinica

    nome = factory.Sequence(lambda n: f"Clínica {n}")
    cidade = "São Paulo"
    uf = "SP"


class UsuarioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Usuario
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"usuario{n}")
    nome = factory.Sequence(lambda n: f"Usuário {n}")
    is_staff = True
    password = factory.django.Password(SENHA)


class VinculoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vinculo

    usuario = factory.SubFactory(UsuarioFactory)
    clinica = factory.SubFactory(ClinicaFactory)
    papel = Papel.RECEPCAO


class ProfissionalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profissional
        skip_postgeneration_save = True

    nome = factory.Sequence(lambda n: f"Dra. Profissional {n}")
    conselho = "CRM"
    numero_conselho = factory.Sequence(lambda n: f"{100000 + n}")
    uf_conselho = "SP"

    @factory.post_generation
    def clinicas(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.clinicas.set(extracted)

    @factory.post_generation
    def especialidades(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for nome in extracted or ():
            self.especialidades.create(nome=nome)


class PacienteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paciente
        skip_postgeneration_save = True

    nome = factory.Sequence(lambda n: f"Paciente Número {n}")
    cpf = factory.Sequence(lambda n: documentos.cpf(100_000_000 + n))
    data_nascimento = date(1985, 4, 12)

    @factory.post_generation
    def indice(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        PalavraDoNome.objects.bulk_create(
            PalavraDoNome(paciente=self, palavra=p) for p in palavras(self.nome, self.nome_social)
        )


class ConsultaFactory(factory.django.DjangoModelFactory):
    """Each a day after the last, so that none overlaps another unless a test says so."""

    class Meta:
        model = Consulta

    id_clinica = 1
    id_paciente = 1
    paciente = "Paciente"
    data_hora = factory.Sequence(lambda n: em_dias(1 + n % 80, 8 + n // 80 % 10))
    duracao_minutos = 30
    fim = factory.LazyAttribute(lambda c: c.data_hora + timedelta(minutes=c.duracao_minutos))
    especialidade = "Clínica Médica"


class ExpedienteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expediente

    dia_semana = 0
    inicio = "08:00"
    fim = "18:00"


class ProntuarioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Prontuario

    id_paciente = 1
    paciente = "Paciente"
    data_nascimento = date(1985, 4, 12)
    diagnostico = "Influenza"
    cid10 = ["J11.1"]
    id_autor = 1
    autor = "Dra. Profissional"


class FaturaFactory(factory.django.DjangoModelFactory):
    """A pending invoice of 230.00, of which the plan covers 10.00; `itens=[]` for other items."""

    class Meta:
        model = Fatura
        skip_postgeneration_save = True

    id_consulta = factory.Sequence(lambda n: 1000 + n)
    id_paciente = 1
    paciente = "Paciente"
    id_clinica = 1
    data_consulta = factory.LazyFunction(lambda: em_dias(-1))
    valor_total = Decimal("230.00")
    valor_coberto = Decimal("10.00")
    valor_paciente = Decimal("220.00")
    status = StatusFatura.PENDENTE

    @factory.post_generation
    def itens(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        padrao = [
            {"codigo": "CON001", "valor": Decimal("150.00"), "valor_coberto": Decimal("7.00")},
            {"codigo": "EXA001", "valor": Decimal("80.00"), "valor_coberto": Decimal("3.00")},
        ]
        for campos in padrao if extracted is None else extracted:
            coberto = campos.get("valor_coberto")
            situacao = (
                {}
                if coberto is None
                else {"coberto": coberto > 0, "situacao": "coberto" if coberto > 0 else "negado"}
            )
            Item.objects.create(fatura=self, **{"quantidade": 1, **campos, **situacao})


class FaturaAguardandoFactory(FaturaFactory):
    """The same invoice, of which the plan has not answered anything."""

    valor_coberto = None
    valor_paciente = None
    status = StatusFatura.AGUARDANDO_PLANO
    proxima_tentativa = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def itens(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for codigo, valor in (("CON001", "150.00"), ("EXA001", "80.00")):
            Item.objects.create(fatura=self, codigo=codigo, valor=Decimal(valor))
