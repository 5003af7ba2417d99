"""A process that creates one job for each of its keys: `python -m tests.robustness.chaos.keys.worker PLAN`.

It reports each call and each finished key as a line of JSON on its standard output.
"""

import json
import math
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import anyio

from move_ugc_async import AmbiguousCreateError, AsyncMoveUgc, MoveError, SourceIn
from tests.robustness.chaos.keys.rule import CallLimits, Rule
from tests.support.proc import open_descriptors

DEFAULT_TIMEOUT = 60.0
PAUSE = 0.1
"""Seconds between two calls with one key."""
LAG_INTERVAL = 0.05


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of one process.

    Attributes:
        loop: Name of its event loop.
        keys: Its keys, each with the take of its job, or None for a new take.
        file: Id of the file in its takes.
        concurrency: Number of keys that are worked on at once.
        seed: Determines which calls are abandoned.
        pace: Factor of the delays until they are abandoned.
        options: Settings of the client.
    """

    loop: str
    keys: Sequence[tuple[str, str | None]]
    file: str
    concurrency: int
    seed: int
    pace: float
    options: dict[str, Any]

    def write(self, path: Path) -> None:
        """Write the plan to a file."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Read a plan from a file."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def take_key(key: str) -> str:
    """Return the key of the new take for a job's key."""
    return f"{key} take"


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


ObjectT = TypeVar("ObjectT", bound=_HasId)


class Worker:
    """Creates one job for each key.

    Args:
        plan: The plan.
        client: The client.
    """

    def __init__(self, plan: Plan, client: AsyncMoveUgc) -> None:
        self._plan = plan
        self._client = client
        self._rule = Rule(plan.seed, plan.pace)
        self._lag = 0.0
        self._due = math.inf

    async def run(self) -> None:
        """Finish all keys, several concurrently."""
        remaining = iter(self._plan.keys)
        async with anyio.create_task_group() as background:
            background.start_soon(self._watch)
            async with anyio.create_task_group() as group:
                for _ in range(self._plan.concurrency):
                    group.start_soon(self._finish, remaining)
            background.cancel_scope.cancel()

    async def _watch(self) -> None:
        """Measure the delay of this event loop."""
        while True:
            self._due = time.monotonic() + LAG_INTERVAL
            await anyio.sleep(LAG_INTERVAL)
            self._lag = self._max_lag()

    def _max_lag(self) -> float:
        """Return the maximum delay of this event loop in seconds, including the current iteration."""
        return max(self._lag, time.monotonic() - self._due)

    async def _finish(self, remaining: Iterator[tuple[str, str | None]]) -> None:
        client = self._client
        for key, shared_take in remaining:
            take = shared_take or await self._take(take_key(key))

            async def create(timeout: float | None, key: str = key, take: str = take) -> Any:
                return await client.jobs.create_singlecam(take, key, {"key": key}, idempotency_key=key, timeout=timeout)

            job = await self._call(key, create)
            _report(
                "done", key=key, id=job.id, take=take, lag=self._max_lag(), descriptors=len(list(open_descriptors()))
            )

    async def _take(self, key: str) -> str:
        sources = [SourceIn(device_label="phone", file_id=self._plan.file, format="MP4")]

        async def create(timeout: float | None) -> Any:
            return await self._client.takes.create_singlecam(
                sources, key, {"key": key}, idempotency_key=key, timeout=timeout
            )

        return str((await self._call(key, create)).id)

    async def _call(self, key: str, create: Callable[[float | None], Awaitable[ObjectT]]) -> ObjectT:
        """Call with one key until an object is returned. The first call may be abandoned."""
        limits = self._rule.call_limits(key)
        while True:
            start = time.monotonic()
            timeout = limits.timeout or self._plan.options.get("timeout", DEFAULT_TIMEOUT)
            outcome: dict[str, Any] = {"key": key, "start": start, "error": None}
            created: ObjectT | None = None
            try:
                with anyio.move_on_after(limits.cancel_after):
                    created = await create(limits.timeout)
            except MoveError as error:
                outcome |= {
                    "error": type(error).__name__,
                    "message": str(error)[:500],
                    "is_refusal": not isinstance(error, AmbiguousCreateError),
                }
            end = time.monotonic()
            outcome |= {
                "end": end,
                "late": end - start - timeout,
                "lag": self._max_lag(),
                "succeeded": created is not None,
            }
            _report("called", **outcome)
            if created is not None:
                return created
            limits = CallLimits()
            await anyio.sleep(PAUSE)


def _report(event: str, **fields: Any) -> None:
    os.write(sys.stdout.fileno(), json.dumps({"event": event, **fields}).encode() + b"\n")


async def main(plan: Plan) -> None:
    """Run one worker. The endpoint and API key are read from the environment."""
    async with AsyncMoveUgc(**plan.options) as client:
        await Worker(plan, client).run()


if __name__ == "__main__":
    chosen = Plan.read(Path(sys.argv[1]))
    anyio.run(main, chosen, backend=chosen.loop)
