# Everything starts from nothing but Python 3.11 or newer and make.

PYTHON ?= python3
# Further arguments of the tests, of bench and of mutants: make test ARGS="-k errors", make bench ARGS=--quick,
# make mutants ARGS="--only idempotency"
ARGS ?=
SYNC = scripts/environment.sh
# Environments are made side by side.
MAKEFLAGS += --jobs=2

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-lowest test-debug test-stress prove model chaos soak mutants bench bench-plots check audit codegen lock clip format coverage clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Environments: what a user installs, what a developer needs, the official SDK, which needs its own, and the benchmarks.

.venv-demo/.stamp: requirements/demo.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-demo requirements/demo.txt --with-package

.venv/.stamp: requirements/dev.txt pyproject.toml scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv requirements/dev.txt --with-package

.venv-official/.stamp: requirements/official.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-official requirements/official.txt

.venv-bench/.stamp: requirements/bench.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-bench requirements/bench.txt --with-package

.venv-plots/.stamp: requirements/plots.txt scripts/environment.sh
	$(SYNC) "$(PYTHON)" .venv-plots requirements/plots.txt

demo: .venv-demo/.stamp ## Run the whole workflow against the sandbox, or the real API with MOVE_API_KEY
	.venv-demo/bin/python examples/demo.py
	.venv-demo/bin/python -m scripts.check_outputs demo-out

test: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run every test that is not marked slow
	.venv/bin/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-all: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run every test against the wheel, on each release of CPython here
	.venv/bin/python -m scripts.pythons $(ARGS)

test-lowest: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## The same with the lowest versions that are allowed
	.venv/bin/python -m scripts.pythons --lowest $(ARGS)

test-debug: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run every test in the debug modes of Python and asyncio
	PYTHONDEVMODE=1 .venv/bin/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-stress: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run the tests ten times (an hour or less): alone, busy, one core, four workers, development mode
	.venv/bin/python -m scripts.stress $(ARGS)

prove: .venv/.stamp ## Run the slow proofs: gigabytes, kills, full disks
	.venv/bin/python -m pytest -m slow

model: .venv/.stamp ## Search a model of the server for a key that is billed twice, with each proof on and off, and print what was found
	.venv/bin/python -m tests.model $(ARGS)

chaos: .venv/.stamp ## Let everything go wrong at once, and print a table of what came of it
	.venv/bin/python -m tests.chaos

soak: .venv/.stamp ## Call for half an hour on each event loop while calls fail, and see that nothing piles up
	.venv/bin/python -m tests.chaos.soak

mutants: .venv/.stamp ## Break the code in a thousand places, and see whether the tests notice each
	.venv/bin/python -m scripts.mutants $(ARGS)

bench: .venv/.stamp .venv-bench/.stamp .venv-official/.stamp ## Compare speed and memory with peers, in the same run
	.venv-bench/bin/python -m benchmarks $(ARGS)

bench-plots: .venv-plots/.stamp ## Draw the results of the last bench
	.venv-plots/bin/python -m benchmarks.draw

check: .venv/.stamp ## Check format, lint, types, layers, that no test depends on real time, and that regenerating changes nothing
	.venv/bin/python -m scripts.check_tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy
	.venv/bin/pyright
	.venv/bin/python -m tools.codegen --check
	.venv/bin/python -m scripts.audit || echo "audit: see above; it does not decide about make check"

audit: .venv/.stamp ## Look up known vulnerabilities of what the locks hold
	.venv/bin/python -m scripts.audit

codegen: .venv/.stamp ## Generate the typed client from schema.graphql and queries/
	.venv/bin/python -m tools.codegen

format: .venv/.stamp ## Format the code
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

coverage: .venv/.stamp .venv-demo/.stamp .venv-official/.stamp ## Run every test and report what no test reaches
	.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest --numprocesses auto --dist worksteal
	.venv/bin/coverage combine
	.venv/bin/coverage report

lock: .venv/.stamp ## Write the locks anew, with the newest versions that pyproject.toml allows
	scripts/lock.sh

clip: .venv/.stamp ## Draw and encode the clips of the demo and of the tests anew
	.venv/bin/uv run --no-project --with 'av>=15,<19' scripts/make_clip.py
	.venv/bin/uv run --no-project --with 'av>=15,<19' scripts/make_test_media.py

clean: ## Remove the environments and everything that was made
	rm -rf .venv .venv-demo .venv-official .venv-bench .venv-plots demo-out dist build mutants .coverage* .mypy_cache .pytest_cache .ruff_cache
