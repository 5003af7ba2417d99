"""Faults that send a wrong response."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from move_ugc_async.sandbox.faults.fault import RequestFault

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import Exchange

GarbageKind = Literal["html", "json", "utf-8", "shape", "content type", "empty", "encoding", "http"]

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~\w-]+", re.ASCII)
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING_HEADERS = frozenset({"content-length", "transfer-encoding"})
_BODYLESS_STATUSES = frozenset({204, 304})
_JSON_HEADERS: Final = {"content-type": "application/json;charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Status(RequestFault):
    """Respond with a status, such as 503, or 302 with a `location`.

    Args:
        code: HTTP status, from 200 to 599.
        body: Body of the response.
        headers: Headers of the response, such as `{"retry-after": "2"}`.
        after_work: Whether the request is processed first.
    """

    code: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_code(self.code)
        if self.body and self.code in _BODYLESS_STATUSES:
            msg = f"body must be empty for status {self.code}; got {json.dumps(self.body[:40])}"
            raise ValueError(msg)
        for name, value in self.headers.items():
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                msg = f"headers must be valid HTTP headers; got {json.dumps(name)}: {json.dumps(value)}"
                raise ValueError(msg)
            if name.lower() in _FRAMING_HEADERS:
                msg = f"headers must not contain {name}, which is computed from the body"
                raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Send the response."""
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.respond(self.code, self.headers, self.body.encode())

    def seen(self, status: int) -> int:  # noqa: ARG002
        """Return `code`."""
        return self.code


@dataclass(frozen=True, slots=True)
class GraphQLFault(RequestFault):
    """Respond with one error in AppSync's shape, without data.

    Args:
        error_type: `errorType` of the error, such as `ThrottlingException`; None omits it.
        message: `message` of the error.
        status: HTTP status, from 200 to 599.
        data: `data` of the error.
        info: `errorInfo` of the error.
        after_work: Whether the request is processed first.
    """

    error_type: str | None
    message: str = "A fault of the sandbox's."
    status: int = 200
    data: Any = field(default=None, hash=False, kw_only=True)
    info: Any = field(default=None, hash=False, kw_only=True)
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_code(self.status)

    async def act(self, exchange: "Exchange") -> None:
        """Send the response."""
        item = {"path": None, "data": self.data, "errorInfo": self.info, "locations": None, "message": self.message}
        if self.error_type is not None:
            item["errorType"] = self.error_type
        body = json.dumps({"data": None, "errors": [item]}, ensure_ascii=False)
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.respond(self.status, _JSON_HEADERS, body.encode())

    def seen(self, status: int) -> int:  # noqa: ARG002
        """Return `status` of the fault."""
        return self.status


@dataclass(frozen=True, slots=True)
class Garbage(RequestFault):
    """Respond with status 200 and a body that is not a GraphQL response.

    Args:
        kind: "html" is a page, as a proxy sends it; "json" is JSON that ends in the middle, with a correct length;
            "utf-8" is JSON with invalid UTF-8; "shape" is JSON of another shape; "content type" is JSON labelled as an
            image; "empty" has no body; "encoding" is labelled as gzip but not compressed; "http" is not HTTP, and the
            connection is closed after it.
        after_work: Whether the request is processed first.
    """

    kind: GarbageKind = "html"
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.kind not in get_args(GarbageKind):
            msg = f"kind must be one of {', '.join(get_args(GarbageKind))}; got '{self.kind}'"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Send the response."""
        await exchange.process_or_skip(after_work=self.after_work)
        if self.kind == "http":
            await exchange.connection.close(b"\x00\xff" * 50)
        else:
            await exchange.respond(200, *_GARBAGE[self.kind])

    def seen(self, status: int) -> int | None:  # noqa: ARG002
        """Return 200, or None if the response is not HTTP."""
        return None if self.kind == "http" else 200


_GARBAGE: Final[dict[str, tuple[Mapping[str, str], bytes]]] = {
    "html": ({"content-type": "text/html"}, b"<!doctype html><title>Sorry</title><h1>We will be right back.</h1>"),
    "json": (_JSON_HEADERS, b'{"data":{"getJob":{"id":"job-'),
    "utf-8": (_JSON_HEADERS, b'{"data":{"client":{"id":"client-\xff\xfe"}}}'),
    "shape": (_JSON_HEADERS, b'[{"data":"all is well"}]'),
    "content type": ({"content-type": "image/png"}, b'{"data":null}'),
    "empty": (_JSON_HEADERS, b""),
    "encoding": ({**_JSON_HEADERS, "content-encoding": "gzip"}, b'{"data":null}'),
}


def _check_code(code: int) -> None:
    if not 200 <= code < 600:  # noqa: PLR2004
        msg = f"status must be from 200 to 599; got {code}"
        raise ValueError(msg)
