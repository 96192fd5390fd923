from pathlib import Path
from typing import Any

from apps.kernel.imports.command import ComandoDeImportacao
from apps.kernel.imports.report import Relato
from apps.prontuario import services


class Command(ComandoDeImportacao):
    help = "Importa a CID-10 (subcategorias, do DATASUS)."

    def importar(self, *, arquivo: Path, tudo_ou_nada: bool, **opcoes: Any) -> Relato:
        return services.importar_cid10(
            arquivo=arquivo, tudo_ou_nada=tudo_ou_nada, acompanhar=self.acompanhar
        )
