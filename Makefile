# Needs make and Python 3.11 or later; everything else goes into .venv.
#
#   make          ruff, mypy and the tests
#   make demo     the records of a sample page, as a table and as JSON
#   make test     the tests alone
#   make lint     ruff and mypy alone
#   make coverage the tests once more, which lines and branches they miss, and the floor; takes twice as long
#   make floors   raise the quality floors to today's scores (never lowers one)
#   make clean    remove what was made

PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
SAMPLE ?= samples/interrupted-page.txt

.PHONY: check demo test lint coverage floors clean

check: lint test

demo: $(VENV)/.installed
	$(BIN)/civicnews extract $(SAMPLE) --format table
	$(BIN)/civicnews extract $(SAMPLE) --pretty

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

coverage: $(VENV)/.installed-dev
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

floors: $(VENV)/.installed-dev
	$(BIN)/python -m civicnews.evaluation.floors tests/quality/floors.json --raise

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "civicnews needs Python 3.11 or later; try: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser,report]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .coverage .coverage.* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
