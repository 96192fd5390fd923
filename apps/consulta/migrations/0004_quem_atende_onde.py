"""PostgreSQL learns that a professional works in few clinics.

It takes the two for independent otherwise, expects a tenth of a professional's consultas in their own
clinic, and then gathers and sorts all of them where it could walk the clinic's newest first.
"""

from django.db import migrations

CRIAR = """
CREATE STATISTICS consulta_quem_atende_onde (mcv) ON id_clinica, id_profissional
FROM consulta_consulta;
ALTER STATISTICS consulta_quem_atende_onde SET STATISTICS 500;
"""
DESFAZER = "DROP STATISTICS consulta_quem_atende_onde"


def _no_postgres(sql):
    def executar(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return executar


class Migration(migrations.Migration):

    dependencies = [
        ('consulta', '0003_filtros_por_indice'),
    ]

    operations = [
        migrations.RunPython(_no_postgres(CRIAR), _no_postgres(DESFAZER)),
    ]
