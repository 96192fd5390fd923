"""The demo's patients: 300 people who do not exist, with documents that pass their check digits.

They are made together, once; from then on they belong to whoever tries the system.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from apps.kernel.search import palavras
from apps.kernel.transactions import transacao
from apps.paciente.models import Paciente, PalavraDoNome

SEMENTE = "300 pacientes"
TOTAL = 300

FEMININOS = (
    "Alícia", "Ana", "Antônia", "Beatriz", "Bruna", "Camila", "Cecília", "Cláudia", "Débora",
    "Elisângela", "Fátima", "Fernanda", "Flávia", "Gabriela", "Glória", "Heloísa", "Inês",
    "Isadora", "Joana", "Júlia", "Larissa", "Letícia", "Lívia", "Luísa", "Márcia", "Mônica",
    "Natália", "Patrícia", "Raíssa", "Renata", "Rosângela", "Simone", "Sofia", "Tânia", "Valéria",
    "Vitória", "Zélia",
)  # fmt: skip
MASCULINOS = (
    "André", "Antônio", "Benício", "Bruno", "Caetano", "César", "Cláudio", "Davi", "Edílson",
    "Fábio", "Felipe", "Francisco", "Gérson", "Heitor", "Hélio", "Ícaro", "João", "Joaquim",
    "Jorge", "José", "Júlio", "Leandro", "Luís", "Marcelo", "Mário", "Mateus", "Moisés", "Murilo",
    "Nélson", "Otávio", "Paulo", "Rogério", "Sérgio", "Tarcísio", "Thiago", "Vinícius",
)  # fmt: skip
SOBRENOMES = (
    "Almeida", "Araújo", "Assunção", "Azevedo", "Barbosa", "Brandão", "Cardoso", "Carvalho",
    "Conceição", "da Costa", "da Luz", "da Silva", "de Sá", "de Souza", "dos Anjos", "dos Santos",
    "D'Ávila", "Esteves", "Falcão", "Fernandes", "Ferreira", "Galvão", "Gonçalves", "Guimarães",
    "Ishikawa", "Leão", "Lourenço", "Magalhães", "Müller", "Nóbrega", "Oliveira", "Paixão",
    "Peçanha", "Pereira", "Queirós", "Ribeiro", "Rodrigues", "Romão", "Sant'Anna", "Simões",
    "Teixeira", "Valença", "Zanetti",
)  # fmt: skip
ESTRANGEIROS = (
    ("Matías Fernández Quiroga", "M"),
    ("Chen Xiaoling", "F"),
    ("Aminata Diallo", "F"),
    ("Jean-Baptiste Étienne", "M"),
    ("Oksana Kovalenko", "F"),
    ("María Belén Núñez", "F"),
)

# city, area code, first three digits of its CEP, districts
CIDADES = (
    ("São Paulo", "11", "013", ("Bela Vista", "Consolação", "Liberdade", "República")),
    ("São Paulo", "11", "040", ("Vila Mariana", "Saúde", "Moema")),
    ("Guarulhos", "11", "070", ("Macedo", "Vila Galvão", "Gopoúva")),
    ("Campinas", "19", "130", ("Cambuí", "Barão Geraldo", "Taquaral", "Botafogo")),
    ("Jundiaí", "11", "132", ("Anhangabaú", "Vila Arens", "Eloy Chaves")),
)
LOGRADOUROS = (
    "Rua das Acácias", "Rua Sete de Setembro", "Avenida Brasil", "Rua Padre Anchieta",
    "Rua dos Ipês", "Alameda das Hortênsias", "Rua Joaquim Nabuco", "Travessa São José",
    "Rua Cecília Meireles",
)  # fmt: skip
COMPLEMENTOS = (None, None, "casa 2", "apto 31", "apto 112, bloco B", "fundos")
PLANOS = (
    ("Vida Plena Operadora", "Essencial Enfermaria"),
    ("Vida Plena Operadora", "Especial Apartamento"),
    ("Caixa Ferroviária", "Regional"),
    ("Cooperativa Aurora", "Empresarial 200"),
)


def carregar(*, agora: datetime) -> dict[str, int]:
    """Make what is not there yet; how many of each. `agora` is when the demo is loaded."""
    pacientes = _pacientes(agora)
    ja_vieram = Paciente.objects.filter(cpf__in=[p.cpf for p in pacientes if p.cpf])
    if ja_vieram.exists():
        return {}
    return transacao(lambda: _gravar(pacientes))


def _gravar(pacientes: list[Paciente]) -> dict[str, int]:
    Paciente.objects.bulk_create(pacientes)
    PalavraDoNome.objects.bulk_create(
        PalavraDoNome(paciente=paciente, palavra=palavra)
        for paciente in pacientes
        for palavra in palavras(paciente.nome, paciente.nome_social)
    )
    return {"pacientes": len(pacientes)}


def _pacientes(agora: datetime) -> list[Paciente]:
    """The same people on every machine; only their birthdays follow the day of loading."""
    sorteio = Random(SEMENTE)
    cpfs = sorteio.sample(range(20_000_000, 100_000_000), TOTAL)
    return [
        paciente_ficticio(n, cpf_da_base(cpf), sorteio, agora)
        for n, cpf in enumerate(cpfs, start=1)
    ]


def paciente_ficticio(numero: int, cpf: str, sorteio: Random, agora: datetime) -> Paciente:
    """Every sixtieth is a newborn without CPF, every fiftieth a foreigner with only a passport."""
    idade = _idade_em_dias(numero, sorteio)
    cadastro = agora - timedelta(days=min(idade - 1, 40 + 2 * (TOTAL - numero)))
    campos: dict[str, Any] = {
        "data_nascimento": timezone.localdate(agora) - timedelta(days=idade),
        "data_criacao": cadastro,
        **_pessoa(numero, sorteio),
        **_contato(numero, sorteio),
        **(_plano(sorteio, agora) if sorteio.random() < 0.5 else {}),
    }
    if _e_estrangeiro(numero):
        return Paciente(**campos, passaporte=f"{sorteio.choice('AFGN')}{_digitos(sorteio, 8)}")
    if not _e_recem_nascido(numero):
        campos["cpf"] = cpf
    if _e_recem_nascido(numero) or sorteio.random() < 0.85:
        campos["cns"] = cns_da_base(sorteio.choice("1278") + _digitos(sorteio, 10))
    return Paciente(**campos)


def _e_recem_nascido(numero: int) -> bool:
    return numero % 60 == 11


def _e_estrangeiro(numero: int) -> bool:
    return numero % 50 == 7


def _idade_em_dias(numero: int, sorteio: Random) -> int:
    if _e_recem_nascido(numero):
        return sorteio.randint(3, 25)
    if numero % 6 == 3:
        return sorteio.randint(365, 12 * 365)
    return sorteio.randint(18 * 365, 92 * 365)


def _pessoa(numero: int, sorteio: Random) -> dict[str, str | None]:
    """Name and sex; every forty-fifth is known by another name (Decreto 8.727/2016)."""
    if _e_estrangeiro(numero):
        nome, sexo = ESTRANGEIROS[numero // 50 % len(ESTRANGEIROS)]
        return {"nome": nome, "sexo": sexo}
    sexo = sorteio.choice("FM")
    de_registro, do_outro = (FEMININOS, MASCULINOS) if sexo == "F" else (MASCULINOS, FEMININOS)
    familia, da_mae = sorteio.sample(SOBRENOMES, 2)
    return {
        "nome": f"{sorteio.choice(de_registro)} {da_mae} {familia}",
        "nome_social": f"{sorteio.choice(do_outro)} {familia}" if numero % 45 == 23 else None,
        "nome_mae": f"{sorteio.choice(FEMININOS)} {da_mae}" if sorteio.random() < 0.9 else None,
        "sexo": sexo,
    }


def _contato(numero: int, sorteio: Random) -> dict[str, str | None]:
    cidade, ddd, cep, bairros = sorteio.choice(CIDADES)
    return {
        "telefone": f"({ddd}) 9{_digitos(sorteio, 4)}-{_digitos(sorteio, 4)}",
        "email": f"paciente{numero}@example.com" if sorteio.random() < 0.7 else None,
        "logradouro": sorteio.choice(LOGRADOUROS),
        "numero": str(sorteio.randint(1, 1999)),
        "complemento": sorteio.choice(COMPLEMENTOS),
        "bairro": sorteio.choice(bairros),
        "cidade": cidade,
        "uf": "SP",
        "cep": cep + _digitos(sorteio, 5),
    }


def _plano(sorteio: Random, agora: datetime) -> dict[str, Any]:
    operadora, nome = sorteio.choice(PLANOS)
    return {
        "plano_operadora": operadora,
        "plano_nome": nome,
        "plano_carteirinha": _digitos(sorteio, 16),
        "plano_validade": timezone.localdate(agora) + timedelta(days=sorteio.randint(30, 900)),
    }


def _digitos(sorteio: Random, quantos: int) -> str:
    return f"{sorteio.randrange(10**quantos):0{quantos}d}"


def cpf_da_base(base: int) -> str:
    """A CPF of São Paulo: its ninth digit is 8, so it is none of those that people type by hand.

    Receita Federal: weights 10..2 and then 11..2, modulo 11.
    """
    digitos = [int(d) for d in f"{base:08d}8"]
    for _ in range(2):
        pesos = range(len(digitos) + 1, 1, -1)
        resto = sum(d * p for d, p in zip(digitos, pesos, strict=True)) % 11
        digitos.append(0 if resto < 2 else 11 - resto)
    return "".join(map(str, digitos))


def cns_da_base(base: str) -> str:
    """The CNS, definitive (1, 2) or provisional (7, 8), that starts with these eleven digits.

    Ministério da Saúde: the sum of the fifteen digits, weights 15..1, is a multiple of 11; where
    the last would be 10, the twelfth to fourteenth are 001.
    """
    soma = sum(int(d) * p for d, p in zip(base, range(15, 4, -1), strict=True))
    meio = "001" if -soma % 11 == 10 else "000"
    return f"{base}{meio}{-(soma + 2 * int(meio)) % 11}"
