-- GET of a path, whose %d (if it has one) is an existing id at random.
local aqui = debug.getinfo(1).source:match("@?(.*/)")
dofile(aqui .. "relatar.lua")

function init(args)
  dados = dofile(args[1])
  math.randomseed(dados.semente)
end

function request()
  local id = dados.primeiro + math.random(0, dados.quantos - 1)
  return wrk.format("GET", string.format(dados.caminho, id), dados.cabecalhos)
end
