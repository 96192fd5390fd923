"""Free times read what is booked in the index alone, of however many professionals and days."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consulta', '0005_indice_do_mes'),
    ]

    # The new one first: while it is built, what is there can still be read.
    operations = [
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(fields=['id_profissional', 'data_hora', 'status', 'id_clinica', 'id_paciente', 'fim', 'encaixe'], name='consulta_do_profissional_novo'),
        ),
        migrations.RemoveIndex(
            model_name='consulta',
            name='consulta_do_profissional',
        ),
        migrations.RenameIndex(
            model_name='consulta',
            new_name='consulta_do_profissional',
            old_name='consulta_do_profissional_novo',
        ),
    ]
