"""The sender that uses sockets."""

import asyncio
import os
import re
import ssl
from collections.abc import Collection, Mapping
from contextlib import suppress
from urllib.parse import SplitResult

from move_ugc_async.sandbox.loopback import is_loopback
from move_ugc_async.sandbox.webhooks.sender import WebhookBlockedError, WebhookError
from move_ugc_async.sandbox.webhooks.url import split_url

_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)[ \r]")
_FIRST_FINAL_STATUS = 200
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,15})\r\n", re.IGNORECASE)
_DRAIN_SECONDS = 1
"""Seconds for the rest of a response and for the end of TLS, which do not change the result."""
_MAX_DRAINED = 2**20


class SocketSender:
    """Send webhooks over HTTP, one connection for each.

    Args:
        hosts: Host names that are permitted besides loopback; "*" permits all.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a `POST` request, and return the status of its response."""
        parts = split_url(url)
        host = parts.hostname or ""
        if not is_loopback(host) and not self._hosts & {host, "*"}:
            msg = f"host {host} is not permitted; start the sandbox with webhook_hosts or --webhook-host"
            raise WebhookBlockedError(msg)
        is_tls = parts.scheme == "https"
        # Not every resolver knows the names below localhost, or a dot at the end.
        address = host.rstrip(".")
        if address.endswith(".localhost"):
            address = "localhost"
        try:
            reader, writer = await asyncio.open_connection(
                address,
                parts.port or (443 if is_tls else 80),
                ssl=is_tls or None,
                server_hostname=host.rstrip(".") if is_tls else None,
                ssl_shutdown_timeout=_DRAIN_SECONDS if is_tls else None,
            )
        except ssl.SSLError as error:
            # `errno` of an `SSLError` is a code of OpenSSL, which `os.strerror` does not know.
            reason = getattr(error, "verify_message", None) or (error.reason or "").replace("_", " ").lower()
            msg = f"TLS failed: {reason or 'unknown reason'}"
            raise WebhookError(msg) from error
        except OSError as error:
            msg = os.strerror(error.errno) if error.errno and error.errno > 0 else "cannot connect"
            raise WebhookError(msg) from error
        try:
            writer.write(_request(parts, headers, body))
            return await _read_status(reader)
        except OSError as error:
            msg = "the endpoint reset the connection"
            raise WebhookError(msg) from error
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    fields = {
        "host": parts.netloc.rpartition("@")[2],
        **headers,
        "content-length": str(len(body)),
        "connection": "close",
    }
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _read_status(reader: asyncio.StreamReader) -> int:
    """Return the status of a response, skipping interim responses."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = b""
        match = _STATUS_LINE.match(head)
        if match is None:
            msg = "the endpoint sent no HTTP response"
            raise WebhookError(msg)
        status = int(match[1])
        if status >= _FIRST_FINAL_STATUS:
            break
    length = _CONTENT_LENGTH.search(head)
    if length is not None:
        # An endpoint that is still writing its body would otherwise see a reset.
        with suppress(TimeoutError, OSError, asyncio.IncompleteReadError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                await reader.readexactly(min(int(length[1]), _MAX_DRAINED))
    return status
