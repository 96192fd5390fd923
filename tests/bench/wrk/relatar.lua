-- What a round says at its end, as one line of JSON.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function done(resumo, latencia)
  local e = resumo.errors
  local proxima = threads[1]:get("proxima") or 0
  io.write(string.format(
    'BENCH {"pedidos": %d, "segundos": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "erros": %d, "proxima": %d}\n',
    resumo.requests,
    resumo.duration / 1e6,
    latencia:percentile(50) / 1000,
    latencia:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout,
    proxima
  ))
end
