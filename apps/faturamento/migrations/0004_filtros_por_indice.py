"""Each filter of GET /faturas is answered in an index, at any size."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('faturamento', '0003_precos_e_rascunhos'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fatura',
            name='fatura_da_clinica',
        ),
        migrations.AddIndex(
            model_name='fatura',
            index=models.Index(fields=['id_clinica', 'id', 'status', 'data_criacao'], name='fatura_da_clinica'),
        ),
        migrations.AddIndex(
            model_name='fatura',
            index=models.Index(fields=['id_clinica', 'status', 'id'], name='fatura_do_estado'),
        ),
    ]
