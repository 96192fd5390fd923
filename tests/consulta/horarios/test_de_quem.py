"""GET /agenda/horarios-livres: whose times, and to whom they are shown."""

from apps.kernel.access.escopo import Papel
from apps.rede.models import Clinica, Profissional
from tests.consulta.horarios.cena import CAMINHO, DESCONHECIDO, RESTO_DE_HOJE, livres
from tests.factories import ExpedienteFactory, ProfissionalFactory, VinculoFactory
from tests.respostas import recusa


def test_so_de_profissional_ativo_da_clinica_com_expediente(elenco, medica):
    de_fora = elenco.medica2.profissional
    inativo = ProfissionalFactory(clinicas=[elenco.clinica], ativo=False)
    for profissional in (de_fora, inativo):
        ExpedienteFactory(id_profissional=profissional.pk)
    resposta = elenco.recepcao.get(CAMINHO, {"limite": 200})
    assert {h["id_profissional"] for h in resposta.json()} == {medica}  # nor medico: no hours
    for profissional in (de_fora.pk, inativo.pk, elenco.medico.profissional.pk, DESCONHECIDO):
        assert livres(elenco.recepcao, id_profissional=profissional) == []
    assert livres(elenco.recepcao, id_profissional=medica) == RESTO_DE_HOJE


def test_a_especialidade_acha_se_sem_acento_e_sem_maiuscula(elenco):
    clinico = ProfissionalFactory(
        clinicas=[elenco.clinica], especialidades=["Geriatria", "Clínica Médica"]
    )
    ExpedienteFactory(id_profissional=clinico.pk, inicio="08:00", fim="12:00")
    for escrita in ("Clínica Médica", "clinica  MEDICA", "GERIATRIA"):
        assert livres(elenco.recepcao, especialidade=escrita) == RESTO_DE_HOJE
    for outra in ("Clínica", "Pediatria"):
        assert livres(elenco.recepcao, especialidade=outra) == []


def test_quem_trabalha_em_duas_clinicas_e_oferecido_nas_que_se_alcancam(elenco, medica):
    das_duas = Profissional.objects.get(pk=medica)
    das_duas.clinicas.add(elenco.clinica2)
    um, dois = elenco.clinica.pk, elenco.clinica2.pk

    def clinicas(pessoa, **filtros) -> list[int]:
        resposta = pessoa.get(CAMINHO, {"limite": 2, **filtros})
        return [h["id_clinica"] for h in resposta.json()]

    assert clinicas(elenco.recepcao) == [um, um]
    assert clinicas(elenco.recepcao2) == [dois, dois]
    assert clinicas(elenco.medica) == [um, um]  # a role in one clinic only
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.GESTOR
    )
    assert clinicas(elenco.recepcao) == [um, dois]
    assert clinicas(elenco.recepcao, id_clinica=dois) == [dois, dois]


def test_na_clinica_fechada_nao_ha_horario(elenco, medica):
    das_duas = Profissional.objects.get(pk=medica)
    das_duas.clinicas.add(elenco.clinica2)
    VinculoFactory(
        usuario_id=elenco.recepcao.id_usuario, clinica=elenco.clinica2, papel=Papel.GESTOR
    )
    Clinica.objects.filter(pk=elenco.clinica.pk).update(ativa=False)

    resposta = elenco.recepcao.get(CAMINHO, {"limite": 200})
    assert {h["id_clinica"] for h in resposta.json()} == {elenco.clinica2.pk}
    fechada = elenco.recepcao.get(CAMINHO, {"id_clinica": elenco.clinica.pk})
    assert recusa(fechada) == (404, "clinica_nao_encontrada")


def test_profissional_ve_so_os_seus_horarios(elenco, medica):
    ExpedienteFactory(id_profissional=elenco.medico.profissional.pk, inicio="08:00", fim="12:00")
    assert livres(elenco.medica) == RESTO_DE_HOJE
    assert livres(elenco.medica, id_profissional=medica) == RESTO_DE_HOJE
    assert livres(elenco.medica, id_profissional=elenco.medico.profissional.pk) == []
    assert len(livres(elenco.recepcao)) == 2 * len(RESTO_DE_HOJE)


def test_profissional_que_e_recepcao_em_outra_clinica_ve_todos_de_la_e_os_seus_daqui(
    elenco, medica
):
    VinculoFactory(
        usuario_id=elenco.medica.id_usuario, clinica=elenco.clinica2, papel=Papel.RECEPCAO
    )
    for outro in (elenco.medico, elenco.medica2):
        ExpedienteFactory(id_profissional=outro.profissional.pk, inicio="08:00", fim="12:00")
    resposta = elenco.medica.get(CAMINHO, {"limite": 200})
    assert {(h["id_profissional"], h["id_clinica"]) for h in resposta.json()} == {
        (medica, elenco.clinica.pk),
        (elenco.medica2.profissional.pk, elenco.clinica2.pk),
    }


def test_conta_de_profissional_sem_cadastro_de_profissional_nao_ve_horario(elenco, medica):
    Profissional.objects.filter(pk=medica).update(usuario=None)
    assert livres(elenco.medica) == []


def test_clinica_dos_outros_e_404_como_a_que_nao_existe(elenco, medica):
    for quem in ("recepcao", "medica", "faturista", "gestora"):
        for clinica in (elenco.clinica2.pk, DESCONHECIDO):
            resposta = getattr(elenco, quem).get(CAMINHO, {"id_clinica": clinica})
            assert recusa(resposta) == (404, "clinica_nao_encontrada")
