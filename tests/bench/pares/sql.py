"""The questions that ours asks of its tables, as the two peers that read them send them.

The same rows and columns for each operation (apps/consulta/services/agendamento.py), in as few
statements as somebody who writes SQL by hand would use.
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

CLINICA_ATIVA = "SELECT ativa FROM rede_clinica WHERE id = $1"
NOME_DO_PACIENTE = "SELECT nome FROM paciente_paciente WHERE id = $1"
PROFISSIONAL = """
SELECT p.nome, p.ativo,
       EXISTS (SELECT FROM rede_profissional_clinicas c
               WHERE c.profissional_id = p.id AND c.clinica_id = $2) AS da_clinica
FROM rede_profissional p WHERE p.id = $1
"""
EXPEDIENTE = "SELECT dia_semana, inicio, fim FROM consulta_expediente WHERE id_profissional = $1"

INSERIR = """
INSERT INTO consulta_consulta
  (versao, id_clinica, id_paciente, paciente, id_profissional, profissional, data_hora, fim,
   duracao_minutos, especialidade, especialidade_dobrada, motivo, teleconsulta, encaixe, status,
   data_criacao)
VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'agendada', $14) RETURNING id
"""
AUDITAR = """
INSERT INTO kernel_eventoauditoria
  (momento, evento, id_usuario, papel, id_clinica, ip, objeto, permitido, id_requisicao)
VALUES ($1, 'consulta.agendada', $2, $3, $4, $5, $6, true, $7)
"""
