#!/bin/sh
# Update the lock files: the installer, the demo, development, the official SDK, the tests in a browser, the web
# application, the audit, mutation testing, benchmarks, plots, and the tests with the lowest versions that pyproject.toml
# allows.
set -eu
compile() {
    output=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --custom-compile-command "make lock" --output-file "$output" "$@"
}
compile requirements/demo.txt pyproject.toml --extra cli --extra sandbox --group build
compile requirements/dev.txt pyproject.toml --extra cli --extra otel --extra sandbox --extra starlette \
    --extra motion --extra arrow --extra pandas --extra plot --extra media --extra batch --group dev
compile requirements/official.txt --group official
compile requirements/browser.txt pyproject.toml --extra cli --extra motion --extra sandbox --extra starlette \
    --group build --group browser --group web
compile requirements/web.txt pyproject.toml --extra sandbox --extra starlette --group build --group web
compile requirements/audit.txt --group audit
compile requirements/uv.txt --group lock
compile requirements/mutants.txt pyproject.toml --extra cli --extra otel --extra sandbox --extra starlette \
    --group test --group mutants
compile requirements/bench.txt pyproject.toml --extra motion --extra pandas --extra media --extra sandbox --extra batch \
    --group build --group bench
compile requirements/plots.txt --group plots
compile requirements/lowest.txt pyproject.toml --extra cli --extra otel --extra sandbox --extra starlette \
    --extra motion --extra arrow --extra pandas --extra plot --extra media --extra batch \
    --group build --group codegen --group test --resolution lowest-direct
