"""Calls with a key, their outcomes, and the promises that these break."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from move_ugc_async import AsyncMoveUgc, SourceIn
from move_ugc_async.errors import AmbiguousCreateError, IdempotencyMismatchError, MoveError
from tests.robustness.model.process import Process, sender
from tests.robustness.model.server import ModelServer
from tests.robustness.model.things import Kind


@dataclass(slots=True)
class Call:
    """A call with a key, and its outcome.

    Attributes:
        sent: Number of creation requests that it sent.
        known: Number of objects that existed when it ended.
    """

    kind: Kind
    key: str
    sent: int = 0
    known: int = 0
    result: str | None = None
    error: BaseException | None = None


async def create(client: AsyncMoveUgc, kind: Kind, key: str, timeout: float) -> Any:
    """Create an object with a key through the public API."""
    if kind == "job":
        return await client.jobs.create_singlecam("take-0", key, {"n": 1}, idempotency_key=key, timeout=timeout)
    sources = [SourceIn(device_label=label, file_id=f"file-{label}", format="MP4") for label in ("a", "b")]
    if kind == "take":
        return await client.takes.create_singlecam(sources[:1], key, idempotency_key=key, timeout=timeout)
    return await client.volumes.create_human_volume(
        sources, human_height=1.8, area_type="NORMAL", name=key, idempotency_key=key, timeout=timeout
    )


async def perform(call: Call, process: Process, timeout: float) -> None:
    """Run a call, and record its outcome."""
    world = process.world
    sender.set(call)
    world.report(f"create the {call.kind} {call.key}")
    try:
        created = await create(process.client, call.kind, call.key, timeout)
    except BaseException as error:
        call.error, call.known = error, len(process.network.server.things)
        world.report(f"{type(error).__name__}: {error}".splitlines()[0])
        if not isinstance(error, Exception):
            raise
    else:
        call.result = created.id
        world.report(f"the call returns {created.id}")


def judge(server: ModelServer, calls: list[Call]) -> Iterator[str]:
    """Yield the promises that these calls with one key broke."""
    key = calls[0].key
    billed = server.billed().get(key, [])
    if len(billed) > 1:
        yield f"billed {len(billed)} times: {', '.join(thing.id for thing in billed)}"
    for call in calls:
        before = [thing.id for thing in server.things[: call.known] if thing in billed]
        yield from _judge_call(call, {thing.id for thing in billed}, before)


def judge_last(server: ModelServer, call: Call) -> Iterator[str]:
    """Yield the promises that the last call broke, which met no fault."""
    billed = server.billed().get(call.key, [])
    if call.result is None:
        yield f"the last call ended with {type(call.error).__name__}: {call.error}"
    elif len(billed) == 1 and call.result != billed[0].id:
        yield f"the last call returned {call.result}, and {billed[0].id} was billed"


def _judge_call(call: Call, billed: set[str], before: list[str]) -> Iterator[str]:
    error = call.error
    if call.result is not None and call.result not in billed:
        yield f"a call returned {call.result}, which was not created with its key"
    if not isinstance(error, Exception) or isinstance(error, AmbiguousCreateError):
        return
    name = type(error).__name__
    if not isinstance(error, MoveError):
        yield f"a call raised {name}: {error}"
    elif isinstance(error, IdempotencyMismatchError):
        yield f"a call with the same parameters raised {name}: {error}"
    elif getattr(error, "may_have_arrived", False):
        yield f"a call with a key raised {name}, which does not say whether it created an object: {error}"
    elif call.sent and before:
        yield f'a call raised {name}, which means "not created", and {before[0]} was billed'
