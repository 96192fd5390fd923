"""GET /consultas finds a specialty however it was typed."""

from django.db import migrations, models

import apps.kernel.text


def preencher(apps, schema_editor):
    """One update a spelling: there are few, whatever the number of consultas."""
    consultas = apps.get_model("consulta", "Consulta").objects
    for nome in consultas.order_by().values_list("especialidade", flat=True).distinct():
        consultas.filter(especialidade=nome).update(especialidade_dobrada=nome)


class Migration(migrations.Migration):

    dependencies = [
        ('consulta', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='consulta',
            name='especialidade_dobrada',
            field=apps.kernel.text.TextoDobrado(de='especialidade', default='', editable=False, max_length=80, verbose_name='especialidade dobrada'),
            preserve_default=False,
        ),
        migrations.RunPython(preencher, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='consulta',
            index=models.Index(fields=['id_clinica', 'especialidade_dobrada', 'id'], name='consulta_da_especialidade'),
        ),
    ]
