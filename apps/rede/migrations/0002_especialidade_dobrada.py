"""GET /profissionais finds a specialty however it was typed."""

from django.db import migrations, models

import apps.kernel.text


def preencher(apps, schema_editor):
    """One update a spelling."""
    especialidades = apps.get_model("rede", "Especialidade").objects
    for nome in especialidades.order_by().values_list("nome", flat=True).distinct():
        especialidades.filter(nome=nome).update(nome_dobrado=nome)


class Migration(migrations.Migration):

    dependencies = [
        ('rede', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='especialidade',
            name='nome_dobrado',
            field=apps.kernel.text.TextoDobrado(db_index=True, de='nome', default='', editable=False, max_length=80, verbose_name='nome dobrado'),
            preserve_default=False,
        ),
        migrations.RunPython(preencher, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='especialidade',
            name='nome',
            field=models.CharField(max_length=80, verbose_name='especialidade'),
        ),
    ]
