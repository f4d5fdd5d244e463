# Allmänning. On a machine with Python 3.12 or newer, `make demo` and `make test` need nothing else.
# Everything lands in .venv; the second time nothing is fetched, and no network is needed.

PORT ?=
DATA ?=
FRESH ?=
QUICK ?=

bin := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench texts pictures lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole of Allmänning with three invented municipalities (PORT=8123 DATA=folder FRESH=1)
	@scripts/prepare.sh run
	@exec $(bin)/allmanning demo $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)") $(if $(FRESH),--fresh)

# One process more than there are processors: tests wait for a browser, a database and a cluster.
test: check ## the gate and every test, in a real database, a real browser and a real cluster
	@ALLMANNING_CHROMIUM="$$(scripts/find-chromium.sh)" && export ALLMANNING_CHROMIUM && \
	  JAVA_HOME="$$(scripts/find-java.sh)" && export JAVA_HOME && \
	  exec $(bin)/python -m pytest --numprocesses $$(( $$(nproc) + 1 )) --maxprocesses 4 --dist loadscope --no-loadscope-reorder $(PYTEST)

check: ## the gate without the tests: format, style, templates, borders, dependencies, types
	@scripts/prepare.sh dev
	$(bin)/ruff format --check
	$(bin)/ruff check
	find src -name '*.html' -exec $(bin)/djade --check --target-version 6.1 {} +
	$(bin)/lint-imports --no-logo
	$(bin)/deptry src
	$(bin)/mypy

bench: ## the figures in the README, measured here and now, beside other engines (QUICK=1 for a small scale)
	@scripts/prepare.sh dev
	@exec $(bin)/python -m benchmarks $(if $(QUICK),--quick)

texts: ## the English translations in step with the Swedish sources
	@scripts/prepare.sh dev
	@$(bin)/python -m scripts.texts

pictures: ## the README's screenshots, taken anew
	@scripts/prepare.sh dev
	@ALLMANNING_CHROMIUM="$$(scripts/find-chromium.sh)" && export ALLMANNING_CHROMIUM && $(bin)/python -m scripts.pictures

lock: ## the lock files again, from pyproject.toml
	@scripts/prepare.sh dev
	@scripts/lock.sh

clean: ## remove .venv, .venv-bench and every cache; the demo's data stays
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
