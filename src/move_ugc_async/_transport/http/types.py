"""Requests and responses, independent of the HTTP library."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from move_ugc_async._secrets import Secrets
    from move_ugc_async._transport.http import Url

_PRINTABLE = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
"""Matches ids and media types, but no URL with a query."""


def printable(value: str | None, secrets: "Secrets") -> str | None:
    """Return the value of a header if it looks like an id or a name and contains no secret, else None."""
    if not value or not _PRINTABLE.fullmatch(value) or secrets.redact(value) != value:
        return None
    return value


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Its repr, which error trackers show, omits all fields that may hold a secret."""

    method: str
    url: "Url" = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    content: bytes | AsyncIterator[bytes] | None = field(default=None, repr=False)
    connect_timeout: float | None = None
    """Seconds that establishing a connection may take."""
    read_timeout: float | None = None
    """Seconds without a single byte of the response after which it fails."""
    on_written: "Callable[[], None] | None" = field(default=None, repr=False)
    """Called just before the first byte is written to a connection; before that nothing can have reached the server."""


class Response(Protocol):
    """An HTTP response whose headers have arrived and whose body has not been read."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names are case-insensitive."""
        ...

    async def aread(self, max_size: int) -> bytes:
        """Read and decompress the whole body.

        Raises:
            MoveAnswerTooLargeError: The body has more than `max_size` bytes.
            MoveMalformedResponseError: The body cannot be decompressed.
        """
        ...

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, not decompressed."""
        ...
