"""`importar_pacientes`: a file of people, judged as the API judges, told by line and field alone."""

from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.kernel.models import EventoAuditoria, Usuario
from apps.paciente import services
from apps.paciente.models import Paciente
from apps.paciente.services import importacao
from tests import documentos
from tests.conftest import Elenco
from tests.factories import PacienteFactory

CABECALHO = (
    "nome;cpf;cns;passaporte;data_nascimento;email;"
    "endereco.cep;endereco.uf;plano.operadora;plano.validade"
)
CPFS = [documentos.cpf(400_000_000 + n) for n in range(60)]
CNS = "700000000000005"

pytestmark = pytest.mark.django_db


def linha(nome: str = "Ana Souza", cpf: str = "", **campos: str) -> str:
    padrao = {"nascimento": "1985-04-12", "cns": "", "passaporte": "", "email": "", "resto": ";;;"}
    c = padrao | campos
    return ";".join([nome, cpf, c["cns"], c["passaporte"], c["nascimento"], c["email"], c["resto"]])


@pytest.fixture
def importar(elenco: Elenco, tmp_path: Path) -> Callable[..., tuple[str, list[str]]]:
    """Run the command for recepcao over some lines; what it said, and its complaints."""

    def rodar(
        *linhas: str, cabecalho: str = CABECALHO, usuario: str = "recepcao", **opcoes: Any
    ) -> tuple[str, list[str]]:
        arquivo = tmp_path / "pacientes.csv"
        arquivo.write_text("\n".join([cabecalho, *linhas]), encoding="utf-8")
        dito, queixas = StringIO(), StringIO()
        try:
            call_command(
                "importar_pacientes",
                str(arquivo),
                usuario=usuario,
                stdout=dito,
                stderr=queixas,
                **opcoes,
            )
        except CommandError as erro:
            queixas.write(f"erro: {erro}")
        return dito.getvalue(), queixas.getvalue().splitlines()

    return rodar


def problemas(queixas: Iterable[str]) -> list[tuple[str, str]]:
    """`linha 3: cpf: …` as (`linha 3`, `cpf`)."""
    partes = [queixa.split(": ") for queixa in queixas if queixa.startswith("linha ")]
    return [(parte[0], parte[1]) for parte in partes]


def test_importar_cadastra_como_a_api_cadastraria(
    elenco: Elenco, importar: Callable[..., tuple[str, list[str]]]
) -> None:
    cpf = f"{CPFS[0][:3]}.{CPFS[0][3:6]}.{CPFS[0][6:9]}-{CPFS[0][9:]}"
    resto = "01310-100;SP;Plano1;31/12/2030"
    dito, queixas = importar(linha("José d'Ávila", cpf, nascimento="12/04/1985", resto=resto))

    assert (dito, queixas) == ("1 novos, 0 mudados, 0 já estavam assim.\n", [])
    (achado,) = elenco.recepcao.get("/pacientes?busca=avila").json()
    esperado = {"nome": "José d'Ávila", "cpf": CPFS[0], "data_nascimento": "1985-04-12"}
    assert esperado.items() <= achado.items()
    assert (achado["endereco"]["cep"], achado["endereco"]["uf"]) == ("01310100", "SP")
    assert achado["plano"] == {
        "operadora": "Plano1", "nome": None, "carteirinha": None, "validade": "2030-12-31",
    }  # fmt: skip
    assert (achado["email"], achado["nome_social"]) == (None, None)


def test_cada_cadastro_fica_na_trilha_em_nome_de_quem_importou(
    elenco: Elenco, importar: Callable[..., tuple[str, list[str]]]
) -> None:
    importar(linha(cpf=CPFS[0]), linha(cpf=CPFS[1]))

    eventos = EventoAuditoria.objects.filter(evento="paciente.cadastrado")
    assert {e.objeto for e in eventos} == {
        f"paciente.paciente:{pk}" for pk in Paciente.objects.values_list("pk", flat=True)
    }
    assert {e.id_usuario for e in eventos} == {elenco.recepcao.id_usuario}


RUINS = (
    linha("A", "11111111111", nascimento="32/13/1985", email="nao", resto="1;XX;;"),
    linha("Sem documento"),
    linha("Do futuro", CPFS[2], nascimento="2999-01-01"),
    "só;três;colunas",
)
PROBLEMAS = [
    ("linha 2", "cpf"),
    ("linha 2", "data_nascimento"),
    ("linha 2", "email"),
    ("linha 2", "endereco.cep"),
    ("linha 2", "endereco.uf"),
    ("linha 2", "nome"),
    ("linha 3", "cpf"),
    ("linha 4", "data_nascimento"),
    ("linha 5", "Tem 3 colunas, e o cabeçalho 10; confira também as aspas."),
]


def test_simular_diz_todos_os_problemas_de_todas_as_linhas_e_nao_grava(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    PacienteFactory(cpf=CPFS[5])
    dito, queixas = importar(
        *RUINS, linha(cpf=CPFS[3]), linha(cpf=CPFS[3]), linha(cpf=CPFS[5]), simular=True
    )

    assert problemas(queixas) == [("linha 8", "cpf"), *PROBLEMAS, ("linha 7", "cpf")]
    assert "linha 8: cpf: Já está cadastrado; nada mudou." in queixas
    assert "linha 7: cpf: Repete o da linha 6." in queixas
    assert queixas[-1] == "erro: Linhas com problema: 5 (estão acima, pelo número)."
    assert dito == "1 novos, 0 mudados, 1 já estavam assim.\nNada foi gravado.\n"
    assert Paciente.objects.count() == 1
    assert not EventoAuditoria.objects.exists()


def test_as_boas_entram_e_as_ruins_sao_ditas(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    dito, queixas = importar(*RUINS, linha("Boa Pessoa", CPFS[3]))

    assert dito.startswith("1 novos")
    assert problemas(queixas) == PROBLEMAS
    assert [p.nome for p in Paciente.objects.all()] == ["Boa Pessoa"]


def test_tudo_ou_nada_deixa_fora_as_boas_tambem(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    dito, queixas = importar(*RUINS, linha(cpf=CPFS[3]), tudo_ou_nada=True)

    assert "Nada foi gravado." in dito
    assert problemas(queixas) == PROBLEMAS
    assert not Paciente.objects.exists()
    assert importar(linha(cpf=CPFS[3]), tudo_ou_nada=True)[0].startswith("1 novos")


def test_o_relato_nao_tem_dado_de_ninguem(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    PacienteFactory(cpf=CPFS[0])
    _, queixas = importar(
        linha("Fulana Secreta", CPFS[0], email="fulana-secreta@exemplo"),
        linha("Fulana Secreta", CPFS[1], resto="99999;SECRETO;;"),
        linha("Fulana Secreta", CPFS[1]),
    )

    junto = "".join(queixas).lower()
    assert len(queixas) > 4
    for segredo in ("secret", CPFS[0], CPFS[1], "99999"):
        assert segredo not in junto


def test_de_novo_quem_ja_esta_e_dito_e_nada_muda(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    linhas = (
        linha("Um", CPFS[0]),
        linha("Dois", cns=CNS),
        linha("Três", passaporte="FX123"),
    )
    importar(*linhas)
    antes = list(Paciente.objects.order_by("pk").values())
    dito, queixas = importar(*(x.replace("Um", "Outro nome") for x in linhas))

    assert dito == "0 novos, 0 mudados, 3 já estavam assim.\n"
    assert problemas(queixas) == [
        ("linha 2", "cpf"), ("linha 3", "cns"), ("linha 4", "passaporte")
    ]  # fmt: skip
    assert list(Paciente.objects.order_by("pk").values()) == antes


@pytest.mark.parametrize("cpf", [CPFS[0], CPFS[2]], ids=["de outro paciente", "de ninguém"])
def test_cpf_e_cns_que_nao_sao_da_mesma_pessoa_sao_recusados(
    importar: Callable[..., tuple[str, list[str]]], cpf: str
) -> None:
    PacienteFactory(cpf=CPFS[0])
    PacienteFactory(cpf=CPFS[1], cns=CNS)
    dito, queixas = importar(linha(cpf=cpf, cns=CNS))

    assert dito.startswith("0 novos")
    assert ("linha 2", "cns") in problemas(queixas)
    assert "É de um paciente que tem outro documento na rede." in "".join(queixas)
    assert Paciente.objects.count() == 2


def test_um_documento_a_mais_de_quem_ja_esta_nao_e_problema(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    PacienteFactory(cpf=CPFS[0])
    dito, queixas = importar(linha(cpf=CPFS[0], cns=CNS))

    assert dito == "0 novos, 0 mudados, 1 já estavam assim.\n"
    assert problemas(queixas) == [("linha 2", "cpf")]


def test_o_passaporte_de_outro_nao_conta_para_quem_tem_cpf(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    """No rule makes a passport unique: two people may have been given one number."""
    PacienteFactory(cpf=CPFS[0], passaporte="AB123456")

    dito, queixas = importar(linha(cpf=CPFS[1], passaporte="AB123456"))

    assert (dito[:7], queixas) == ("1 novos", [])


def test_quem_se_cadastra_entre_a_conferencia_e_a_gravacao_e_dito_e_os_outros_entram(
    importar: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    conferir = importacao._triar

    def conferir_e_perder(*args: Any) -> Any:
        triagem = conferir(*args)
        PacienteFactory(cpf=CPFS[1])  # reception is quicker
        return triagem

    monkeypatch.setattr(importacao, "_triar", conferir_e_perder)
    dito, queixas = importar(*(linha(f"Pessoa {n}", CPFS[n]) for n in range(3)))

    assert dito.startswith("2 novos")
    assert queixas[0] == "linha 3: cpf: Já existe um paciente com este CPF na rede."
    assert sorted(p.cpf or "" for p in Paciente.objects.all()) == sorted(CPFS[:3])


def test_tudo_ou_nada_perde_tudo_para_quem_se_cadastra_no_meio(
    importar: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importacao, "LOTE", 1)
    monkeypatch.setattr(importacao, "_donos", lambda fichas: {})
    PacienteFactory(cpf=CPFS[2])
    _, queixas = importar(*(linha(cpf=CPFS[n]) for n in range(3)), tudo_ou_nada=True)

    assert queixas == ["erro: Já existe um paciente com este CPF na rede."]
    assert Paciente.objects.count() == 1


@pytest.mark.parametrize("usuario", ["medica", "faturista", "auditora", "admin"])
def test_so_quem_pode_cadastrar_importa(
    importar: Callable[..., tuple[str, list[str]]], usuario: str
) -> None:
    _, queixas = importar(linha(cpf=CPFS[0]), usuario=usuario)

    assert queixas == ["erro: Seu papel não permite esta operação."]
    assert not Paciente.objects.exists()


def test_conta_que_nao_existe_ou_fechada_nao_importa(
    elenco: Elenco, importar: Callable[..., tuple[str, list[str]]]
) -> None:
    Usuario.objects.filter(pk=elenco.recepcao2.id_usuario).update(is_active=False)

    for usuario in ("ninguem", "recepcao2"):
        _, queixas = importar(linha(cpf=CPFS[0]), usuario=usuario)
        assert queixas == ["erro: Não há usuário ativo com este nome de entrada."]
    assert importar(linha(cpf=CPFS[0]), usuario="gestora")[0].startswith("1 novos")


@pytest.mark.parametrize(
    ("cabecalho", "dito"),
    [
        ("nome;cpf", "não tem: data_nascimento"),
        ("nome;data_nascimento;id", "colunas desconhecidas: id"),
        ("nome;data_nascimento;endereco", "colunas desconhecidas: endereco"),
        ("nome;data_nascimento;plano.cor", "colunas desconhecidas: plano.cor"),
    ],
)
def test_o_cabecalho_tem_os_campos_da_api_e_so_eles(
    importar: Callable[..., tuple[str, list[str]]], cabecalho: str, dito: str
) -> None:
    _, queixas = importar("Ana;1985-04-12;1", cabecalho=cabecalho)

    assert dito in queixas[0]


def test_virgula_e_colunas_em_outra_ordem_tambem_servem(
    importar: Callable[..., tuple[str, list[str]]],
) -> None:
    importar(f'1985-04-12,"Souza, Ana",{CPFS[0]}', cabecalho="data_nascimento,nome,cpf")

    assert Paciente.objects.get().nome == "Souza, Ana"


def test_as_perguntas_ao_banco_sao_as_mesmas_para_uma_linha_e_para_vinte(
    importar: Callable[..., tuple[str, list[str]]],
    contar_queries: Callable[[Callable[[], Any]], int],
) -> None:
    importar(linha(cpf=CPFS[59]))  # who recepcao is, is remembered from here on
    uma = contar_queries(lambda: importar(linha(cpf=CPFS[0])))

    vinte = contar_queries(lambda: importar(*(linha(cpf=CPFS[n]) for n in range(1, 21))))

    assert vinte == uma
    assert services.listar(busca="ana").count() == 22
