"""`python -m move_ugc_async.sandbox`: run a sandbox until interrupted."""

import argparse
import contextlib
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from typing import TextIO
from urllib.parse import urlsplit

from move_ugc_async.sandbox.clock import Clock, ClockName, TimedClock, make_clock
from move_ugc_async.sandbox.options import API_KEY
from move_ugc_async.sandbox.sandbox import Sandbox

_STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m move_ugc_async.sandbox") -> int:
    """Run a sandbox until SIGINT or SIGTERM, and return the exit code.

    Args:
        arguments: The command line, without the name of the program; None takes the process's.
        prog: The name of the program, as its help shows it.
    """
    options = _parser(prog).parse_args(arguments)
    interrupted = threading.Event()
    for number in _STOPPING_SIGNALS:
        signal.signal(number, lambda _number, _frame: interrupted.set())
    sandbox = Sandbox(
        data=options.data,
        seed=options.seed,
        clock=_clock(options.clock, options.speed),
        host=options.host,
        port=options.port,
        public_url=options.public_url,
        api_key=options.api_key,
    )
    try:
        sandbox.start()
    except (ImportError, RuntimeError) as error:
        return _fail(str(error))
    except sqlite3.Error as error:
        return _fail(f"Cannot use {options.data}: {error}. Choose another folder with --data.")
    except OSError as error:
        if error.filename is not None:
            return _fail(f"Cannot use {error.filename}: {error.strerror}. Choose another folder with --data.")
        return _fail(
            f"Cannot listen on {options.host} port {options.port}: {error.strerror or error}."
            " Choose another with --port."
        )
    try:
        _greet(sandbox)
        interrupted.wait()
    except OSError as error:
        return _fail(f"Cannot write to standard output: {error.strerror or error}.")
    finally:
        sandbox.close()
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Run a local server that behaves as the Move API does.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind")
    parser.add_argument("--port", type=port_number, default=8000, help="port to bind; 0 takes a free one")
    parser.add_argument("--data", help="folder that keeps the state; without it nothing is kept")
    parser.add_argument(
        "--clock",
        choices=("instant", "timed", "manual"),
        default="timed",
        help="whether jobs take time; manual moves when told to, over HTTP",
    )
    parser.add_argument(
        "--speed",
        type=positive_number,
        default=1.0,
        help="how many times faster than on the real platform jobs run, with the timed clock",
    )
    parser.add_argument("--seed", type=int, default=0, help="decides all ids")
    parser.add_argument("--public-url", type=http_url, help="base of the URLs handed out, if not the address")
    parser.add_argument("--api-key", default=API_KEY, help="the key that is accepted")
    return parser


def port_number(text: str) -> int:
    """Read a port; the name of this function is part of what argparse says of a wrong one."""
    port = int(text)
    if not 0 <= port < 2**16:
        raise ValueError
    return port


def http_url(text: str) -> str:
    """Read a base of URLs; the name of this function is part of what argparse says of a wrong one."""
    url = urlsplit(text)
    is_plain = text.isascii() and text.isprintable() and " " not in text
    if not (is_plain and url.scheme in ("http", "https") and url.hostname) or url.query or url.fragment or url.username:
        raise ValueError
    _ = url.port
    return text


def positive_number(text: str) -> float:
    """Read a number above zero; the name of this function is part of what argparse says."""
    speed = float(text)
    if not speed > 0:
        raise ValueError
    return speed


def _clock(name: ClockName, speed: float) -> Clock:
    return TimedClock(speed) if name == "timed" else make_clock(name)


def _greet(sandbox: Sandbox) -> None:
    _write(
        sys.stdout,
        f"The sandbox is at {sandbox.endpoint_url}\n"
        f"Its API key is {sandbox.api_key}\n"
        f"export MOVE_API_KEY={sandbox.api_key} MOVE_UGC_ENDPOINT_URL={sandbox.endpoint_url}\n"
        "Stop it with Ctrl-C.\n",
    )


def _fail(message: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        _write(sys.stderr, f"{message}\n")
    return 1


def _write(stream: TextIO | None, text: str) -> None:
    """Write to a standard stream, which a daemon may not have."""
    if stream is not None:
        stream.write(text)
        stream.flush()


if __name__ == "__main__":
    sys.exit(main())
