"""The stage: it is Monday, 4 March 2030, 09:10; medica works on Mondays from 08:00 to 12:00."""

from datetime import datetime

AGORA = datetime.fromisoformat("2030-03-04T09:10:00-03:00")
CAMINHO = "/agenda/horarios-livres"
DESCONHECIDO = 987_654_321
HOJE, SEGUNDA = "2030-03-04", "2030-03-11"
RESTO_DE_HOJE = [f"{HOJE} {h}" for h in ("09:30", "10:00", "10:30", "11:00", "11:30")]


def em(hora: int, minuto: int = 0, *, dia: str = SEGUNDA) -> datetime:
    return datetime.fromisoformat(f"{dia}T{hora:02}:{minuto:02}:00-03:00")


def livres(pessoa, **filtros) -> list[str]:
    resposta = pessoa.get(CAMINHO, {"limite": 200, **filtros})
    assert resposta.status_code == 200, resposta.content
    return [f"{datetime.fromisoformat(h['data_hora']):%Y-%m-%d %H:%M}" for h in resposta.json()]


def na_segunda(pessoa, **filtros) -> list[str]:
    """Hours that are free next Monday."""
    return [h.split()[1] for h in livres(pessoa, de=SEGUNDA, ate=SEGUNDA, **filtros)]


MANHA = [f"{hora:02}:{minuto:02}" for hora in range(8, 12) for minuto in (0, 30)]
