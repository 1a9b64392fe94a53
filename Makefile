# make run   sets up what is missing, and serves Mendline on http://127.0.0.1:8501: with a demo cohort, unless
#            MENDLINE_DEMO=0 is set, or MENDLINE_DATABASE_URL names a database and MENDLINE_DEMO=1 is not set
# make test  sets up what is missing, and runs lint, types and every test
# Both can be run again at any time. The README has the plain commands for machines without make.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PORT ?= 8501
COMMA := ,
# A database that was named may be a real one: invented patients and one-click accounts come there only when asked for.
ifeq ($(MENDLINE_DATABASE_URL),)
export MENDLINE_DEMO ?= 1
endif
DEMO := $(filter-out 0 false no,$(MENDLINE_DEMO))

.PHONY: run install test lint types tests words pictures lock

install: .venv/installed

.venv/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "Mendline needs Python 3.11 or newer; none was found. Install it, or run: make PYTHON=/path/to/python3"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Mendline runs on (about a minute the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

run: install
	@$(BIN)/python -m tracker migrate
ifneq ($(DEMO),)
	@$(BIN)/python -m tracker demo
endif
	@echo
	@echo "  Open  http://127.0.0.1:$(PORT)  and $(if $(DEMO),click: patient$(COMMA) physician or administrator,sign in).   Stop with Ctrl+C."
	@echo
	@exec $(BIN)/streamlit run dashboard.py --server.port $(PORT)

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the checks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m tests.browser.chromium
	@touch $@

test: .venv/installed-dev lint types tests

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev
	$(BIN)/mypy

# A browser wants the machine for itself; all else shares it.
tests: .venv/installed-dev
	$(BIN)/python -m pytest tests/browser
	$(BIN)/python -m pytest --ignore tests/browser --numprocesses auto --dist loadfile

words: .venv/installed-dev
	$(BIN)/python -m docs.words

pictures: .venv/installed-dev
	$(BIN)/python -m docs.take_pictures

lock: .venv/installed-dev
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --no-header -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --no-header --allow-unsafe -o requirements-dev.txt requirements-dev.in
