"""Run examples read from standard input, and write the output of each.

Usage: python -m tests.integration.example_runner

An example is a line of JSON with its code, command line, folder and environment. Its result is a line of JSON with its
output, and the traceback if it failed. One process runs all examples, since imports take most of an example's time.
"""

import io
import json
import os
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def run(code: str, arguments: list[str], folder: str, environment: dict[str, str]) -> dict[str, Any]:
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = arguments
    error = None
    with redirect_stdout(io.StringIO()) as printed:
        try:
            exec(compile(code, arguments[0], "exec"), {"__name__": "__main__", "__file__": arguments[0]})
        except SystemExit as raised:
            error = str(raised.code) if raised.code else None
        except BaseException:  # noqa: BLE001 - reported to the test
            error = traceback.format_exc()
    return {"printed": printed.getvalue(), "error": error}


def main() -> None:
    # An example may write to standard output after it has ended, so results have a descriptor of their own.
    with os.fdopen(os.dup(1), "w") as results:
        os.dup2(2, 1)
        for line in sys.stdin:
            results.write(f"{json.dumps(run(**json.loads(line)))}\n")
            results.flush()
            os.chdir(Path(__file__).parent)


if __name__ == "__main__":
    main()
