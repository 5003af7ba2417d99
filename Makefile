# Requires only Python 3.11 or newer and make.

PYTHON ?= python3
# More arguments for the command: make test ARGS="-k errors", make bench ARGS=--quick,
# make mutants ARGS="--only _polling/poller"
ARGS ?=
SYNC = scripts/environment.sh
# Create environments in parallel.
MAKEFLAGS += --jobs=2

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-lowest test-debug test-stress prove model chaos durable soak mutants bench bench-plots web-assets test-browser bench-view web distributed check audit codegen lock clip format coverage clean

help: ## Show this help
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Environments: the demo, development, the official SDK (whose dependencies conflict), benchmarks, plots,
# the web application and the browser.

.venv-demo/.stamp: requirements/demo.txt requirements/uv.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-demo requirements/demo.txt --with-package

.venv/.stamp: requirements/dev.txt requirements/uv.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv requirements/dev.txt --with-package

.venv-official/.stamp: requirements/official.txt requirements/uv.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-official requirements/official.txt

.venv-bench/.stamp: requirements/bench.txt requirements/uv.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-bench requirements/bench.txt --with-package

.venv-plots/.stamp: requirements/plots.txt requirements/uv.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-plots requirements/plots.txt

.venv-web/.stamp: requirements/web.txt requirements/uv.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-web requirements/web.txt --with-package

.venv-browser/.stamp: requirements/browser.txt requirements/uv.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-browser requirements/browser.txt --with-package

demo: .venv-demo/.stamp ## Capture a clip against the sandbox, or against the real API if MOVE_API_KEY is set
	.venv-demo/bin/python examples/demo.py
	.venv-demo/bin/python -m scripts.check_outputs demo-out

test: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run all tests that are not marked slow
	.venv/bin/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-all: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run them against the wheel, on each installed CPython release
	.venv/bin/python -m scripts.pythons $(ARGS)

test-lowest: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run them against the wheel with the lowest allowed dependency versions
	.venv/bin/python -m scripts.pythons --lowest $(ARGS)

test-debug: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run them in the debug modes of Python and asyncio
	PYTHONDEVMODE=1 .venv/bin/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-stress: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run them ten times (up to an hour): alone, on a busy machine, one core, four workers, development mode
	.venv/bin/python -m scripts.stress $(ARGS)

prove: .venv/.stamp ## Run the tests marked slow: gigabytes, killed processes, full disks
	.venv/bin/python -m pytest -m slow

model: .venv/.stamp ## Search a model of the server for a key that is billed twice, with each proof on and off
	.venv/bin/python -m tests.robustness.model $(ARGS)

chaos: .venv/.stamp ## Run scenarios with many faults at once, and print a table of the outcomes
	.venv/bin/python -m tests.robustness.chaos

durable: .venv/.stamp ## Kill, pause and upgrade the processes of durable batches, and print a table of the outcomes
	.venv/bin/python -m tests.durable $(ARGS)

soak: .venv/.stamp ## Make calls for half an hour on each event loop while some fail, and check for leaks
	.venv/bin/python -m tests.robustness.chaos.soak

mutants: .venv/.stamp ## Mutation-test retry, polling, creation and transfer code
	.venv/bin/python -m scripts.mutants $(ARGS)

bench: .venv/.stamp .venv-bench/.stamp .venv-official/.stamp ## Compare speed and memory with other clients in the same run
	.venv-bench/bin/python -m benchmarks $(ARGS)

bench-plots: .venv-plots/.stamp ## Plot the results of the last bench
	.venv-plots/bin/python -m benchmarks.draw

web-assets: ## Build the pages of the viewer and the console from web/ with Node, and test their modules
	cd web && npm ci && npm run build && npm test

test-browser: .venv-browser/.stamp ## Test the viewer, the console and the web application in Chromium; screenshots are in build/browser/
	.venv-browser/bin/python -m pytest tests/browser -m browser $(ARGS)

bench-view: .venv-browser/.stamp ## Measure the page of the viewer in Chromium, without a graphics card
	.venv-browser/bin/python -m scripts.bench_view

web: .venv-web/.stamp ## Start the application of examples/web with a sandbox, until Ctrl+C; PORT=8080
	.venv-web/bin/python -m scripts.web

distributed: .venv/.stamp ## Run a batch on two workers with PostgreSQL and a sandbox, and kill one of them half-way
	.venv/bin/python -m examples.distributed.demo $(ARGS)

check: .venv/.stamp ## Check format, lint, layers, types, real time in tests, and that generated code is up to date
	.venv/bin/python -m scripts.check_tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy
	.venv/bin/pyright
	.venv/bin/python -m tools.codegen --check
	.venv/bin/python -m scripts.audit || echo "audit: not part of the result of make check"

audit: .venv/.stamp ## Look up known vulnerabilities of the locked dependencies
	.venv/bin/python -m scripts.audit

codegen: .venv/.stamp ## Generate the typed client from schema.graphql and queries/
	.venv/bin/python -m tools.codegen

format: .venv/.stamp ## Format the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

coverage: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run all tests and report uncovered lines
	.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest --numprocesses auto --dist worksteal
	.venv/bin/coverage combine
	.venv/bin/coverage report

lock: .venv/.stamp ## Update the lock files to the newest versions that pyproject.toml allows
	scripts/lock.sh

clip: .venv/.stamp ## Generate the video clips of the demo and of the tests
	.venv/bin/uv run --no-project --with 'av>=15,<19' scripts/make_clip.py
	.venv/bin/uv run --no-project --with 'av>=15,<19' scripts/make_test_media.py

clean: ## Remove environments, caches and build output
	rm -rf .venv .venv-demo .venv-official .venv-bench .venv-plots .venv-browser .venv-web web/node_modules demo-out dist build mutants .coverage* .mypy_cache .pytest_cache .ruff_cache
