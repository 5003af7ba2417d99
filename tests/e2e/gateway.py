"""A server between a client and the sandbox, which loses answers on purpose."""

import json
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from move_ugc_async.sandbox import Sandbox
from tests.servers import HttpServer, Received, Reply, never

# One: from Python 3.12 on, each reads all certificates of the system.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

Fault: TypeAlias = Literal[
    "close", "reset", "truncate", "garbage", "html", "server error", "bad gateway", "silence", "close before"
]
"""What becomes of an answer; `close before` loses the request itself."""

AMBIGUOUS: tuple[Fault, ...] = ("close", "reset", "truncate", "garbage", "html", "server error", "bad gateway")
"""Faults after which a client cannot know whether its request was carried out; so it is after `silence`."""

Faults: TypeAlias = Callable[[str], Fault | None]
"""Decides by the name of the operation."""


def gateway(sandbox: Sandbox, faults: Faults) -> HttpServer:
    """Make a server that hands every request on to the sandbox, and has a fault where it is told so."""

    def serve(request: Received) -> Reply:
        fault = faults(str(request.json().get("operationName")))
        if fault == "close before":
            return Reply(instead="close")
        reply = _hand_on(sandbox, request)
        return reply if fault is None else _lose(reply, fault)

    return HttpServer(serve)


def late_lists(sandbox: Sandbox, late: dict[str, int], faults: Faults = lambda _: None) -> HttpServer:
    """Make a server that hands every request on, and leaves out the items of the first responses of some lists.

    Args:
        sandbox: The server behind it.
        late: How many responses of each list are without items.
        faults: Decides what becomes of other responses.
    """

    def serve(request: Received) -> Reply:
        reply = _hand_on(sandbox, request)
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
    """Make a server that hands every request on, and holds the response to the first one of an operation.

    Args:
        sandbox: The server behind it.
        operation: Name of the operation.
        arrived: Set when the request has arrived.
        released: Waited for before the response is sent.
    """

    def serve(request: Received) -> Reply:
        reply = _hand_on(sandbox, request)
        if str(request.json().get("operationName")) != operation or arrived.is_set():
            return reply
        arrived.set()
        return replace(reply, after=released)

    return HttpServer(serve)


def first_of(operation: str, fault: Fault, number: int = 1) -> Faults:
    """Have a fault in the first requests of an operation."""
    left = [fault] * number

    def decide(name: str) -> Fault | None:
        return left.pop() if name == operation and left else None

    return decide


def _hand_on(sandbox: Sandbox, request: Received) -> Reply:
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
