"""Requests and responses, as the layers above `http` know them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from move_ugc_async.transport.http import Url


def printable(value: str | None) -> str | None:
    """Give what a header says where that can be printed: of odd bytes some libraries make halves of characters."""
    return value if value and value.isascii() and value.isprintable() else None


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
