"""One exchange with storage: what is asked, what a refusal means, how a body is read."""

import contextlib
import math
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._secrets import Secrets
from move_ugc_async._transfers.urls import expires_at, storage_url
from move_ugc_async._transport.http import HttpPool, Url
from move_ugc_async._transport.http.types import Request, Response, printable
from move_ugc_async._transport.retry import RetryPolicy, parse_retry_after
from move_ugc_async._transport.retry_budget import RetryBudget
from move_ugc_async.errors import MoveHTTPStatusError, MoveTimeoutError, MoveURLExpiredError

CHUNK_SIZE = 1024 * 1024
"""Bytes that are read and written at a time."""

_SMALL = 4096
"""Bytes of a piece that is put together with others."""

_LONGEST_ERROR = 64 * 1024
"""Bytes of an error document that are read at most."""

_LONGEST_READING = 5.0
"""Seconds in which an error document has come: it has a few hundred bytes, and the status says most of what it says.
Each byte of one that drips would be in time for `read_timeout`, and hold up the transfer for ever."""

_ERROR_CODE = re.compile(rb"<Code>([A-Za-z0-9.]{1,64})</Code>")
_MD5_ETAG = re.compile(r'^"?([0-9a-f]{32})"?$')
_ADVICE = {
    "AccessDenied": "its URL does not allow this; read the file again for another",
    "RequestTimeTooSkewed": "the clock of this machine is wrong; set it",
    "SignatureDoesNotMatch": "it is not what was signed; use the URL unchanged, and no proxy that changes requests",
}
"""What to do, by the code of a refusal."""
_EXPIRED_CODES = {"ExpiredToken", "RequestExpired", "TokenRefreshRequired"}
_REFUSED = 403
_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Storage:
    """What all transfers of a client share.

    Args:
        http: Connections that never see the API key.
        clock: Time and chance.
        retry: How often and after how long a broken transfer goes on.
        budget: How many tries may be repeated by all calls and transfers together.
        secure: Whether storage has to be reached over TLS, since the API is.
        range_threshold: Larger files come down in ranges of so many bytes.
        ranges: How many ranges of one file are under way at once; 1 turns them off.
        read_timeout: Seconds without a single byte after which storage counts as gone.
    """

    http: HttpPool
    clock: Clock
    retry: RetryPolicy
    budget: RetryBudget
    secure: bool
    range_threshold: int
    ranges: int
    read_timeout: float = 60.0

    def url(self, text: str) -> Url:
        """Read a presigned URL.

        Raises:
            MoveUnsafeURLError: It is no URL, or must not be followed.
        """
        return storage_url(text, secure=self.secure)

    @contextlib.asynccontextmanager
    async def get(self, url: Url, headers: Mapping[str, str]) -> AsyncGenerator[Response, None]:
        """Ask for what a URL stands for, and give the head of the answer.

        Raises:
            MoveConnectionError: No connection, or it broke.
            MoveTimeoutError: It took `read_timeout` to connect, to answer, or to go on.
        """
        request = Request(
            "GET", url, headers=headers, connect_timeout=self.read_timeout, read_timeout=self.read_timeout
        )

        async def turn() -> None:
            # Each early hint (RFC 8297) would be in time for `read_timeout`.
            head.deadline = anyio.current_time() + 2 * self.read_timeout

        with anyio.CancelScope() as head:
            async with self.http.stream(request, before_send=turn) as response:
                head.deadline = math.inf
                yield response
        if head.cancelled_caught:
            msg = f"{url.host} gave no answer"
            raise MoveTimeoutError(msg)

    async def refusal(self, url: Url, response: Response) -> MoveHTTPStatusError:
        """Make the error for a response that is none of those that were hoped for."""
        body = await read_some(response)
        code = error_code(body)
        secrets = Secrets.of_request(url, {})
        status, request_id = response.status_code, printable(response.headers.get("x-amz-request-id"), secrets)
        if self._has_expired(url, status, code, body):
            msg = "a presigned URL has expired"
            return MoveURLExpiredError(msg, status=status, error_type=code, request_id=request_id)
        msg = f"storage refused the request: {_ADVICE[code]}" if code in _ADVICE else "storage refused the request"
        wait = parse_retry_after(response.headers.get("retry-after"), self.clock)
        return MoveHTTPStatusError(msg, retry_after=wait, status=status, error_type=code, request_id=request_id)

    def _has_expired(self, url: Url, status: int, code: str | None, body: bytes) -> bool:
        if status not in (_BAD_REQUEST, _REFUSED):
            return False
        if code in _EXPIRED_CODES or b"Request has expired" in body:
            return True
        # Not before it is refused: the clock of this machine may be wrong.
        end = expires_at(url)
        return code == "AccessDenied" and end is not None and end <= self.clock.time()


class Chunk:
    """Bytes in the pieces that they came in, which nobody has to copy into one.

    Attributes:
        pieces: The bytes, in order.
        size: How many there are in all.
    """

    __slots__ = ("pieces", "size")

    def __init__(self) -> None:
        self.pieces: list[bytes | bytearray] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Add what comes next."""
        if len(piece) < _SMALL:
            # An object for each would take more memory than what is in it.
            if not self.pieces or not isinstance(self.pieces[-1], bytearray):
                self.pieces.append(bytearray())
            self.pieces[-1] += piece
        else:
            self.pieces.append(piece)
        self.size += len(piece)


async def consume(response: Response, take: Callable[[Chunk], Awaitable[None]]) -> None:
    """Hand a body over in chunks of `CHUNK_SIZE` bytes and a little more, the last one smaller.

    When the connection breaks, what has come until then is handed over before the error is raised.
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
                        await take(full)
                except BaseException as error:  # noqa: BLE001 - it is raised below
                    # Raised in here it would leave httpx's generators suspended, which trio warns of. Cancelled while
                    # they wait for more, they end properly.
                    failures.append(error)
                    scope.cancel()
    except Exception:
        # What `take` has raised comes first, whatever became of the connection after it.
        if not failures:
            if chunk.size:
                await take(chunk)
            raise
    if failures:
        raise failures[0]
    if chunk.size:
        await take(chunk)


async def read_some(response: Response) -> bytes:
    """Read no more of a body than an error document has, and no longer than one takes to come."""
    body = bytearray()
    with anyio.move_on_after(_LONGEST_READING) as patience:
        async for piece in response.aiter_raw():
            # Where one comes upon the other, aiohttp waits for none, and is not cancelled before it does.
            body += piece[: _LONGEST_ERROR - len(body)]
            if len(body) == _LONGEST_ERROR:
                # Left in here, httpx's generators would stay suspended, which trio warns of.
                patience.cancel()
    return bytes(body)


def error_code(body: bytes) -> str | None:
    """Find the code in an error document of storage's."""
    found = _ERROR_CODE.search(body)
    return found[1].decode() if found else None


def md5_of(headers: Mapping[str, str]) -> str | None:
    """Give the MD5 of an object, in hexadecimal digits; None where its ETag is something else."""
    # Encrypted with a key of its own, an object has an ETag that is no MD5 (Amazon S3 API reference, "Object").
    encrypted = (
        headers.get("x-amz-server-side-encryption", "").startswith("aws:kms")
        or "x-amz-server-side-encryption-customer-algorithm" in headers
    )
    given = _MD5_ETAG.match(headers.get("etag", ""))
    return given[1] if given and not encrypted else None
