from pathlib import Path
from typing import Any

from apps.faturamento import services
from apps.kernel.imports.command import ComandoDeImportacao
from apps.kernel.imports.report import Relato


class Command(ComandoDeImportacao):
    help = "Importa a tabela TUSS (correlação TUSS × Rol, da ANS)."

    def importar(self, *, arquivo: Path, tudo_ou_nada: bool, **opcoes: Any) -> Relato:
        return services.importar_tuss(
            arquivo=arquivo, tudo_ou_nada=tudo_ou_nada, acompanhar=self.acompanhar
        )
