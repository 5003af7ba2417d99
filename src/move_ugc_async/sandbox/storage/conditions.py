"""Conditional and partial requests, where S3 differs from Starlette's `FileResponse`."""

import re
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from move_ugc_async.sandbox.storage.s3_error import S3Error

_RANGE = re.compile(r"bytes=(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))", re.ASCII)
"""A single range; numbers of more digits do not fit into 64 bits."""


def check_read(headers: Mapping[str, str], etag: str, modified: datetime) -> bool:
    """Return whether the content must be sent, False if the client has it already (304).

    An entity tag takes precedence over a time, as in "Conditional reads" of AWS's documentation:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html

    Raises:
        S3Error: `If-Match` or `If-Unmodified-Since` does not hold.
    """
    if "if-match" in headers:
        if not _contains(headers["if-match"], etag):
            _fail("If-Match")
    elif (since := _time(headers, "if-unmodified-since")) is not None and _seconds(modified) > since:
        _fail("If-Unmodified-Since")
    if "if-none-match" in headers:
        return not _contains(headers["if-none-match"], etag)
    since = _time(headers, "if-modified-since")
    return since is None or _seconds(modified) > since


def check_write(headers: Mapping[str, str], etag: str | None) -> None:
    """Raise an error if a `PUT` must not replace the current content, whose tag is `etag`, or None without content.

    See https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    """
    if (tags := headers.get("if-none-match")) is not None:
        if tags.strip() != "*":
            message = "A header you provided implies functionality that is not implemented"
            raise S3Error(501, "NotImplemented", message, details={"Header": "If-None-Match"})
        if etag is not None:
            _fail("If-None-Match")
    if (tags := headers.get("if-match")) is not None:
        if etag is None:
            raise S3Error(404, "NoSuchKey", "The specified key does not exist.")
        if not _contains(tags, etag):
            _fail("If-Match")


def filter_range(scope: MutableMapping[str, Any], *, size: int, etag: str, last_modified: str) -> None:
    """Remove the `Range` header from a request unless it is a single valid range.

    S3 ignores malformed and multiple ranges, and has its own error for a range beyond the end.
    """
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    values = {name: value.decode("latin-1") for name, value in headers}
    if b"range" not in values:
        return
    match = _RANGE.fullmatch(values[b"range"])
    is_same = values.get(b"if-range", etag) in {etag, last_modified}
    if match is None or _is_backwards(match) or not is_same:
        scope["headers"] = [header for header in headers if header[0] != b"range"]
        return
    if _is_beyond(match, size):
        raise S3Error(
            416,
            "InvalidRange",
            "The requested range is not satisfiable",
            details={"RangeRequested": match[0], "ActualObjectSize": str(size)},
            headers={"content-range": f"bytes */{size}"},
        )


def _is_backwards(match: re.Match[str]) -> bool:
    return bool(match[1] and match[2]) and int(match[2]) < int(match[1])


def _is_beyond(match: re.Match[str], size: int) -> bool:
    if match[3] is not None:
        return int(match[3]) == 0 or size == 0
    return int(match[1]) >= size


def _contains(tags: str, etag: str) -> bool:
    """Return whether a list of entity tags contains one."""
    listed = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return bool(listed & {"*", etag, etag.strip('"')})


def _fail(condition: str) -> NoReturn:
    message = "At least one of the pre-conditions you specified did not hold"
    raise S3Error(412, "PreconditionFailed", message, details={"Condition": condition})


def _time(headers: Mapping[str, str], name: str) -> float | None:
    """Return the time in a header in seconds, None if there is no valid one: RFC 9110 ignores others."""
    try:
        time = parsedate_to_datetime(headers[name])
        # Without a time zone, as in the oldest of the three formats of HTTP, it is UTC, not the zone of this machine.
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except (KeyError, ValueError, OverflowError):
        return None


def _seconds(moment: datetime) -> int:
    """Return a time as `Last-Modified` shows it, in whole seconds."""
    return int(moment.timestamp())
