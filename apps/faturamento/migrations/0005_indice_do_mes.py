"""What is old is found in each month's index, however many clinics ask."""

from django.db import migrations, models

import apps.kernel.months


class Migration(migrations.Migration):

    dependencies = [
        ('faturamento', '0004_filtros_por_indice'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='fatura',
            index=models.Index(apps.kernel.months.Mes('data_criacao'), models.F('id'), models.F('id_clinica'), models.F('status'), models.F('data_criacao'), name='fatura_do_mes'),
        ),
    ]
