-- POST /consultas at the next free time: no number is used twice, so neither is a time.
-- Number k is the k-th consulta of days on which every professional sees somebody every half hour:
-- those of one half hour follow each other, and their patients are as many different ones, taken from
-- all over the table (a step that shares no factor with its size passes by each once).
local aqui = debug.getinfo(1).source:match("@?(.*/)")
dofile(aqui .. "relatar.lua")

local CORPO = '{"id_paciente":%d,"id_profissional":%d,"id_clinica":%d,'
  .. '"data_hora":"%sT%02d:%02d:00-03:00","duracao_minutos":30,"especialidade":"Clínica Médica"}'
local POR_DIA = 20

function init(args)
  dados = dofile(args[1])
  proxima = dados.proxima
end

function request()
  local k = proxima
  proxima = k + 1
  local n = k % dados.profissionais
  local vez = math.floor(k / dados.profissionais)
  local hora = vez % POR_DIA
  local corpo = string.format(
    CORPO,
    dados.primeiro + k * dados.passo % dados.quantos,
    dados.primeiro_profissional + n,
    dados.primeira_clinica + math.floor(n / dados.por_clinica),
    dados.dias[math.floor(vez / POR_DIA) + 1],
    8 + math.floor(hora / 2),
    hora % 2 * 30
  )
  return wrk.format("POST", dados.caminho, dados.cabecalhos, corpo)
end
