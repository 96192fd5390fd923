"""Accounts, roles, clinics and professionals at the admin."""

from typing import Any

import pytest
from django.test import Client

from apps.kernel.models import EventoAuditoria, Usuario
from apps.rede.models import Clinica, Profissional, Vinculo
from tests.conftest import Elenco
from tests.factories import ClinicaFactory, ProfissionalFactory, UsuarioFactory
from tests.navegador import erros_de, navegar, pagina, texto

SENHA = "ameixa-cavalo-7-tijolo"

CONTA = {
    "username": "nova.pessoa",
    "nome": "Nova Pessoa",
    "is_staff": "on",
    "senha": SENHA,
    "confirmacao": SENHA,
}


@pytest.fixture
def admin(elenco: Elenco) -> Client:
    return navegar(elenco.admin)


def eventos() -> list[str]:
    """What was done since the administrator signed in."""
    feitos = EventoAuditoria.objects.exclude(evento="entrada").order_by("seq")
    return list(feitos.values_list("evento", flat=True))


def trocar_senha(admin: Client, usuario: int, senha: str, confirmacao: str = "") -> Any:
    return admin.post(
        f"/admin/kernel/usuario/{usuario}/trocar_senha/",
        {"_form_submitted": "True", "senha": senha, "confirmacao": confirmacao or senha},
        headers={"HX-Request": "true"},
    )


# --- accounts ---------------------------------------------------------------------------------


def test_abrir_uma_conta_com_senha(admin: Client) -> None:
    assert admin.post(pagina("kernel.usuario", "add"), CONTA).status_code == 302

    nova = Usuario.objects.get(username="nova.pessoa")
    assert nova.check_password(SENHA)
    assert (nova.is_active, nova.is_staff, nova.is_superuser) == (True, True, False)
    assert eventos() == ["usuario.criado"]
    entrada = {"username": "nova.pessoa", "password": SENHA, "next": "/admin/"}
    assert Client().post("/admin/login/", entrada)["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("trocas", "campo", "palavra"),
    [
        ({"username": "recepcao"}, "username", "Já existe um usuário"),
        ({"senha": "curta", "confirmacao": "curta"}, "confirmacao", "12 caracteres"),
        ({"confirmacao": "outra-senha-bem-longa"}, "confirmacao", "não são iguais"),
        ({"senha": "", "confirmacao": ""}, "senha", "obrigatório"),
    ],
)
def test_conta_recusada_em_palavras(
    admin: Client, trocas: dict[str, str], campo: str, palavra: str
) -> None:
    resposta = admin.post(pagina("kernel.usuario", "add"), CONTA | trocas)

    assert palavra in " ".join(erros_de(resposta)[campo])
    assert SENHA not in texto(resposta)
    assert not Usuario.objects.filter(username="nova.pessoa").exists()


def test_desativar_uma_conta_a_deixa_de_fora(elenco: Elenco, admin: Client) -> None:
    recepcao = navegar(elenco.recepcao)
    assert recepcao.get(pagina("paciente.paciente")).status_code == 200

    admin.post(
        pagina("kernel.usuario", "change", elenco.recepcao.id_usuario),
        {"nome": "Rita", "is_staff": "on"},
    )

    assert recepcao.get(pagina("paciente.paciente")).status_code == 302
    assert Usuario.objects.get(pk=elenco.recepcao.id_usuario).nome == "Rita"


def test_o_ultimo_administrador_nao_se_tranca_do_lado_de_fora(
    elenco: Elenco, admin: Client
) -> None:
    ficha = pagina("kernel.usuario", "change", elenco.admin.id_usuario)

    resposta = admin.post(ficha, {"nome": "Ada", "is_staff": "on"})

    assert erros_de(resposta) == {"is_active": ["É o último administrador ativo."]}
    UsuarioFactory(is_superuser=True)
    assert admin.post(ficha, {"nome": "Ada", "is_staff": "on"}).status_code == 302


def test_trocar_a_senha_derruba_os_tokens_de_antes(elenco: Elenco, admin: Client) -> None:
    antes = Usuario.objects.get(pk=elenco.medica.id_usuario)

    assert "12 caracteres" in texto(trocar_senha(admin, antes.pk, "curta"))
    assert "HX-Redirect" in trocar_senha(admin, antes.pk, SENHA)

    depois = Usuario.objects.get(pk=antes.pk)
    assert depois.check_password(SENHA)
    assert depois.versao_credencial == antes.versao_credencial + 1
    assert eventos() == ["usuario.senha_trocada"]
    assert trocar_senha(navegar(elenco.gestora), antes.pk, SENHA).status_code == 403


def test_dar_e_tirar_um_papel(elenco: Elenco, admin: Client) -> None:
    pessoa = UsuarioFactory()
    campos = {"usuario": pessoa.pk, "clinica": elenco.clinica.pk, "papel": "recepcao"}

    assert admin.post(pagina("rede.vinculo", "add"), campos).status_code == 302
    vinculo = Vinculo.objects.get(usuario=pessoa)
    admin.post(pagina("rede.vinculo", "change", vinculo.pk), {"papel": "gestor"})
    vinculo.refresh_from_db()
    assert vinculo.papel == "gestor"
    admin.post(f"/admin/rede/vinculo/{vinculo.pk}/revogar/", {"_form_submitted": "True"})

    assert not Vinculo.objects.filter(usuario=pessoa).exists()
    assert eventos() == ["vinculo.dado", "vinculo.dado", "vinculo.tirado"]


# --- clinics and professionals ----------------------------------------------------------------


def test_o_administrador_abre_uma_clinica_sem_ganhar_papel_nela(
    elenco: Elenco, admin: Client
) -> None:
    campos = {"nome": "Vida+ Centro", "cidade": "Recife", "uf": "PE", "ativa": "on"}

    assert admin.post(pagina("rede.clinica", "add"), campos).status_code == 302

    nova = Clinica.objects.get(nome="Vida+ Centro")
    assert not nova.vinculos.exists()
    assert Vinculo.objects.filter(usuario_id=elenco.admin.id_usuario).count() == 0


def test_cnes_de_outra_clinica_e_dito_no_campo(elenco: Elenco, admin: Client) -> None:
    ClinicaFactory(cnes="1234567")

    resposta = admin.post(
        pagina("rede.clinica", "add"),
        {"nome": "Vida+ Centro", "cidade": "Recife", "uf": "PE", "cnes": "1234567"},
    )

    assert erros_de(resposta) == {"cnes": ["Já existe uma clínica com este CNES."]}


def test_a_gestora_so_alcanca_as_clinicas_que_administra(elenco: Elenco) -> None:
    gestora = navegar(elenco.gestora)
    alheia = pagina("rede.clinica", "change", elenco.clinica2.pk)

    assert [c.pk for c in gestora.get(pagina("rede.clinica")).context["cl"].result_list] == [
        elenco.clinica.pk
    ]
    assert gestora.get(alheia)["Location"] == "/admin/"
    gestora.post(alheia, {"nome": "Tomada", "cidade": "Recife", "uf": "PE"})
    assert Clinica.objects.get(pk=elenco.clinica2.pk).nome == elenco.clinica2.nome


def test_a_gestora_muda_um_profissional_e_as_clinicas_dos_outros_ficam(elenco: Elenco) -> None:
    profissional = ProfissionalFactory(
        nome="Dra. Ana", clinicas=[elenco.clinica, elenco.clinica2], especialidades=["Geriatria"]
    )
    gestora = navegar(elenco.gestora)
    ficha = pagina("rede.profissional", "change", profissional.pk)
    campos = {
        "nome": "Dra. Ana Luz",
        "conselho": "CRM",
        "numero_conselho": profissional.numero_conselho,
        "uf_conselho": "SP",
        "especialidades": "Geriatria, Clínica Médica",
        "ativo": "on",
    }

    assert elenco.clinica2.nome not in texto(gestora.get(ficha))
    assert set(erros_de(gestora.post(ficha, campos))) == {"clinicas"}
    assert gestora.post(ficha, campos | {"clinicas": [elenco.clinica.pk]}).status_code == 302

    profissional.refresh_from_db()
    assert profissional.nome == "Dra. Ana Luz"
    assert {c.pk for c in profissional.clinicas.all()} == {elenco.clinica.pk, elenco.clinica2.pk}
    assert [e.nome for e in profissional.especialidades.all()] == ["Geriatria", "Clínica Médica"]


def test_so_o_administrador_liga_um_profissional_a_uma_conta(elenco: Elenco, admin: Client) -> None:
    conta = UsuarioFactory()
    campos = {
        "nome": "Dr. Novo",
        "conselho": "CRM",
        "numero_conselho": "55555",
        "uf_conselho": "SP",
        "clinicas": [elenco.clinica.pk],
        "usuario": conta.pk,
        "ativo": "on",
    }

    assert (
        navegar(elenco.gestora).post(pagina("rede.profissional", "add"), campos).status_code == 302
    )
    assert Profissional.objects.get(numero_conselho="55555").usuario is None
    assert erros_de(admin.post(pagina("rede.profissional", "add"), campos)) == {
        "numero_conselho": ["Já existe um profissional com este registro no conselho."]
    }
    campos["numero_conselho"] = "66666"
    assert admin.post(pagina("rede.profissional", "add"), campos).status_code == 302
    assert Profissional.objects.get(numero_conselho="66666").usuario == conta
