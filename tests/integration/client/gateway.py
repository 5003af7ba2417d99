"""A proxy between a client and the sandbox that loses requests and responses on purpose."""

import json
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from move_ugc_async.sandbox import Sandbox
from tests.support.servers import HttpServer, Received, Reply, never

# Shared, since each opener reads all system certificates from Python 3.12 on.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Fault: TypeAlias = Literal[
    "close", "reset", "truncate", "garbage", "html", "server error", "bad gateway", "silence", "close before"
]
"""How a response is lost; `close before` loses the request."""

AMBIGUOUS: tuple[Fault, ...] = ("close", "reset", "truncate", "garbage", "html", "server error", "bad gateway")
"""Faults that leave the outcome of a request unknown; `silence` does as well."""

Faults: TypeAlias = Callable[[str], Fault | None]
"""Returns the fault for the name of an operation."""


def gateway(sandbox: Sandbox, faults: Faults) -> HttpServer:
    """Return a server that forwards requests to the sandbox and injects faults."""

    def serve(request: Received) -> Reply:
        fault = faults(str(request.json().get("operationName")))
        if fault == "close before":
            return Reply(instead="close")
        reply = _forward(sandbox, request)
        return reply if fault is None else _lose(reply, fault)

    return HttpServer(serve)


def late_lists(sandbox: Sandbox, late: dict[str, int], faults: Faults = lambda _: None) -> HttpServer:
    """Return a server that forwards requests, and removes the items from the first responses of some lists.

    Args:
        sandbox: The server to forward to.
        late: Number of responses without items, by list.
        faults: Chooses the faults of other responses.
    """

    def serve(request: Received) -> Reply:
        reply = _forward(sandbox, request)
        operation = str(request.json().get("operationName"))
        if late.get(operation, 0) <= 0:
            fault = faults(operation)
            return _lose(reply, fault) if fault else reply
        late[operation] -= 1
        document = json.loads(reply.body)
        document["data"][operation]["items"] = []
        return Reply(json.dumps(document).encode(), reply.status)

    return HttpServer(serve)


def hold_first(sandbox: Sandbox, operation: str, arrived: threading.Event, released: threading.Event) -> HttpServer:
    """Return a server that forwards requests, and delays the first response of an operation.

    Args:
        sandbox: The server to forward to.
        operation: Name of the operation.
        arrived: Set when the request has arrived.
        released: The response is sent once this is set.
    """

    def serve(request: Received) -> Reply:
        reply = _forward(sandbox, request)
        if str(request.json().get("operationName")) != operation or arrived.is_set():
            return reply
        arrived.set()
        return replace(reply, after=released)

    return HttpServer(serve)


def first_of(operation: str, fault: Fault, number: int = 1) -> Faults:
    """Return faults for the first requests of an operation."""
    remaining = [fault] * number

    def decide(name: str) -> Fault | None:
        return remaining.pop() if name == operation and remaining else None

    return decide


def _forward(sandbox: Sandbox, request: Received) -> Reply:
    outgoing = urllib.request.Request(
        sandbox.endpoint_url, request.body, {"Authorization": request.header("authorization") or ""}
    )
    with _OPENER.open(outgoing) as response:
        return Reply(response.read(), response.status)


def _lose(reply: Reply, fault: Fault) -> Reply:
    replies: dict[Fault, Reply] = {
        "close": Reply(instead="close"),
        "reset": Reply(instead="reset"),
        "truncate": Reply(reply.body[:20], announced=len(reply.body)),
        "garbage": Reply(raw=b"\x00\xff" * 50),
        "html": Reply(b"<html>Sorry</html>"),
        "server error": Reply(json.dumps({"message": "Internal"}).encode(), status=500),
        "bad gateway": Reply(b"<html>502</html>", status=502),
        "silence": never(),
    }
    return replies[fault]
