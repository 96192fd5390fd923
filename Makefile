# Everything a person types, on a machine with Python 3.11, make and git. `make` alone explains.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
UV := uv==0.13.9
# Two makes at once install one after the other.
TRAVA := $(shell command -v flock >/dev/null && echo flock Makefile)
INSTALAR = @$(TRAVA) $(MAKE) -s --no-print-directory

.DEFAULT_GOAL := ajuda
.PHONY: ajuda setup run services test provas bench lint format travar ambiente ambiente-dev ambiente-bench

ajuda:  ## mostra esta lista
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ambiente  ## sobe tudo, com dados de demonstração, em http://127.0.0.1:8000
	@exec $(BIN)/python -m vidasaude.processos

services: ambiente  ## sobe os cinco serviços separados, nas portas 5000 a 5005 (MAPA=2: as do outro mapa)
	@exec $(BIN)/python -m vidasaude.servicos

test: ambiente-dev  ## roda os testes (SQLite; outro banco com DATABASE_URL; só alguns com ARGS="-k nome")
	@exec $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

provas: ambiente-dev  ## roda as provas longas inteiras, em SQLite e PostgreSQL, e guarda docs/provas
	@$(BIN)/python -m tests.provas $(ARGS)

bench: ambiente-dev ambiente-bench  ## mede ao lado dos pares, com wrk e PostgreSQL, e guarda docs/bench (RODADAS=7 SEGUNDOS=5)
	@exec $(BIN)/python -m tests.bench $(ARGS)

lint: ambiente-dev  ## confere estilo, tipos e fronteiras
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: ambiente-dev  ## arruma o estilo
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

setup: ambiente ambiente-dev  ## instala o que run, test e lint usam

travar: ambiente-dev  ## recalcula as versões travadas (requirements*.txt)
	@for arquivo in requirements docker/plano_de_saude/requirements requirements-dev requirements-bench; do \
	  $(BIN)/uv pip compile -q --no-header --python-version 3.11 --universal --generate-hashes \
	    $$arquivo.in -o $$arquivo.txt || exit; \
	done

ambiente:
	$(INSTALAR) .venv/pronto .venv-plano/pronto

ambiente-dev:
	$(INSTALAR) .venv/pronto-dev

ambiente-bench:
	$(INSTALAR) .venv-bench/pronto

# A stamp says that its requirements are installed, so that the second time takes no time.

.venv/pronto: requirements.txt | .venv/uv
	$(call instalar,.venv,$<)

.venv/pronto-dev: requirements-dev.txt | .venv/uv
	$(call instalar,.venv,$<)
	@touch .venv/pronto

.venv-plano/pronto: docker/plano_de_saude/requirements.txt | .venv/uv
	$(call criar,.venv-plano)
	$(call instalar,.venv-plano,$<)

.venv-bench/pronto: requirements-bench.txt | .venv/uv
	$(call criar,.venv-bench)
	$(call instalar,.venv-bench,$<)

.venv/uv:
	$(call criar,.venv)
	@$(BIN)/python -m pip install -q $(UV) || echo "Sem $(UV): segue com o pip, mais devagar."
	@touch $@

define criar
@test -n "$(PYTHON)" || { echo "Vida+ Saúde precisa do Python 3.11 ou mais novo, e não há python3 aqui."; exit 1; }
@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Vida+ Saúde precisa do Python 3.11 ou mais novo; este é o " + sys.version.split()[0] + ". Para usar outro: make PYTHON=caminho")'
@test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
endef

# uv takes seconds where pip takes a minute; both check the hashes.
define instalar
@echo "Instalando $(2)…"
@{ test -x $(BIN)/uv && $(BIN)/uv pip install -q --python $(1)/bin/python --require-hashes -r $(2); } \
  || $(1)/bin/python -m pip install -q --require-hashes -r $(2)
@touch $@
endef
