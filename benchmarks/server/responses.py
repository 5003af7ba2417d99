"""The responses of the stub, as complete HTTP messages."""

import functools
import json
from pathlib import Path
from typing import Any

from graphql import build_schema, introspection_from_schema

JOBS = 10_000
PAGE_SIZE = 100
PAGES = JOBS // PAGE_SIZE

_SCHEMA = Path(__file__).parents[2] / "schema.graphql"
_METADATA = {"scene": "12B", "shot": 3, "performer": "Ada", "tags": ["dance", "studio"], "approved": True}


def respond(body: bytes, status: str = "200 OK", content_type: str = "application/json;charset=UTF-8") -> bytes:
    """Return a response with the header fields of AppSync."""
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Date: Sun, 22 Nov 2026 03:09:11 GMT\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: keep-alive\r\n"
        "x-amzn-RequestId: 1c44c5e9-4e03-4706-a26a-c2570bec3a77\r\n"
        "\r\n"
    )
    return head.encode() + body


def to_json(value: object) -> bytes:
    """Encode JSON without white space, as AppSync does."""
    return json.dumps(value, separators=(",", ":")).encode()


def job(number: int) -> dict[str, Any]:
    """Return a finished job as the API does when nothing is expanded."""
    return {
        "id": f"job-9c4eb80e-860d-40ff-8d39-{number:012x}",
        "name": f"Dance, take {number}",
        "created": "2026-01-01T00:00:00.007000Z",
        "metadata": json.dumps(_METADATA),
        "state": "FINISHED",
        "progress": {"state": "FINISHED", "percentageComplete": 100},
    }


def file(origin: str, query: str = "") -> dict[str, Any]:
    """Return a file whose URL points to the stub's storage, with an optional addition to its query."""
    return {
        "id": "file-2c6059be-0f91-4cb8-aa1a-512cd10a66b5",
        "type": ".mp4",
        "name": "clip.mp4",
        "created": "2026-01-01T00:00:00.007000Z",
        "metadata": "{}",
        "presignedUrl": f"{origin}/storage/clip.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0f91{query}",
        "thumbnailUrl": None,
    }


def data(**fields: object) -> bytes:
    """Return a response with these root fields."""
    return respond(to_json({"data": fields}))


@functools.cache
def one_job() -> bytes:
    """Return the response to `getJob`."""
    return data(getJob=job(7))


@functools.cache
def many_jobs(count: int) -> bytes:
    """Return the response to aliased `getJob` fields."""
    return data(**{f"a{number}": job(number) for number in range(count)})


@functools.cache
def statuses(count: int, state: str, percentage: int) -> bytes:
    """Return the response to aliased statuses."""
    status = {"state": state, "progress": {"state": state, "percentageComplete": percentage}}
    return data(**{f"a{number}": status for number in range(count)})


@functools.cache
def page(number: int) -> bytes:
    """Return the response to `listJobs` with one of `PAGES` pages."""
    first = number * PAGE_SIZE
    after = json.dumps({"page": number + 1}) if number + 1 < PAGES else None
    items = [{**job(first + each), "__typename": "Job"} for each in range(PAGE_SIZE)]
    return data(listJobs={"first": PAGE_SIZE, "after": after, "items": items})


@functools.cache
def introspection() -> bytes:
    """Return the response to the introspection query."""
    result = introspection_from_schema(build_schema(_SCHEMA.read_text(encoding="utf-8")))
    for directive in result["__schema"]["directives"]:
        # Unknown to AppSync and to the graphql-core version of the official SDK.
        directive["locations"] = [each for each in directive["locations"] if each != "DIRECTIVE_DEFINITION"]
    return respond(to_json({"data": result}))
