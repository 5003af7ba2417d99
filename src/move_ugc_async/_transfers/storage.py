"""Requests to storage: sending and retrying them, mapping error responses, reading bodies in chunks."""

import contextlib
import math
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._secrets import Secrets
from move_ugc_async._transfers.urls import expires_at
from move_ugc_async._transport.http import HttpPool, Url
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request, printable
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy, parse_retry_after
from move_ugc_async.errors import MoveError, MoveHTTPStatusError, MoveTimeoutError, MoveURLExpiredError

CHUNK_SIZE = 1024 * 1024
"""Bytes that are read and written at a time."""

_MIN_PIECE_SIZE = 4096
"""Smaller pieces of a body are joined."""

_MAX_DOCUMENT_SIZE = 64 * 1024
_DOCUMENT_TIMEOUT = 5.0
"""Seconds to read a document in: it has a few hundred bytes, and the status alone says most of it. `read_timeout` does
not stop a body that arrives byte by byte."""

_ERROR_CODE = re.compile(rb"<Code>([A-Za-z0-9.]{1,64})</Code>")
_ADVICE = {
    "AccessDenied": "the presigned URL does not allow it; read the file again for a new URL",
    "RequestTimeTooSkewed": "the clock of this machine is wrong; set it",
    "SignatureDoesNotMatch": "the request does not match its signature; use the URL unchanged and no proxy that "
    "changes requests",
}
"""Reason and next step for each error code of storage."""
_EXPIRED_CODES = {"ExpiredToken", "RequestExpired", "TokenRefreshRequired"}


@dataclass(frozen=True, slots=True)
class Storage:
    """Resources and settings shared by all transfers of a client.

    Args:
        http: Connections that never send the API key.
        secure: Whether presigned URLs must be https, as the endpoint of the API is.
        range_threshold: Size of a range in bytes; larger files are downloaded in ranges.
        ranges: Maximum number of concurrent ranges of one file; 1 turns ranges off.
        read_timeout: Seconds without a single byte after which a request fails.
    """

    http: HttpPool
    clock: Clock
    retry: RetryPolicy
    budget: RetryBudget
    secure: bool
    range_threshold: int
    ranges: int
    read_timeout: float = 60.0

    @contextlib.asynccontextmanager
    async def get(self, url: Url, headers: Mapping[str, str]) -> AsyncGenerator[Response, None]:
        """Send a GET request, and yield the response before its body is read."""
        request = Request(
            "GET", url, headers=headers, connect_timeout=self.read_timeout, read_timeout=self.read_timeout
        )

        async def before_send() -> None:
            # Endless early hints (RFC 8297) would restart `read_timeout` each time.
            scope.deadline = anyio.current_time() + 2 * self.read_timeout

        with anyio.CancelScope() as scope:
            async with self.http.stream(request, before_send=before_send) as response:
                scope.deadline = math.inf
                yield response
        if scope.cancelled_caught:
            msg = f"{url.host} did not respond within {2 * self.read_timeout:g} s"
            raise MoveTimeoutError(msg)

    async def error_from(self, url: Url, response: Response) -> MoveHTTPStatusError:
        """Create the error for a response with an unexpected status."""
        document = await read_document(response)
        code = error_code(document)
        secrets = Secrets.of_request(url, {})
        status, request_id = response.status_code, printable(response.headers.get("x-amz-request-id"), secrets)
        if self._has_expired(url, status, code, document):
            msg = "the presigned URL has expired; read the file again for a new URL"
            return MoveURLExpiredError(msg, status=status, error_type=code, request_id=request_id)
        msg = f"storage refused the request: {_ADVICE[code]}" if code in _ADVICE else "storage refused the request"
        retry_after = parse_retry_after(response.headers.get("retry-after"), self.clock)
        return MoveHTTPStatusError(msg, retry_after=retry_after, status=status, error_type=code, request_id=request_id)

    def _has_expired(self, url: Url, status: int, code: str | None, document: bytes) -> bool:
        if status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN):
            return False
        if code in _EXPIRED_CODES or b"Request has expired" in document:
            return True
        # The clock of this machine may be wrong, so an expiry in the past counts only once storage has refused.
        expiry = expires_at(url)
        return code == "AccessDenied" and expiry is not None and expiry <= self.clock.time()


@dataclass(slots=True)
class Chunk:
    """Bytes in the pieces in which they arrived: a copy costs ten times as much as writing them to a file."""

    pieces: list[bytes | bytearray] = field(default_factory=list[bytes | bytearray])
    size: int = 0

    def add(self, piece: bytes) -> None:
        """Append a piece."""
        if len(piece) < _MIN_PIECE_SIZE:
            # A bytes object for each small piece would take more memory than its content.
            if not self.pieces or not isinstance(self.pieces[-1], bytearray):
                self.pieces.append(bytearray())
            self.pieces[-1] += piece
        else:
            self.pieces.append(piece)
        self.size += len(piece)


async def consume(response: Response, write: Callable[[Chunk], Awaitable[None]]) -> None:
    """Read a body, and call a function with each chunk of at least `CHUNK_SIZE` bytes; the last one may be smaller.

    When the connection breaks, the bytes that have arrived are written before the error is raised.
    """
    failures: list[BaseException] = []
    chunk = Chunk()
    try:
        with anyio.CancelScope() as scope:
            async for piece in response.aiter_raw():
                if failures:
                    continue
                chunk.add(piece)
                try:
                    if chunk.size >= CHUNK_SIZE:
                        full, chunk = chunk, Chunk()
                        await write(full)
                except BaseException as error:  # noqa: BLE001 - it is raised below
                    # Raised in here, it would leave httpx's generators suspended, which trio warns of. Cancelled while
                    # they wait for more bytes, they are closed properly.
                    failures.append(error)
                    scope.cancel()
    except Exception:
        # An error of `write` takes precedence over that of the connection.
        if not failures:
            if chunk.size:
                await write(chunk)
            raise
    if failures:
        raise failures[0]
    if chunk.size:
        await write(chunk)


async def read_document(response: Response) -> bytes:
    """Read the start of a body, at most as much as an error document has, for at most as long as one takes."""
    document = bytearray()
    with anyio.move_on_after(_DOCUMENT_TIMEOUT) as scope:
        async for piece in response.aiter_raw():
            # aiohttp yields buffered pieces without waiting, and is cancelled only when it waits.
            document += piece[: _MAX_DOCUMENT_SIZE - len(document)]
            if len(document) == _MAX_DOCUMENT_SIZE:
                # A `break` would leave httpx's generators suspended, which trio warns of.
                scope.cancel()
    return bytes(document)


def error_code(document: bytes) -> str | None:
    """Return the error code in a document of storage, or None."""
    match = _ERROR_CODE.search(document)
    return match[1].decode() if match else None


class TransferRetry:
    """Counts the attempts of a transfer since the last progress, and waits before the next one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._attempts = 0

    def reset(self) -> None:
        """Count from zero again and refill the retry budget, since some bytes have arrived."""
        self._attempts = 0
        self._storage.budget.put_back()

    async def wait(self, error: MoveError) -> None:
        """Wait before the next attempt, or raise the error if no attempt is left."""
        self._attempts += 1
        storage = self._storage
        delay = storage.retry.wait(error, "transfer", self._attempts, storage.clock) if error.transient else None
        if delay is None or not storage.budget.take():
            raise error
        await storage.clock.sleep(delay)
