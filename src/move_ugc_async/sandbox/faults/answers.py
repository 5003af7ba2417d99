"""Faults that are answers: other ones than the right one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from move_ugc_async.sandbox.faults.fault import Fault

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import Exchange

GarbageKind = Literal["html", "json", "utf-8", "shape", "content type", "empty", "encoding", "http"]

_NAME = re.compile(r"[!#$%&'*+.^_`|~\w-]+", re.ASCII)
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING = frozenset({"content-length", "transfer-encoding"})
_BODYLESS = frozenset({204, 304})
_JSON: Final = {"content-type": "application/json;charset=UTF-8"}


@dataclass(frozen=True, slots=True)
class Status(Fault):
    """Answer with a status, such as 503, or 302 with a `location`.

    Args:
        code: From 200 to 599.
        body: Of the answer.
        headers: Of the answer, such as `{"retry-after": "2"}`.
        after_work: Whether the work is done all the same.
    """

    code: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_code(self.code)
        if self.body and self.code in _BODYLESS:
            msg = f"an answer with status {self.code} has no body"
            raise ValueError(msg)
        for name, value in self.headers.items():
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
                msg = f"{name!r}: {value!r} is not a header"
                raise ValueError(msg)
            if name.lower() in _FRAMING:
                msg = f"the header {name} follows from the body"
                raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Answer."""
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.respond(self.code, self.headers, self.body.encode())

    def seen(self, status: int) -> int:  # noqa: ARG002
        """Return the status given."""
        return self.code


@dataclass(frozen=True, slots=True)
class GraphQLFault(Fault):
    """Answer with one error in AppSync's shape, and no data.

    Args:
        error_type: `errorType`, such as `ThrottlingException`; None leaves it out.
        message: Text for people.
        status: HTTP status.
        data: `data` of the error.
        info: `errorInfo` of the error.
        after_work: Whether the work is done all the same.
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
        """Answer."""
        item = {"path": None, "data": self.data, "errorInfo": self.info, "locations": None, "message": self.message}
        if self.error_type is not None:
            item["errorType"] = self.error_type
        body = json.dumps({"data": None, "errors": [item]}, ensure_ascii=False)
        await exchange.process_or_skip(after_work=self.after_work)
        await exchange.respond(self.status, _JSON, body.encode())

    def seen(self, status: int) -> int:  # noqa: ARG002
        """Return the status given."""
        return self.status


@dataclass(frozen=True, slots=True)
class Garbage(Fault):
    """Answer 200 with something that is no answer.

    Args:
        kind: "html" is a page, as a proxy sends it; "json" breaks off in the middle, though its length is right;
            "utf-8" is JSON but for its encoding; "shape" is JSON of another shape; "content type" is JSON that
            says it is a picture; "empty" has no body; "encoding" says it is compressed and is not; "http" is not
            even HTTP, after which the connection is closed.
        after_work: Whether the work is done all the same.
    """

    kind: GarbageKind = "html"
    after_work: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.kind not in get_args(GarbageKind):
            msg = f"unknown garbage {self.kind!r}: use one of {', '.join(get_args(GarbageKind))}"
            raise ValueError(msg)

    async def act(self, exchange: "Exchange") -> None:
        """Answer."""
        await exchange.process_or_skip(after_work=self.after_work)
        if self.kind == "http":
            await exchange.connection.close(b"\x00\xff" * 50)
        else:
            await exchange.respond(200, *_GARBAGE[self.kind])

    def seen(self, status: int) -> int | None:  # noqa: ARG002
        """Return 200, None if it is not even HTTP."""
        return None if self.kind == "http" else 200


_GARBAGE: Final[dict[str, tuple[Mapping[str, str], bytes]]] = {
    "html": ({"content-type": "text/html"}, b"<!doctype html><title>Sorry</title><h1>We will be right back.</h1>"),
    "json": (_JSON, b'{"data":{"getJob":{"id":"job-'),
    "utf-8": (_JSON, b'{"data":{"client":{"id":"client-\xff\xfe"}}}'),
    "shape": (_JSON, b'[{"data":"all is well"}]'),
    "content type": ({"content-type": "image/png"}, b'{"data":null}'),
    "empty": (_JSON, b""),
    "encoding": ({**_JSON, "content-encoding": "gzip"}, b'{"data":null}'),
}


def _check_code(code: int) -> None:
    if not 200 <= code < 600:  # noqa: PLR2004
        msg = f"a status is from 200 to 599, not {code}"
        raise ValueError(msg)
