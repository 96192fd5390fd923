"""A text folded beside itself: written with each row, found however it is typed."""

from typing import Any

import pytest

from apps.kernel.text import TextoDobrado, dobrar
from apps.rede.models import Especialidade
from tests.factories import ProfissionalFactory


@pytest.mark.parametrize(
    ("texto", "dobrado"),
    [
        ("Clínica Médica", "clinica medica"),
        ("  CLINICA   médica ", "clinica medica"),
        ("Cli\u0301nica Me\u0301dica", "clinica medica"),
        ("Ginecologia/Obstetrícia", "ginecologia obstetricia"),
        ("", ""),
        ("--", ""),
    ],
)
def test_dobrar_junta_as_grafias_de_um_texto(texto: str, dobrado: str) -> None:
    assert dobrar(texto) == dobrado == dobrar(dobrado)


@pytest.mark.parametrize("gravar", ["save", "bulk_create"])
def test_a_coluna_se_escreve_com_a_linha(gravar: str, db: None) -> None:
    nova = Especialidade(profissional=ProfissionalFactory(), nome="Clínica Médica")
    if gravar == "save":
        nova.save()
    else:
        Especialidade.objects.bulk_create([nova])

    assert nova.nome_dobrado == "clinica medica"
    lida = Especialidade.objects.get(nome_dobrado="CLINICA  médica")
    assert (lida.nome, lida.nome_dobrado) == ("Clínica Médica", "clinica medica")
    nova.nome = "Pediatria"
    nova.save()
    assert not Especialidade.objects.filter(nome_dobrado="clinica medica").exists()


@pytest.mark.parametrize("texto", ["abc def", "ß" * 6, "ab çdefg"])
def test_o_que_nao_cabe_na_coluna_ainda_se_acha(texto: str) -> None:
    coluna: Any = TextoDobrado(de="nome", max_length=4)
    guardado = coluna.get_prep_value(texto)
    assert len(guardado) <= 4
    assert guardado == coluna.get_prep_value(guardado)
