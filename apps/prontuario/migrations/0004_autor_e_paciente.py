"""Whose records an author wrote is read in the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prontuario', '0003_indice_da_data'),
    ]

    operations = [
        migrations.AlterField(
            model_name='prontuario',
            name='id_autor',
            field=models.BigIntegerField(verbose_name='nº do autor'),
        ),
        migrations.AddIndex(
            model_name='prontuario',
            index=models.Index(fields=['id_autor', 'id_paciente'], name='prontuario_do_autor'),
        ),
    ]
