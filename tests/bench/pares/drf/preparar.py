"""Make the peer's tables in a schema of their own, with the same people and consultas as ours.

python -m tests.bench.pares.drf.preparar
"""

import os

import django
from django.apps import apps
from django.db import connection

COPIAR = (
    "INSERT INTO drf_usuario SELECT id, username, is_active FROM public.kernel_usuario",
    "INSERT INTO drf_clinica SELECT id, nome FROM public.rede_clinica",
    "INSERT INTO drf_vinculo SELECT id, usuario_id, clinica_id FROM public.rede_vinculo",
    "INSERT INTO drf_profissional SELECT id, nome FROM public.rede_profissional",
    """
    INSERT INTO drf_paciente
      (id, nome, cpf, data_nascimento, nome_social, nome_mae, sexo, cns, passaporte, telefone, email,
       logradouro, numero, complemento, bairro, cidade, uf, cep,
       plano_operadora, plano_nome, plano_carteirinha, plano_validade, data_criacao)
    SELECT
       id, nome, cpf, data_nascimento, nome_social, nome_mae, sexo, cns, passaporte, telefone, email,
       logradouro, numero, complemento, bairro, cidade, uf, cep,
       plano_operadora, plano_nome, plano_carteirinha, plano_validade, data_criacao
    FROM public.paciente_paciente
    """,
    """
    INSERT INTO drf_consulta
      (id, clinica_id, paciente_id, profissional_id, data_hora, fim, duracao_minutos,
       especialidade, motivo, teleconsulta, encaixe, status, data_criacao)
    SELECT
       id, id_clinica, id_paciente, id_profissional, data_hora, fim, duracao_minutos,
       especialidade, motivo, teleconsulta, encaixe, status, data_criacao
    FROM public.consulta_consulta
    """,
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.pares.drf.settings")
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA par_drf")
    with connection.schema_editor() as tabelas:
        for modelo in apps.get_app_config("drf").get_models():
            tabelas.create_model(modelo)
    with connection.cursor() as cursor:
        for copia in COPIAR:
            cursor.execute(copia)
        for modelo in apps.get_app_config("drf").get_models():
            tabela = modelo._meta.db_table
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [tabela, modelo.objects.order_by("-pk").values_list("pk", flat=True).first() or 1],
            )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
