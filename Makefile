# make run    installs, migrates, loads the demo library once, serves on http://127.0.0.1:8000
# make test   installs, runs every check and every test
# make lock   pins afresh what pyproject.toml names

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup run test lint lock clean

setup: $(VENV)/.run

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gloss needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.lock
	$(BIN)/python -m pip install --quiet -r requirements-test.lock
	$(BIN)/python -m tests.browser.chromium
	touch $@

run: setup
	GLOSS_DEMO=true $(BIN)/gloss serve --port $(PORT)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint static

# Two processes, one for each of two cores, with about as much to do.
test: lint
	( $(BIN)/python -m pytest tests/browser; browser=$$?; $(BIN)/python -m pytest tests/web && exit $$browser ) & first=$$!; \
	$(BIN)/python -m pytest --ignore=tests/browser --ignore=tests/web; others=$$?; \
	wait $$first && exit $$others

lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	$(BIN)/python -m tests.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
