"""The worker of a batch: its client keeps to the rate, and exceptions of the user's code stay in their step."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Self, cast

import pytest

from move_ugc_async import AsyncMoveUgc, MoveAuthenticationError, MoveConfigurationError
from move_ugc_async.batch._fleet import FileFence
from move_ugc_async.batch._worker import CANCELLED, Worker
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until
from tests.unit.batch.arguments import arguments_with

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


def worker_with(client_factory: Any = AsyncMoveUgc) -> Worker:
    unused: Any = None
    return Worker(unused, arguments_with(client_factory=client_factory), FileFence(), None, unused)


def raising(error: BaseException) -> Callable[[], Any]:
    def create() -> Any:
        raise error

    return create


class StubClient(AsyncMoveUgc):
    """A client that takes time to open."""

    def __init__(self, events: list[object], opens: asyncio.Event) -> None:
        super().__init__("no-request-is-sent")
        self.events, self.opens = events, opens

    async def __aenter__(self) -> Self:
        self.events.append("opening")
        await self.opens.wait()
        return self

    def limit_rate(self, rate: float | None) -> None:
        self.events.append(rate)


async def test_a_rate_that_changes_while_the_client_opens_is_kept() -> None:
    events: list[object] = []
    opens = asyncio.Event()
    new_client = cast("Any", lambda: StubClient(events, opens))
    worker = worker_with(new_client)
    worker.limit_rate(20)
    opening = asyncio.ensure_future(worker.client())
    await run_ready()
    assert events[-1] == "opening"
    # Another worker joins the fleet.
    worker.limit_rate(10)
    opens.set()
    await opening
    assert events[-1] == 10
    worker.limit_rate(5)
    assert events[-1] == 5


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), asyncio.CancelledError(), ValueError("bad")])
async def test_what_the_client_factory_raises_is_the_error_of_the_clip(error: BaseException) -> None:
    worker = worker_with(raising(error))

    async def step() -> dict[str, Any]:
        await worker.client()
        return {}

    async with asyncio.timeout(SAFETY_NET):
        result = await worker.run("clip", "upload", step)
    expected = "bad" if isinstance(error, ValueError) else f"code that the worker called raised {error!r}"
    assert (result["error"]["message"], result["error"]["stage"]) == (expected, "upload")


async def test_a_step_that_is_stopped_is_cancelled() -> None:
    worker, begun = worker_with(), asyncio.Event()

    async def step() -> dict[str, Any]:
        begun.set()
        return await asyncio.get_running_loop().create_future()

    running = asyncio.ensure_future(worker.run("clip", "upload", step))
    await begun.wait()
    worker.stop(["clip"])
    assert await running is CANCELLED


async def test_a_step_is_stopped_from_another_thread_unless_its_event_loop_has_ended() -> None:
    worker = worker_with()

    async def step() -> dict[str, Any]:
        threading.Thread(target=worker.stop_soon, args=(["clip"],)).start()
        return await asyncio.get_running_loop().create_future()

    assert await worker.run("clip", "upload", step) is CANCELLED
    ended = asyncio.new_event_loop()
    ended.close()
    # It ends after it was last seen running.
    worker._loop = cast(
        "Any", SimpleNamespace(is_running=lambda: True, call_soon_threadsafe=ended.call_soon_threadsafe)
    )
    worker.stop_soon(["clip"])


async def asynchronous_factory() -> AsyncMoveUgc:
    return AsyncMoveUgc("no-request-is-sent")


@pytest.mark.parametrize("factory", [lambda: None, lambda: AsyncMoveUgc, asynchronous_factory])
async def test_a_client_factory_must_return_a_client(factory: Callable[[], Awaitable[Any]]) -> None:
    with pytest.raises(MoveConfigurationError, match="client_factory must return a new AsyncMoveUgc; got"):
        await worker_with(factory).client()


@pytest.mark.parametrize("error", [SystemExit(3), asyncio.CancelledError(), ValueError("bad")])
async def test_a_client_that_fails_to_close_does_not_end_the_event_loop(error: BaseException) -> None:
    class Client(AsyncMoveUgc):
        async def __aexit__(self, *exc_info: object) -> None:
            await super().__aexit__(None, None, None)
            raise error

    worker = worker_with(lambda: Client("no-request-is-sent"))

    async def step() -> dict[str, Any]:
        await worker.client()
        return {}

    assert await worker.run("clip", "upload", step) == {}
    with pytest.raises((RuntimeError, ValueError), match=r"bad|code that the worker called raised"):
        await asyncio.to_thread(worker.close)


async def test_a_refused_key_is_reported_until_the_refused_clip_has_another_attempt() -> None:
    worker = worker_with()
    refused = asyncio.ensure_future(worker.run("refused", "upload", raising(MoveAuthenticationError("refused"))))
    await wait_until(lambda: worker.refusal is not None)

    async def send_nothing() -> dict[str, Any]:
        return {"cancelled": True}

    assert await worker.run("other", "upload", send_nothing) == {"cancelled": True}
    assert worker.refusal is not None
    worker.stop(["refused"])
    await refused
    assert worker.refusal is None
