"""Many clinics and professionals, to see the system big."""

from apps.rede.models import Clinica, Especialidade, Profissional

ESPECIALIDADES = (
    "Clínica Médica", "Cardiologia", "Pediatria", "Dermatologia", "Ortopedia", "Ginecologia",
    "Oftalmologia", "Psiquiatria", "Endocrinologia", "Geriatria",
)  # fmt: skip
CBO = "225125"
POR_CLINICA = 10
PRIMEIRO_REGISTRO = 500_000
PRIMEIRO_CNES = 9_800_000


def encher(profissionais: int) -> list[int]:
    """Make that many professionals, ten a clinic, in clinics of their own. Returns their ids."""
    clinicas = Clinica.objects.bulk_create(
        Clinica(
            nome=f"Vida+ Saúde Unidade {n + 1}",
            cnes=str(PRIMEIRO_CNES + n),
            cidade="São Paulo",
            uf="SP",
        )
        for n in range(-(-profissionais // POR_CLINICA))
    )
    feitos = Profissional.objects.bulk_create(
        Profissional(
            nome=f"Dra. Profissional {n + 1}",
            conselho="CRM",
            numero_conselho=str(PRIMEIRO_REGISTRO + n),
            uf_conselho="SP",
            cbo=CBO,
        )
        for n in range(profissionais)
    )
    Profissional.clinicas.through.objects.bulk_create(
        Profissional.clinicas.through(
            profissional_id=profissional.pk, clinica_id=clinicas[n // POR_CLINICA].pk
        )
        for n, profissional in enumerate(feitos)
    )
    Especialidade.objects.bulk_create(
        Especialidade(profissional=profissional, nome=ESPECIALIDADES[n % len(ESPECIALIDADES)])
        for n, profissional in enumerate(feitos)
    )
    return [profissional.pk for profissional in feitos]
