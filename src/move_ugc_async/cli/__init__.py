"""The command line `move-ugc`.

It uses public names only. Importing this package imports neither typer nor rich: both come with the extra `cli`.
"""

import sys
from importlib.util import find_spec

__all__ = ["main"]


def main() -> None:
    """Run the command that the process was started with, and exit."""
    if any(find_spec(name) is None for name in ("typer", "rich")):
        sys.exit('move-ugc: the command line needs its extra: pip install "move-ugc-async[cli]"')
    from move_ugc_async.cli.app import run

    run(sys.argv[1:])
