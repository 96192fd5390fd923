"""Each filter of GET /consultas is answered in an index, at any size."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consulta', '0002_especialidade_dobrada'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='consulta',
            name='consulta_do_profissional',
        ),
        migrations.RemoveIndex(
            model_name='consulta',
            name='consulta_da_clinica',
        ),
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(fields=['id_clinica', 'id', 'id_profissional', 'status', 'data_hora'], name='consulta_da_clinica'),
        ),
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(fields=['id_clinica', 'status', 'id'], name='consulta_do_estado'),
        ),
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(fields=['id_profissional', 'data_hora', 'status', 'id_clinica', 'id_paciente'], name='consulta_do_profissional'),
        ),
    ]
