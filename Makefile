# make run    installs, migrates, loads the demo library once, serves on http://127.0.0.1:8000
# make check  lint, types and the quick tests, in under 90 seconds on two idle cores: for daily work
# make test   installs, runs every check and every test
# make lock   pins what pyproject.toml names
# make bench  measures speed beside rivals and writes benchmarks/RESULTS.md: builds libraries of 1,000 to 100,000 articles
#             once (10 GB in .bench), then takes about 15 minutes; make bench-million: of 1,000,000 (20 GB more)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: setup run check test test-browser test-web test-store test-reading test-others lint lock bench bench-million clean

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

$(VENV)/.bench: $(VENV)/.run requirements-bench.lock
	$(BIN)/python -m pip install --quiet -r requirements-bench.lock
	touch $@

run: setup
	GLOSS_DEMO=true $(BIN)/gloss serve --port $(PORT)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint static

# Two processes, one for each of two cores, with about as much to do; the first prints when both are
# through. What is slow, and so left to `make test`, is told in tests/conftest.py: tests with a
# browser or PostgreSQL, tests of about a second or more, and cases after a test's first two.
QUICK = $(BIN)/python -m pytest -m "not slow" --hypothesis-profile=quick

check: $(VENV)/.test
	( $(MAKE) --no-print-directory lint; lint=$$?; $(QUICK) tests/web tests/linking tests/engines && exit $$lint ) \
		>$(VENV)/check.log 2>&1 & first=$$!; \
	$(QUICK) --ignore=tests/web --ignore=tests/linking --ignore=tests/engines; others=$$?; \
	wait $$first; first=$$?; cat $(VENV)/check.log; \
	test $$first -eq 0 && exit $$others

# Three parts at a time on two cores, whichever ends first takes the next, and the longest begin: a
# part waits for a third of its time (for a browser, another process, a deadline), when two at a
# time left the cores idle. Many tests start the program, whose bytecode is therefore kept, whatever the environment
# says.
PARTS = test-others test-browser test-store test-reading test-web lint
WEB = tests/web tests/corrections tests/panels tests/serving
STORE = tests/store tests/cli tests/bulk_import tests/changes tests/citations
READING = tests/layers tests/linking tests/importers tests/engines
$(PARTS): export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.test
	$(MAKE) --no-print-directory --keep-going --jobs=3 $(PARTS)

test-browser: $(VENV)/.test
	$(BIN)/python -m pytest tests/browser

test-web: $(VENV)/.test
	$(BIN)/python -m pytest $(WEB)

test-store: $(VENV)/.test
	$(BIN)/python -m pytest $(STORE)

test-reading: $(VENV)/.test
	$(BIN)/python -m pytest $(READING)

test-others: $(VENV)/.test
	$(BIN)/python -m pytest $(addprefix --ignore=,tests/browser $(WEB) $(STORE) $(READING))

# One file for every platform and Python version; what is pinned stays until it is named in UPGRADE,
# as in `make lock UPGRADE='--upgrade-package lxml'` or `make lock UPGRADE=--upgrade`.
UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --no-annotate --custom-compile-command 'make lock' $(UPGRADE)

lock: $(VENV)/.test
	$(UV_COMPILE) pyproject.toml --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --extra test --constraints requirements.lock \
		--output-file requirements-test.lock
	$(UV_COMPILE) pyproject.toml --extra bench --constraints requirements-test.lock \
		--output-file requirements-bench.lock

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.load all

bench-million: $(VENV)/.bench
	$(BIN)/python -m benchmarks.load million

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
