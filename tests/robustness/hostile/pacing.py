"""A server that sends the next piece of a response only when the test allows it."""

import socket
import threading

from tests.support.servers import HttpServer, Reply

CHUNKED_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"1\r\n \r\n"


class PacedServer(HttpServer):
    """Sends the headers of a response at once, and then one piece per step, endlessly.

    Args:
        head: What is sent at once.
        piece: What is sent for each step.
    """

    def __init__(self, head: bytes, piece: bytes) -> None:
        super().__init__()
        self._head = head
        self._piece = piece
        self._steps = threading.Semaphore(0)
        self.sent = 0
        """The number of pieces sent."""

    def step(self) -> None:
        """Send one piece."""
        self._steps.release()

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002
        sock.sendall(self._head)
        while self.hold(self._steps):
            sock.sendall(self._piece)
            self.sent += 1
        return False
