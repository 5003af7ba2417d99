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
install() {
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}
# uv is faster than pip. pip is used on platforms without uv, and for package mirrors that only pip is configured for.
if ! { install --require-hashes --only-binary :all: --requirement requirements/uv.txt && "$folder/bin/uv" pip install \
    --quiet --compile-bytecode --python "$folder" --require-hashes --requirement "$lock"; }; then
    echo "cannot install with uv; installing with pip"
    install --require-hashes --requirement "$lock"
fi
if [ -n "$package" ]; then
    install --no-deps --no-build-isolation --editable .
fi
touch "$folder/.stamp"
