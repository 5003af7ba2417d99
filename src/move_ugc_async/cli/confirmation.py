"""Questions to the user of a terminal."""

import sys

import anyio

from move_ugc_async.cli.text import escape


def can_ask() -> bool:
    """Return whether a question can be shown and answered: both are a terminal."""
    # Either is None in a program without a console.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


async def confirm(question: str) -> bool:
    """Ask a question on standard error, and return whether the answer is yes. The default is no.

    Ctrl-C interrupts it, as it does everything else.
    """
    sys.stderr.write(f"{escape(question)} [y/N] ")
    sys.stderr.flush()
    if sys.platform != "win32":
        # A thread that reads would live on after Ctrl-C, and hold the lock of the stream at exit.
        await anyio.wait_readable(sys.stdin)
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        sys.stderr.write("\n")
    return answer.strip().lower() in ("y", "yes")
