"""The command line `move-ugc`, built on public names of `move_ugc_async`.

Importing this package imports neither typer nor rich, which come with the extra `cli`.
"""

import os
import sys
from importlib.util import find_spec

__all__ = ["main"]


def main() -> None:
    """Run the command line of this process and exit."""
    _open_missing_streams()
    if any(find_spec(name) is None for name in ("typer", "rich")):
        sys.exit('move-ugc: cannot start: packages are missing; run pip install "move-ugc-async[cli]"')
    try:
        from move_ugc_async.cli.app import run
    except KeyboardInterrupt:
        # Ctrl-C during the imports; `run` reports a later one.
        sys.stderr.write("move-ugc: interrupted\n")
        sys.exit(130)
    run(sys.argv[1:])


def _open_missing_streams() -> None:
    """Open the null device for missing standard streams, as of daemons and pythonw.

    Otherwise sockets and files could get the descriptors of these streams.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
