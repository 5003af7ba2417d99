"""Arguments of a wrong type raise errors of the library before anything is sent."""

import inspect
from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import graphql_requests

pytestmark = pytest.mark.anyio

RIGHT: dict[str, Any] = {
    "area_type": "NORMAL",
    "destination": "clip.mp4",
    "directory": "out",
    "events": None,
    "file": "file-1",
    "file_id": "file-1",
    "file_type": "mp4",
    "human_height": 1.8,
    "id": "job-1",
    "idempotency_key": "key",
    "ids": ["job-1"],
    "metadata": None,
    "source": b"bytes",
    "sources": [],
    "take_id": "take-1",
    "uid": "uid",
    "url": "https://studio.example/",
    "volume_id": "volume-1",
    "work": "job-1",
    "works": ["job-1"],
}
"""Valid arguments, by parameter name."""

THINGS = (5, 1.5, object(), {"a": 1})
NUMBERS = ("x", b"x", object(), ["a"])
NO_SEVERAL = (5, 1.5, object())
WRONG: dict[str, tuple[object, ...]] = {
    "area_type": (None, *THINGS),
    "concurrency": NUMBERS,
    "destination": (None, *THINGS, b"x"),
    "directory": (None, *THINGS, b"x"),
    "events": NO_SEVERAL,
    "expand": NO_SEVERAL,
    "file": (None, *THINGS),
    "file_id": (None, *THINGS),
    "file_type": THINGS,
    "formats": NO_SEVERAL,
    "id": (None, *THINGS),
    "idempotency_key": THINGS,
    "ids": (None, "job-1", *NO_SEVERAL),
    "limit": NUMBERS,
    "metadata": (b"\xff", object()),
    "outputs": (*NO_SEVERAL, [5]),
    "poll_interval": (-1, *NUMBERS),
    "sort_by": (None, *THINGS),
    "source": (None, *THINGS),
    "sources": (None, "x", *NO_SEVERAL),
    "take_id": THINGS,
    "timeout": (-1, *NUMBERS),
    "uid": (None, *THINGS),
    "volume_id": (None, *THINGS),
    "work": (None, *THINGS),
    "works": (None, "job-1", *NO_SEVERAL),
}
"""Invalid arguments, by parameter name."""

SERVICES = ["jobs", "takes", "files", "volumes", "client", "webhooks"]


def calls(client: AsyncMoveUgc, service: str) -> list[tuple[str, str, Any]]:
    """Return every service method with each of its parameters that can be invalid."""
    methods = [name for name in dir(getattr(client, service)) if not name.startswith("_")]
    found: list[tuple[str, str, Any]] = []
    for name in methods:
        method = getattr(getattr(client, service), name)
        if not hasattr(method, "__deprecated__"):
            found += [(name, parameter, method) for parameter in inspect.signature(method).parameters]
    return [call for call in found if call[1] in WRONG]


async def run(method: Any, invalid: str, value: object) -> None:
    """Call a method with one invalid argument, and consume its result."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in inspect.signature(method).parameters.values():
        argument = value if parameter.name == invalid else RIGHT.get(parameter.name)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            positional.append(argument)
        elif parameter.name == invalid or parameter.default is parameter.empty:
            named[parameter.name] = argument
    result = method(*positional, **named)
    if inspect.isawaitable(result):
        await result
    else:
        async for _ in result:
            pass


@pytest.mark.parametrize("service", SERVICES)
async def test_an_argument_of_a_wrong_type_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, service: str
) -> None:
    invalid = calls(client, service)
    assert invalid
    for name, parameter, method in invalid:
        for value in WRONG[parameter]:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - any, to name the call
                await run(method, parameter, value)
            assert type(caught.value) is MoveInvalidRequestError, f"{name}({parameter}={value!r}): {caught.value!r}"
            assert not graphql_requests(sandbox), f"{name}({parameter}={value!r})"
