"""An HTTP/1.1 connection of a client to the server."""

import asyncio
import json
import socket
import struct
from contextlib import suppress
from email.utils import formatdate
from typing import Any


class Connection:
    """A connection of a client.

    Args:
        reader: Reads from the client.
        writer: Writes to the client.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @property
    def is_gone(self) -> bool:
        """Whether the client has closed it."""
        return self._reader.at_eof() or self._writer.is_closing()

    async def receive(self) -> tuple[str, dict[str, str], bytes] | None:
        """Return the path, headers and body of the next request, or None at the end."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await self._reader.readexactly(int(headers.get("content-length", "0")))
            return head[0].split()[1], headers, body
        return None

    async def reply(self, document: Any, status: int = 200, *, half: bool = False) -> None:
        """Send a JSON document, or half of it."""
        await self._send(json.dumps(document).encode(), status, "application/json", half=half)

    async def status(self, status: int) -> None:
        """Send an HTML response with a status, as gateways do."""
        await self._send(f"<html><h1>{status}</h1></html>".encode(), status, "text/html")

    async def _send(self, body: bytes, status: int, kind: str, *, half: bool = False) -> None:
        head = f"HTTP/1.1 {status} Status\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
        head += f"date: {formatdate(usegmt=True)}\r\n"
        head += "location: /elsewhere\r\n\r\n" if status in (302, 303) else "\r\n"
        with suppress(ConnectionError):
            self._writer.write(head.encode() + (body[: len(body) // 2] if half else body))
            await self._writer.drain()

    async def silence(self) -> None:
        """Wait until the client closes the connection."""
        with suppress(ConnectionError):
            await self._reader.read(1)

    def close(self, *, reset: bool = False) -> None:
        """Close the connection, optionally with a reset."""
        with suppress(OSError):
            if reset and (opened := self._writer.get_extra_info("socket")):
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._writer.close()
