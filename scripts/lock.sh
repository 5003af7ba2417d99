#!/bin/sh
# Write the locks: one for what a user installs, one for what a developer needs, one for the official SDK.
set -eu
compile() {
    output=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-emit-index-url --custom-compile-command "make lock" --output-file "$output" "$@"
}
compile requirements/demo.txt pyproject.toml --extra cli --extra sandbox --group build
compile requirements/dev.txt pyproject.toml --extra cli --extra sandbox --group dev
compile requirements/official.txt --group official
