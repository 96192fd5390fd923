"""Use cases of Rede: sign in, say who a user is, keep clinics, roles and professionals."""

from apps.rede.services.clinicas import (
    GERIR,
    alterar_clinica,
    criar_clinica,
    dar_papel,
    listar_clinicas,
    obter_clinica,
    tirar_papel,
    vincular,
)
from apps.rede.services.entrada import (
    auditar_entrada,
    auditar_entrada_recusada,
    credencial_do_usuario,
    entrar,
)
from apps.rede.services.profissionais import (
    alterar_profissional,
    criar_profissional,
    listar_profissionais,
    obter_profissional,
    quem_atende,
    resumir_profissionais,
    resumir_profissional,
)

__all__ = [
    "GERIR",
    "alterar_clinica",
    "alterar_profissional",
    "auditar_entrada",
    "auditar_entrada_recusada",
    "credencial_do_usuario",
    "criar_clinica",
    "criar_profissional",
    "dar_papel",
    "entrar",
    "listar_clinicas",
    "listar_profissionais",
    "obter_clinica",
    "obter_profissional",
    "quem_atende",
    "resumir_profissionais",
    "resumir_profissional",
    "tirar_papel",
    "vincular",
]
