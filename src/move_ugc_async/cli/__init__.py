"""The command line `move-ugc`.

It uses public names only. Importing this package imports neither typer nor rich: both come with the extra `cli`.
"""

import os
import sys
from importlib.util import find_spec

__all__ = ["main"]


def main() -> None:
    """Run the command that the process was started with, and exit."""
    _open_missing_streams()
    if any(find_spec(name) is None for name in ("typer", "rich")):
        sys.exit('move-ugc: the command line needs its extra: pip install "move-ugc-async[cli]"')
    from move_ugc_async.cli.app import run

    run(sys.argv[1:])


def _open_missing_streams() -> None:
    """Have daemons and pythonw, which have no standard streams, write to nowhere.

    This also keeps sockets and files from getting the numbers of these streams.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
