"""The product's settings, with the follower that counts."""

import os

from vidasaude.settings import *  # noqa: F403 - settings are meant to be taken whole
from vidasaude.settings import INSTALLED_APPS as DO_PRODUTO
from vidasaude.settings import LOGGING

INSTALLED_APPS = [*DO_PRODUTO, "tests.provas.contagem.apps.ContagemConfig"]
CURSOR_FORA = os.environ.get("CURSOR_FORA") == "1"
"""The control: the cursor moves after the transaction of the effect, not in it."""
LOGGING["handlers"]["saida"]["formatter"] = "json"  # as in production: a record is a line
