# make run | test | check | bench | soak: each makes .venv first, if it is missing or older than the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
export NEWSWATCH_SHARED := $(abspath $(SHARED))
export PTB_TIMEDELTA := 1
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make pins'

.PHONY: run test coverage check bench soak format pins clean
run: $(VENV)/.runs
	@exec $(BIN)/python run_bot.py run

# Three at a time even on two cores: many tests mostly wait. A file's tests stay together.
test: $(VENV)/.checks
	$(BIN)/python -m pytest -q -m "not soak" -n 3 --dist loadfile $(ARGS)

coverage: $(VENV)/.checks
	$(BIN)/python -m pytest -q -m "not soak" --cov --cov-report=term:skip-covered $(ARGS)

check: $(VENV)/.checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.checks
	$(BIN)/python -m bench

soak: $(VENV)/.checks
	$(BIN)/python -m pytest -q -m soak --timeout=7200 $(ARGS)
	$(BIN)/python -m bench.search --items 1000000
	$(BIN)/python -m bench.replies --items 1000000

format: $(VENV)/.checks
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pins: $(VENV)/.checks
	$(PIN) -o requirements.txt requirements.in
	$(PIN) -o requirements-dev.txt requirements-dev.in

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Newswatch needs Python 3.11 to 3.14; try: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Making $(VENV) (once; takes a minute)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: requirements.txt | $(VENV)/.made
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.checks: requirements-dev.txt $(VENV)/.runs
	@$(PIP) -r requirements-dev.txt
	@touch $@
