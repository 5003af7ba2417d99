"""Reserved ports."""

import socket

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from tests.support.ports import reserved_port


def is_refused(port: int) -> bool:
    with socket.socket() as client:
        try:
            client.connect(("127.0.0.1", port))
        except ConnectionRefusedError:
            return True
    return False


def test_reserved_port_refuses_connections_unless_a_server_of_the_test_listens() -> None:
    with reserved_port() as port:
        assert is_refused(port)
        for _ in range(2):
            with Sandbox(port=port) as sandbox:
                assert httpx.URL(sandbox.url).port == port
                assert not is_refused(port)
            assert is_refused(port)


def test_reserved_port_is_not_free_for_others() -> None:
    with reserved_port() as port, socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
