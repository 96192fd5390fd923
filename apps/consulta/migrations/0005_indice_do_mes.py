"""What is old is found in each month's index, however many clinics ask."""

from django.db import migrations, models

import apps.kernel.months


class Migration(migrations.Migration):

    dependencies = [
        ('consulta', '0004_quem_atende_onde'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(apps.kernel.months.Mes('data_hora'), models.F('id'), models.F('id_clinica'), models.F('status'), models.F('data_hora'), name='consulta_do_mes'),
        ),
    ]
