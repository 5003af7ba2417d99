"""Conditional and partial requests, where S3 differs from Starlette's `FileResponse`."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from move_ugc_async.sandbox.storage.s3_error import S3Error

_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")


def is_not_modified(headers: Mapping[str, str], etag: str) -> bool:
    """Return whether `If-None-Match` matches the current content."""
    tags = headers.get("if-none-match")
    return tags is not None and _contains(tags, etag)


def check_match(headers: Mapping[str, str], etag: str) -> None:
    """Raise an error if `If-Match` does not match the current content."""
    tags = headers.get("if-match")
    if tags is not None and not _contains(tags, etag):
        raise S3Error(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
            details={"Condition": "If-Match"},
        )


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
