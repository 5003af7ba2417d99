#!/bin/sh
# Create a virtual environment from a lock file.
# Usage: environment.sh PYTHON FOLDER LOCK [--with-package]
set -eu
python=$1 folder=$2 lock=$3 package=${4:-}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "PYTHON must be Python 3.11 or newer; got '$python'; try 'make PYTHON=python3.12 ...'" >&2
    exit 1
fi
echo "Preparing $folder ..."
rm -rf "$folder"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
if [ -n "$package" ]; then
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
fi
touch "$folder/.stamp"
