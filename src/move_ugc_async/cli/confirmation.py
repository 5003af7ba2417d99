"""Questions to the user of a terminal."""

import os
import sys

import anyio
from anyio import to_thread

from move_ugc_async.cli.text import escape


def can_ask() -> bool:
    """Return whether a question can be shown and answered: standard input and standard error are a terminal."""
    # Either is None in a program without a console.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


async def ask(question: str) -> bool:
    """Ask a question on standard error, and return whether the answer is yes. The default is no."""
    sys.stderr.write(f"{escape(question)} [y/N] ")
    sys.stderr.flush()
    return (await _read_line()).strip().lower() in {"y", "yes"}


async def _read_line() -> str:
    if sys.platform == "win32":
        return await to_thread.run_sync(sys.stdin.readline, abandon_on_cancel=True)
    # A thread that waits in `readline` would keep the program from ending after Ctrl-C.
    # `readline` would block it too, after Ctrl-D within a line.
    line, descriptor = b"", sys.stdin.fileno()
    while not line.endswith(b"\n"):
        await anyio.wait_readable(descriptor)
        read = os.read(descriptor, 1024)
        if not read:
            break
        line += read
    return line.decode(errors="replace")
