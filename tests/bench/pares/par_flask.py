"""The services being replaced, as they were: Flask under Werkzeug's threaded server, lists in memory
that are searched from the start, no sign-in, nothing on disk, each asking the others with `requests`.

    python -m tests.bench.pares.par_flask paciente | consulta | faturamento

Our rendering, from the contract. It answers the contract's fields, so that the answers compare.
They ran in Flask's debug mode, without the reloader; A_SEM_DEBUG=1 shows what that cost them.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from flask import Flask, jsonify, request

from tests.bench.pares.formas import SAO_PAULO

TIMEOUT = 5
app = Flask(__name__)
app.json.sort_keys = False


def carregar(arquivo: str) -> list[dict[str, Any]]:
    return json.loads((Path(os.environ["DADOS"]) / arquivo).read_text(encoding="utf-8"))


def agora() -> str:
    return datetime.now(SAO_PAULO).isoformat()


@app.get("/livez")
def livez() -> Any:
    return jsonify(status="ok")


def servir_paciente() -> None:
    pacientes = carregar("pacientes.json")

    @app.get("/pacientes/<int:id>")
    def ler(id: int) -> Any:
        for paciente in pacientes:
            if paciente["id"] == id:
                return jsonify(paciente)
        return jsonify(erro="Paciente não encontrado"), 404


def servir_consulta() -> None:
    consultas = carregar("consultas.json")
    profissionais = carregar("profissionais.json")
    url_paciente = os.environ["URL_PACIENTE"]

    @app.post("/consultas")
    def agendar() -> Any:
        dados = request.get_json()
        resposta = requests.get(f"{url_paciente}/pacientes/{dados['id_paciente']}", timeout=TIMEOUT)
        if resposta.status_code != 200:
            return jsonify(erro="Paciente não encontrado"), 404
        profissional = next((p for p in profissionais if p["id"] == dados["id_profissional"]), None)
        if profissional is None:
            return jsonify(erro="Profissional não encontrado"), 404
        consulta = {
            "id": len(consultas) + 1,
            "id_paciente": dados["id_paciente"],
            "paciente": resposta.json()["nome"],
            "id_profissional": dados["id_profissional"],
            "profissional": profissional["nome"],
            "id_clinica": dados["id_clinica"],
            "data_hora": dados["data_hora"],
            "duracao_minutos": dados.get("duracao_minutos", 30),
            "especialidade": dados["especialidade"],
            "motivo": dados.get("motivo"),
            "teleconsulta": dados.get("teleconsulta", False),
            "encaixe": dados.get("encaixe", False),
            "status": "agendada",
            "data_criacao": agora(),
        }
        consultas.append(consulta)
        return jsonify(consulta), 201

    @app.get("/consultas/<int:id>")
    def ler(id: int) -> Any:
        for consulta in consultas:
            if consulta["id"] == id:
                return jsonify(consulta)
        return jsonify(erro="Consulta não encontrada"), 404

    @app.get("/consultas/paciente/<int:id>")
    def do_paciente(id: int) -> Any:
        return jsonify([consulta for consulta in consultas if consulta["id_paciente"] == id])


def servir_faturamento() -> None:
    faturas: list[dict[str, Any]] = []
    url_consulta, url_plano = os.environ["URL_CONSULTA"], os.environ["PLANO_SAUDE_URL"]

    @app.post("/faturas")
    def emitir() -> Any:
        dados = request.get_json()
        resposta = requests.get(f"{url_consulta}/consultas/{dados['id_consulta']}", timeout=TIMEOUT)
        if resposta.status_code != 200:
            return jsonify(erro="Consulta não encontrada"), 404
        consulta = resposta.json()
        itens = [_perguntar(url_plano, consulta, item) for item in dados["procedimentos"]]
        total = round(sum(item["valor"] * item["quantidade"] for item in itens), 2)
        coberto = round(sum(item["valor_coberto"] for item in itens), 2)
        fatura = {
            "id": len(faturas) + 1,
            "id_consulta": consulta["id"],
            "id_paciente": consulta["id_paciente"],
            "paciente": consulta["paciente"],
            "id_clinica": consulta["id_clinica"],
            "data_consulta": consulta["data_hora"],
            "procedimentos": itens,
            "valor_total": total,
            "valor_coberto": coberto,
            "valor_paciente": round(total - coberto, 2),
            "valor_pago": 0.0,
            "status": "pendente",
            "data_criacao": agora(),
        }
        faturas.append(fatura)
        return jsonify(fatura), 201


def _perguntar(url: str, consulta: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    pergunta = {
        "procedimento": item["codigo"],
        "id_paciente": consulta["id_paciente"],
        "valor": item["valor"],
        "quantidade": item.get("quantidade", 1),
    }
    resposta = requests.post(f"{url}/validar-procedimento", json=pergunta, timeout=TIMEOUT).json()
    return {
        "codigo": item["codigo"],
        "valor": item["valor"],
        "quantidade": pergunta["quantidade"],
        "situacao": "coberto" if resposta["coberto"] else "negado",
        "coberto": resposta["coberto"],
        "valor_coberto": resposta["valor_coberto"],
    }


SERVICOS = {
    "paciente": servir_paciente,
    "consulta": servir_consulta,
    "faturamento": servir_faturamento,
}

if __name__ == "__main__":
    SERVICOS[sys.argv[1]]()
    app.run(
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        threaded=True,
        debug=not os.environ.get("A_SEM_DEBUG"),
        use_reloader=False,
    )
