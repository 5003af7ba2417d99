"""`python -m move_ugc_async.sandbox`: run a sandbox until interrupted."""

import argparse
import contextlib
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn, TextIO
from urllib.parse import urlsplit

from move_ugc_async.sandbox.clock import Clock, ClockName, TimedClock, make_clock
from move_ugc_async.sandbox.options import API_KEY
from move_ugc_async.sandbox.sandbox import Sandbox

_STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] | None = None, *, prog: str = "python -m move_ugc_async.sandbox") -> int:
    """Run a sandbox until SIGINT or SIGTERM, and return the exit code.

    Args:
        arguments: The command line without the program name; None means that of the process.
        prog: The program name that the help shows.
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
        allowed_hosts=options.allow_host,
        webhook_hosts=options.webhook_host,
        api_key=options.api_key,
    )
    try:
        sandbox.start()
    except (ImportError, RuntimeError) as error:
        return _fail(str(error))
    except sqlite3.Error as error:
        return _fail(f"cannot use {options.data}: {error}; choose another folder with --data")
    except OSError as error:
        if error.filename is not None:
            return _fail(f"cannot use {error.filename}: {error.strerror}; choose another folder with --data")
        reason = error.strerror or error
        return _fail(f"cannot listen on {options.host} port {options.port}: {reason}; choose another with --port")
    try:
        _print_address(sandbox)
        interrupted.wait()
    except OSError as error:
        return _fail(f"cannot write to standard output: {error.strerror or error}")
    finally:
        sandbox.close()
    return 0


class _Parser(argparse.ArgumentParser):
    """A parser whose errors exit with 2 even if standard error cannot be written, which CPython 3.11.2 raises."""

    def error(self, message: str) -> NoReturn:
        try:
            super().error(message)
        except OSError:
            raise SystemExit(2) from None


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=prog,
        description="Run a local server that behaves like the Move API.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to bind")
    parser.add_argument("--port", type=port_number, default=8000, help="port to bind; 0 picks a free one")
    parser.add_argument("--data", help="folder to keep the state in; by default the state is lost at the end")
    parser.add_argument(
        "--clock",
        choices=("instant", "timed", "manual"),
        default="timed",
        help="instant finishes jobs at once, timed follows real time, manual is moved over HTTP",
    )
    parser.add_argument(
        "--speed",
        type=positive_number,
        default=1.0,
        help="speed of jobs relative to the real platform, with the timed clock",
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of all ids")
    parser.add_argument("--public-url", type=http_url, help="base of the URLs in responses; by default the address")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="another host name to be reached under"
    )
    parser.add_argument(
        "--webhook-host", action="append", default=[], metavar="NAME", help="a host to send webhooks to, or *"
    )
    parser.add_argument("--api-key", default=API_KEY, help="API key to accept")
    return parser


def port_number(text: str) -> int:
    """Parse a port; argparse shows the name of this function in its error message."""
    port = int(text)
    if not 0 <= port < 2**16:
        raise ValueError
    return port


def http_url(text: str) -> str:
    """Parse a base URL; argparse shows the name of this function in its error message."""
    url = urlsplit(text)
    is_plain = text.isascii() and text.isprintable() and " " not in text
    if not (is_plain and url.scheme in ("http", "https") and url.hostname) or url.query or url.fragment or url.username:
        raise ValueError
    _ = url.port
    return text


def positive_number(text: str) -> float:
    """Parse a positive number; argparse shows the name of this function in its error message."""
    number = float(text)
    if not number > 0:
        raise ValueError
    return number


def _clock(name: ClockName, speed: float) -> Clock:
    return TimedClock(speed) if name == "timed" else make_clock(name)


def _print_address(sandbox: Sandbox) -> None:
    _write(
        sys.stdout,
        f"Sandbox listening at {sandbox.endpoint_url}\n"
        f"Console: {sandbox.url}/\n"
        f"API key: {sandbox.api_key}\n"
        f"export MOVE_API_KEY={sandbox.api_key} MOVE_UGC_ENDPOINT_URL={sandbox.endpoint_url}\n"
        "Press Ctrl-C to stop.\n",
    )


def _fail(message: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        _write(sys.stderr, f"{message}\n")
    return 1


def _write(stream: TextIO | None, text: str) -> None:
    """Write to a standard stream, if the process has one."""
    if stream is not None:
        stream.write(text)
        stream.flush()


if __name__ == "__main__":
    sys.exit(main())
