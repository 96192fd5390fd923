"""A follower whose cursor moves after the transaction of the effect: killed in between, it does the
effect again, and the proof has to fail.
"""

import time

ENTRE = "entre o efeito e o cursor"
SEGUNDOS = 2.0


def ligar() -> None:
    from django.db import transaction

    from apps.kernel import facts
    from apps.kernel.models import CursorDeFatos
    from tests.provas.contagem.marca import marcar
    from tests.provas.contagem.seguidor import NOME

    def dar_um_passo(cursor: CursorDeFatos, fato: facts.FatoLido) -> bool:
        escrita = facts._reagir(cursor.seguidor, cursor.origem, fato.tipo, fato.dados)
        with transaction.atomic():
            if escrita is not None:
                escrita()
        if cursor.seguidor == NOME:
            marcar(ENTRE)
            time.sleep(SEGUNDOS)
        facts._avancar(cursor, fato)
        return True

    facts._dar_um_passo = dar_um_passo
