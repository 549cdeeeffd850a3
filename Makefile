# Everything from a fresh clone with Python >= 3.11 alone: each target makes the environment it needs in .venv.
PYTHON ?= python3
PYTEST_FLAGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: site serve manual screenshots test slow corpus browser lint types layers check format pins wheel clean

site: $(VENV)/.run  ## the demonstration digest, in site/
	$(BIN)/digest build

serve: $(VENV)/.dev  ## the same, rebuilt and reloaded on each change
	$(BIN)/digest serve

manual: $(VENV)/.dev  ## the manual, in build/manual/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

screenshots: site  ## the manual's pictures anew, from the demonstration; needs Chromium
	$(BIN)/python docs/tools/screenshots.py site docs/assets

test: $(VENV)/.dev  ## the fast tests
	$(BIN)/pytest --numprocesses auto $(PYTEST_FLAGS)

slow corpus browser: $(VENV)/.dev  ## the tests so marked
	$(BIN)/pytest -m $@ $(PYTEST_FLAGS)

lint: $(VENV)/.dev  ## style, and the formatter's opinion
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev  ## the architecture
	$(BIN)/lint-imports

check: lint types layers test  ## before a commit

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: $(VENV)/.dev  ## source distribution and wheel, in dist/
	$(BIN)/python -m build --no-isolation

pins: $(VENV)/.dev  ## constraints.txt and requirements.txt anew; add COMPILE_FLAGS=--upgrade for newer versions
	$(COMPILE) $(COMPILE_FLAGS) --all-build-deps --extra dev --extra mkdocs --output-file constraints.txt pyproject.toml
	$(COMPILE) --all-build-deps --constraint constraints.txt --output-file requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) build dist site .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# What `digest` runs with, pinned by hash; then `digest` itself, as it stands in this checkout.
$(VENV)/.run: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: constraints.txt $(VENV)/.run
	$(PIP) install --require-hashes --requirement constraints.txt
	touch $@
