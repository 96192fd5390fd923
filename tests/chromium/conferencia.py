"""What every page keeps: Portuguese, names for what is operated, contrast, room, focus that shows."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LARGURAS = (820, 1280)
CORES = ("dark", "light")
MEDIDAS = Path(__file__).with_suffix(".js").read_text()

INGLES = (
    "about access account action actions add added all an and any applications apply apps are "
    "back below browse by cancel change changed changes choose clear click close confirm "
    "content continue copy created current custom dark date day days default delete deleted "
    "deselect details display download edit email empty enter entry error errors expand "
    "export false field file filter filters first forgot forgotten from go have hide history "
    "home hour hours image import in incorrect invalid is item items last leave light list "
    "load loading log logged login logout management midnight minute minutes model models "
    "month more must my name navigation new next noon not nothing now object objects of off "
    "ok on one only open or order other page pages password permission permissions picture "
    "please powered previous query read recent record records remove required reset result "
    "results return row rows run save saved scrollable search see select selected selection "
    "server set settings show showing sign site skip sort start submit success successfully "
    "switch system thanks the theme this time to today toggle tomorrow true try type unknown "
    "update updated upload user username users value view visibility warning was week welcome "
    "with without year yes yesterday you your "
)
"""What Django, Unfold, axes and DRF say to people, minus what is a Portuguese word too."""

NOSSAS = ("Log", "login", "on-line", "Home care", "e-mail", "site")
"""Portuguese by use, and proper names: taken out before the English is looked for."""


def conferir(pagina: Any) -> None:
    """Assert all of it of the page as it stands, wide and narrow, light and dark."""
    onde = urlsplit(pagina.url).path
    faltas = [*_que_transborda(pagina), *_medir(pagina, "conteudo", INGLES.split(), NOSSAS)]
    for cor in CORES:
        pagina.emulate_media(color_scheme=cor)
        faltas += [f"{falta} [{cor}]" for falta in _medir(pagina, "contraste", cor)]
    assert not faltas, f"{onde}\n  " + "\n  ".join(faltas)


def conferir_teclado(pagina: Any, *, passos: int = 25) -> list[str]:
    """Walk by Tab, assert that each stop shows where the focus is, and return the stops' names."""
    nomes: list[str] = []
    for _ in range(passos):
        pagina.keyboard.press("Tab")
        parada = _medir(pagina, "foco")
        if parada is None:  # past the last one
            break
        assert parada["visivel"], f"{urlsplit(pagina.url).path}: foco invisível em {parada['nome']}"
        nomes.append(parada["nome"])
    return nomes


def _que_transborda(pagina: Any) -> list[str]:
    """What is wider than the window, at each width."""
    faltas = []
    for largura in LARGURAS:
        pagina.set_viewport_size({"width": largura, "height": 900})
        faltas += [f"{falta} em {largura} px" for falta in _medir(pagina, "transbordo")]
    return faltas


def _medir(pagina: Any, medida: str, *dados: Any) -> Any:
    return pagina.evaluate(f"dados => {{ {MEDIDAS}; return {medida}(...dados) }}", list(dados))
