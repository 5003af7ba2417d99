"""Ports of this machine that no other program gets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port that refuses connections until a server of the test listens on it, and again after that server.

    The system gives it to no other socket meanwhile: with SO_REUSEADDR on both sides, only a socket that names the port
    can still bind it. A port that was closed could belong to any other program by the time it is used.
    """
    with socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        yield int(reserved.getsockname()[1])
