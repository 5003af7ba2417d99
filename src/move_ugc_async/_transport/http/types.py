"""Requests and responses, as the layers above `http` know them."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from move_ugc_async._secrets import Secrets
    from move_ugc_async._transport.http import Url

_PRINTABLE = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
"""What ids and media types look like; no URL with a query does."""


def printable(value: str | None, secrets: "Secrets") -> str | None:
    """Return what a header says where it looks like an id or a name, and echoes no secret."""
    if not value or not _PRINTABLE.fullmatch(value) or secrets.hide(value) != value:
        return None
    return value


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. What may be a credential is not in its repr, which error trackers show with local variables."""

    method: str
    url: "Url" = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    content: bytes | AsyncIterator[bytes] | None = field(default=None, repr=False)
    connect_timeout: float | None = None
    """Seconds to establish a connection in."""
    read_timeout: float | None = None
    """Seconds within which some more of the answer must arrive."""
    on_written: "Callable[[], None] | None" = field(default=None, repr=False)
    """Called just before the first byte is written to a connection. Until then nothing can have reached the server."""


class Response(Protocol):
    """The head of an HTTP response, with its body still to come."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names in any case."""
        ...

    async def aread(self, most: int) -> bytes:
        """Read the whole body, decompressed.

        Raises:
            MoveAnswerTooLargeError: It has more bytes than `most`.
            MoveMalformedResponseError: Its compression is broken.
        """
        ...

    def aiter_raw(self) -> AsyncIterator[bytes]:
        """Read the body as it comes."""
        ...
