"""What a network has gathered by a million consultas, and who reads it: records, invoices, the trail.

    python -m tests.bench.acervo

On a copy of a template (`dados`): of each consulta that happened, a record of who attended and an
invoice of two items; as many events as there are consultas; the hours of everybody who attends, and
some times of theirs that became free again.
"""

import os

import django

from tests.bench.gente import SENHA

RECEPCAO, FATURISTA, MEDICA = "acervo_recepcao", "acervo_faturista", "acervo_medica"
GESTORA, AUDITORA = "acervo_gestora", "acervo_auditora"

ENCHER = (
    """
    INSERT INTO prontuario_prontuario
      (id_paciente, paciente, cpf, data_nascimento, id_consulta, diagnostico, cid10, tratamento,
       id_autor, autor, versao, data_criacao, hash)
    SELECT c.id_paciente, p.nome, p.cpf, p.data_nascimento, c.id,
       'Influenza com manifestações respiratórias, sem sinais de gravidade', '["J11.1"]',
       'Repouso, hidratação e antitérmico se febre; volta se piorar.',
       c.id_profissional, 'Profissional ' || c.id_profissional, 1,
       c.data_hora + interval '20 min', md5(c.id::text) || md5((-c.id)::text)
    FROM consulta_consulta c JOIN paciente_paciente p ON p.id = c.id_paciente
    WHERE c.status = 'realizada' ORDER BY c.data_hora, c.id
    """,
    """
    INSERT INTO faturamento_fatura
      (versao, id_consulta, id_paciente, paciente, id_clinica, data_consulta, valor_total,
       valor_coberto, valor_paciente, valor_pago, status, tentativas, data_criacao)
    SELECT 1, id, id_paciente, paciente, id_clinica, data_hora, 23000, 15000, 8000,
       CASE WHEN id % 10 < 7 THEN 8000 ELSE 0 END,
       CASE WHEN id % 10 < 7 THEN 'paga' WHEN id % 1000 = 7 THEN 'aguardando_plano' ELSE 'pendente' END,
       0, data_hora + interval '1 hour'
    FROM consulta_consulta WHERE status = 'realizada' ORDER BY data_hora, id
    """,
    """
    INSERT INTO faturamento_item
      (codigo, valor, quantidade, situacao, coberto, valor_coberto, fatura_id)
    SELECT item.codigo, item.valor, 1, item.situacao, item.coberto, item.do_plano, fatura.id
    FROM faturamento_fatura fatura CROSS JOIN
      (VALUES ('CON001', 15000, 'coberto', true, 15000), ('EXA001', 8000, 'negado', false, 0))
      AS item (codigo, valor, situacao, coberto, do_plano)
    ORDER BY fatura.id
    """,
    """
    INSERT INTO kernel_eventoauditoria
      (momento, evento, id_usuario, papel, id_clinica, ip, objeto, permitido, id_requisicao)
    SELECT data_hora, CASE WHEN id % 4 = 0 THEN 'prontuario.lido' ELSE 'consulta.agendada' END,
       1 + id % 300, 'recepcao', id_clinica, '203.0.113.7', 'consulta.consulta:' || id,
       id % 500 <> 0, md5(id::text)
    FROM consulta_consulta ORDER BY data_hora, id
    """,
    """
    INSERT INTO consulta_expediente (id_profissional, dia_semana, inicio, fim)
    SELECT profissional.id, dia, '08:00', '18:00'
    FROM rede_profissional profissional CROSS JOIN generate_series(0, 4) AS dia
    """,
    """
    UPDATE consulta_consulta SET status = 'cancelada' WHERE data_hora > now() AND (id / 100 + id) % 8 = 0
    """,
)  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidasaude.settings")
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # of a million rows each
        for comando in ENCHER:
            cursor.execute(comando)
        cursor.execute("VACUUM ANALYZE")
    contratar()


def contratar() -> None:
    """Reception and billing of the first clinic, its first professional, a manager and an auditor of all."""
    from apps.kernel.access.escopo import Papel
    from apps.kernel.models import Usuario
    from apps.rede.models import Clinica, Profissional
    from apps.rede.services import vincular

    todas = list(Clinica.objects.order_by("pk"))
    medica = Profissional.objects.order_by("pk").first()
    assert medica is not None
    for username, papel, clinicas in (
        (RECEPCAO, Papel.RECEPCAO, todas[:1]),
        (FATURISTA, Papel.FATURAMENTO, todas[:1]),
        (MEDICA, Papel.PROFISSIONAL, list(medica.clinicas.all())),
        (GESTORA, Papel.GESTOR, todas),
        (AUDITORA, Papel.AUDITOR, todas),
    ):
        usuario = Usuario.objects.create_user(username, SENHA, nome=username, is_staff=True)
        for clinica in clinicas:
            vincular(usuario=usuario, clinica=clinica, papel=papel)
        if username == MEDICA:
            medica.usuario = usuario
            medica.save()


if __name__ == "__main__":
    main()
