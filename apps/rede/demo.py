"""The demo's clinics, accounts and professionals.

They are made together, once; from then on they belong to whoever tries the system, and another
run leaves them as people left them.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from apps.kernel.access.escopo import Papel
from apps.kernel.models import Usuario
from apps.kernel.transactions import transacao
from apps.rede import services
from apps.rede.models import Clinica, Profissional

SENHA = "vidasaude-demo"
ADMINISTRADORA = ("admin", "Teresa Valadão Pires")

CLINICAS = (
    {"nome": "Vida+ Saúde Paulista", "cnes": "9900117", "cidade": "São Paulo", "uf": "SP"},
    {"nome": "Vida+ Saúde Cambuí", "cnes": "9900125", "cidade": "Campinas", "uf": "SP"},
)

# username, name, role, clinic (by its place above)
PESSOAS = (
    ("recepcao", "Camila Ferreira Lopes", Papel.RECEPCAO, 0),
    ("medica", "Helena Duarte Nogueira", Papel.PROFISSIONAL, 0),
    ("medico", "Rafael Monteiro Prado", Papel.PROFISSIONAL, 0),
    ("faturista", "Sônia Regina Queirós", Papel.FATURAMENTO, 0),
    ("gestora", "Beatriz Amaral Fontes", Papel.GESTOR, 0),
    ("auditora", "Ivone Tavares Brandão", Papel.AUDITOR, 0),
    ("recepcao2", "Jéssica Moura Teles", Papel.RECEPCAO, 1),
    ("medica2", "Luciana Arantes Vidal", Papel.PROFISSIONAL, 1),
    ("gestora2", "Márcia Coutinho Sales", Papel.GESTOR, 1),
)

DE_FAMILIA = ["Medicina de Família e Comunidade", "Clínica Médica"]
# account, name, council, its number, CBO, specialties, clinics (by their place above)
PROFISSIONAIS: tuple[tuple[str | None, str, str, str, str, list[str], list[int]], ...] = (
    ("medica", "Dra. Helena Duarte Nogueira", "CRM", "998101", "225125", ["Clínica Médica"], [0]),
    ("medico", "Dr. Rafael Monteiro Prado", "CRM", "998102", "225120", ["Cardiologia"], [0]),
    ("medica2", "Dra. Luciana Arantes Vidal", "CRM", "998103", "225124", ["Pediatria"], [1]),
    (None, "Dra. Yumi Nakamura Reis", "CRM", "998104", "225135", ["Dermatologia"], [0]),
    (None, "Dr. Otávio Brandt Siqueira", "CRM", "998105", "225270", ["Ortopedia"], [1]),
    (None, "Marina Salgado Peçanha", "CRP", "998106", "251510", ["Psicologia"], [0]),
    (None, "Caio Figueira Lemos", "CRN", "998107", "223710", ["Nutrição"], [0, 1]),
    (None, "Dr. José Aurélio Conceição", "CRM", "998108", "225130", DE_FAMILIA, [0, 1]),
)


def carregar(*, agora: datetime) -> dict[str, int]:
    """Make what is not there yet; how many of each. `agora` is when the demo is loaded."""
    if Usuario.objects.filter(username=PESSOAS[0][0]).exists():
        return {}
    # Slow by design: once, and before anybody waits for the transaction.
    senha = make_password(SENHA)
    return transacao(lambda: _gravar(senha))


def _gravar(senha: str) -> dict[str, int]:
    clinicas = [Clinica.objects.create(**campos) for campos in CLINICAS]
    for username, nome, papel, lugar in PESSOAS:
        services.vincular(
            usuario=_conta(username, nome, senha), clinica=clinicas[lugar], papel=papel
        )
    _conta(*ADMINISTRADORA, senha, is_superuser=True)
    for conta, nome, conselho, numero, cbo, especialidades, lugares in PROFISSIONAIS:
        profissional = Profissional.objects.create(
            nome=nome,
            conselho=conselho,
            numero_conselho=numero,
            uf_conselho="SP",
            cbo=cbo,
            usuario=Usuario.objects.get(username=conta) if conta else None,
        )
        profissional.clinicas.set([clinicas[lugar] for lugar in lugares])
        for especialidade in especialidades:
            profissional.especialidades.create(nome=especialidade)
    return {
        "clínicas": len(CLINICAS),
        "usuários": len(PESSOAS) + 1,
        "profissionais": len(PROFISSIONAIS),
    }


def _conta(username: str, nome: str, senha: str, **campos: bool) -> Usuario:
    """The account; one that was there already (an `admin` of before) stays as it was."""
    conta, _ = Usuario.objects.get_or_create(
        username=username, defaults={"nome": nome, "password": senha, "is_staff": True, **campos}
    )
    return conta
