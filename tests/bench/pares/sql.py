"""The questions that ours asks of its tables, as the two peers that read them send them.

The same rows and columns for each operation (apps/consulta/services/agendamento.py), in as few
statements: the two inserted rows are one.
"""

PACIENTE = """
SELECT id, nome, cpf, data_nascimento, nome_social, nome_mae, sexo, cns, passaporte, telefone, email,
       logradouro, numero, complemento, bairro, cidade, uf, cep,
       plano_operadora, plano_nome, plano_carteirinha, plano_validade, data_criacao
FROM paciente_paciente WHERE id = $1
"""

CONSULTAS_DO_PACIENTE = """
SELECT id, id_paciente, paciente, id_profissional, profissional, id_clinica, data_hora,
       duracao_minutos, especialidade, motivo, teleconsulta, encaixe, status, data_criacao
FROM consulta_consulta WHERE id_paciente = $1 AND id_clinica = ANY($2::bigint[])
ORDER BY id DESC LIMIT 51
"""

TODOS_OS_PACIENTES = PACIENTE.replace("WHERE id = $1", "ORDER BY id")
TODAS_AS_CONSULTAS = """
SELECT id, id_paciente, paciente, id_profissional, profissional, id_clinica, data_hora,
       duracao_minutos, especialidade, motivo, teleconsulta, encaixe, status, data_criacao
FROM consulta_consulta ORDER BY id
"""

NOME_DO_PACIENTE = "SELECT nome FROM paciente_paciente WHERE id = $1"
QUEM_ATENDE = """
SELECT (SELECT p.nome FROM rede_profissional p
        JOIN rede_profissional_clinicas c ON c.profissional_id = p.id
        WHERE p.id = $2 AND p.ativo AND c.clinica_id = k.id)
FROM rede_clinica k WHERE k.id = $1 AND k.ativa
"""
EXPEDIENTE = "SELECT dia_semana, inicio, fim FROM consulta_expediente WHERE id_profissional = $1"

INSERIR = """
WITH nova (id) AS (
  INSERT INTO consulta_consulta
    (versao, id_clinica, id_paciente, paciente, id_profissional, profissional, data_hora, fim,
     duracao_minutos, especialidade, especialidade_dobrada, motivo, teleconsulta, encaixe, status,
     data_criacao)
  VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'agendada', $14) RETURNING id
), evento AS (
  INSERT INTO kernel_eventoauditoria
    (momento, evento, id_usuario, papel, id_clinica, ip, objeto, permitido, id_requisicao)
  VALUES ($15, 'consulta.agendada', $16, $17, $18, $19,
          'consulta.consulta:' || (SELECT id FROM nova), true, $20)
)
SELECT id FROM nova
"""
"""The consulta, which the database may refuse, and its audit event: a transaction by itself."""
