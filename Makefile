# Haven's commands. Everything is kept inside this folder: .venv/, node_modules/, static/codex/ and .cache/.
# A second run of any of them only does what changed since.

PYTHON ?= python3.11
PORT ?= 8000
PYTEST_ARGS ?=
WORKERS ?= 2
BIN := .venv/bin
RUN := .venv/.runs
TESTS := .venv/.tests
CODEX := static/codex/VERSIONS.txt
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	--strip-extras --no-header

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test setup setup-tests lint screenshots bench requirements codex clean

help: ## What each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: setup ## Haven with a small wiki farm of its own, at http://127.0.0.1:8000 (or PORT=...)
	@$(BIN)/python -m app demo --port $(PORT)

test: setup-tests lint ## All checks and all tests, with the programs they need (PYTEST_ARGS=... narrows them)
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist loadscope $(PYTEST_ARGS)

setup: $(RUN) $(CODEX) ## What Haven needs to run: Python packages and style sheets

setup-tests: setup $(TESTS) ## What the tests need on top: a browser, MariaDB, PHP and a real MediaWiki, where allowed
	@setup/install-system-packages.sh
	@setup/fetch-real-wiki.sh

lint: $(TESTS) ## Style, types and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo >.cache/imports.log || { cat .cache/imports.log; exit 1; }

screenshots: setup-tests ## The pictures of the README
	@$(BIN)/python -m tests.browser.screenshots

bench: $(TESTS) ## How fast the queue page, a large intake and the stream are (prints tables, asserts nothing)
	@$(BIN)/python -m tests.bench

requirements: $(TESTS) ## Compile requirements.txt and requirements-dev.txt from their .in files (UPGRADE=--upgrade)
	$(COMPILE) $(UPGRADE) --output-file requirements.txt requirements.in
	$(COMPILE) $(UPGRADE) --allow-unsafe --output-file requirements-dev.txt requirements-dev.in

codex: $(CODEX) ## Fill static/codex/ with Codex's style sheets

clean: ## Remove everything these commands made
	rm -rf .venv node_modules static/codex .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@setup/create-venv.sh $(PYTHON)

$(RUN): requirements.txt | .venv/bin/python
	@echo "setup: installing what Haven runs on"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TESTS): requirements-dev.txt $(RUN)
	@echo "setup: installing what the tests use"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@mkdir -p .cache
	@touch $@

$(CODEX): package.json package-lock.json setup/copy-codex.mjs
	@npm ci --loglevel=error
	@npm run --silent build
