"""The route for webhooks: statuses, duplicates, failures and deadlines, in the event loop of the test."""

import asyncio
import functools
import logging
import math
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware

from move_ugc_async import MoveConfigurationError, MoveInvalidRequestError, webhooks
from move_ugc_async.contrib.starlette import MemorySeenStore, SeenStore, SQLiteSeenStore, webhook_route
from move_ugc_async.webhooks import _signature
from tests.support.loop_time import StoppedTime
from tests.support.signed_webhooks import OTHER_SECRET, SECRET, TIME, signed, ugc_body
from tests.support.wait_until import run_ready, wait_until
from tests.unit.contrib.asgi import Call, FakeClient, application

pytestmark = pytest.mark.anyio

BODY = ugc_body()
Route = Callable[..., Starlette]


@pytest.fixture(autouse=True)
def _time_of_the_webhooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_signature, "time", SimpleNamespace(time=lambda: TIME))


@pytest.fixture
def client() -> FakeClient:
    return FakeClient()


@pytest.fixture
def route(client: FakeClient) -> Route:
    """Return a function that creates an application with the route."""

    def create(on_event: Any = None, **options: Any) -> Starlette:
        some_client: Any = client
        return application(webhook_route(some_client, SECRET, on_event=on_event, **options))

    return create


def delivery(app: Starlette, message_id: str = "msg_1", body: bytes = BODY, **options: Any) -> Call:
    return Call(app, headers=signed(body, message_id), body=body, **options)


@pytest.fixture(params=["memory", "sqlite"])
def seen(request: pytest.FixtureRequest, tmp_path: Path) -> SeenStore:
    return MemorySeenStore() if request.param == "memory" else SQLiteSeenStore(tmp_path / "seen.db")


async def test_event_is_fed_to_the_client_and_passed_to_on_event(route: Route, client: FakeClient) -> None:
    events: list[webhooks.Event] = []

    async def on_event(event: webhooks.Event) -> None:
        assert client.fed == [event], "waits wake before the handler runs"
        events.append(event)

    call = delivery(route(on_event))
    assert await call.run() == 204
    assert [type(event) for event in events] == [webhooks.JobCompleted]
    assert call.text == ""


async def test_route_without_on_event_only_feeds_the_client(route: Route, client: FakeClient) -> None:
    assert await delivery(route()).run() == 204
    assert [event.message_id for event in client.fed] == ["msg_1"]


class Handler:
    def __init__(self) -> None:
        self.events: list[webhooks.Event] = []

    async def __call__(self, event: webhooks.Event) -> None:
        self.events.append(event)

    async def method(self, event: webhooks.Event) -> None:
        self.events.append(event)

    def blocking(self, event: webhooks.Event) -> None:
        # `on_event` must not block the event loop.
        assert threading.current_thread() is not threading.main_thread()
        self.events.append(event)

    def returning(self, event: webhooks.Event) -> Coroutine[Any, Any, None]:
        return self.method(event)


FORMS: dict[str, Callable[[Handler], Any]] = {
    "object": lambda handler: handler,
    "method": lambda handler: handler.method,
    "partial": lambda handler: functools.partial(handler.method),
    "blocking": lambda handler: handler.blocking,
    "returns an awaitable": lambda handler: handler.returning,
}


@pytest.mark.parametrize("form", FORMS)
async def test_on_event_may_be_any_callable(route: Route, form: str) -> None:
    handler = Handler()
    assert await delivery(route(FORMS[form](handler))).run() == 204
    assert len(handler.events) == 1


async def test_client_may_be_a_function_of_the_request(client: FakeClient) -> None:
    find: Any = lambda request: request.app.state.move  # noqa: E731
    app = application(webhook_route(find, SECRET, path="/hook"))
    app.state.move = client
    assert await delivery(app, path="/hook").run() == 204
    assert len(client.fed) == 1


async def test_each_of_several_secrets_is_accepted(client: FakeClient) -> None:
    some_client: Any = client
    app = application(webhook_route(some_client, [OTHER_SECRET, f"{SECRET}\n"]))
    assert await delivery(app).run() == 204
    assert await Call(app, headers=signed(BODY, "msg_2", secret=OTHER_SECRET), body=BODY).run() == 204


@pytest.mark.parametrize(
    ("change", "body"),
    [
        ({"svix-signature": "v1,AAAA"}, BODY),
        ({"svix-timestamp": str(TIME - 301)}, BODY),
        ({"svix-id": ""}, BODY),
        ({}, BODY + b" "),
        ({}, b""),
        (signed(b"[]"), b"[]"),
        (signed(b"\xff"), b"\xff"),
    ],
)
async def test_invalid_webhook_gets_400_without_a_reason(
    route: Route, client: FakeClient, caplog: pytest.LogCaptureFixture, change: dict[str, str], body: bytes
) -> None:
    called: list[object] = []
    call = Call(route(called.append), headers={**signed(BODY), **change}, body=body)
    with caplog.at_level(logging.WARNING, "move_ugc_async"):
        assert await call.run() == 400
    assert (call.text, called, client.fed) == ("", [], [])
    assert caplog.messages[0].startswith("webhook refused: webhook ")


@pytest.mark.parametrize("pieces", [(), (b"x" * 50, b"x" * 50), (b"x" * 200,)])
async def test_body_over_the_limit_gets_413(route: Route, client: FakeClient, pieces: tuple[bytes, ...]) -> None:
    body = b"{" + b" " * 98 + b"}"
    assert await delivery(route(max_body_size=100), body=body).run() == 204
    call = delivery(route(max_body_size=99), body=body, pieces=pieces)
    assert (await call.run(), call.text) == (413, "")
    assert len(client.fed) == 1


async def test_sender_that_leaves_before_the_end_of_its_body_is_no_error(
    route: Route, caplog: pytest.LogCaptureFixture
) -> None:
    call = delivery(route(), pieces=(b"x",), is_cut=True)
    call.left.set()
    await call.run()
    assert caplog.records == []


async def test_other_methods_get_405(route: Route) -> None:
    assert await Call(route(), method="GET").run() == 405


async def test_duplicate_is_dropped_after_the_event_was_handled(
    route: Route, client: FakeClient, seen: SeenStore
) -> None:
    called: list[webhooks.Event] = []
    app = route(called.append, seen=seen)
    assert [await delivery(app, each).run() for each in ("msg_1", "msg_1", "msg_2", "msg_1")] == [204] * 4
    assert [event.message_id for event in called] == ["msg_1", "msg_2"]
    assert client.fed == called


@pytest.mark.parametrize("error", [RuntimeError("database is down"), ExceptionGroup("two", [OSError(), ValueError()])])
async def test_event_whose_handler_fails_gets_500_and_is_handled_when_it_is_retried(
    route: Route, seen: SeenStore, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    errors, called = [error], list[webhooks.Event]()

    async def on_event(event: webhooks.Event) -> None:
        called.append(event)
        if errors:
            raise errors.pop()

    app = route(on_event, seen=seen)
    call = delivery(app)
    assert (await call.run(), call.text) == (500, "")
    assert "cannot handle a webhook; the sender retries it" in caplog.messages
    assert "while handling webhook msg_1" in caplog.text
    assert [await delivery(app).run() for _ in range(2)] == [204, 204]
    assert len(called) == 2


async def cancelled_future(_: webhooks.Event) -> None:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.cancel()
    await future


async def cancelled_task(_: webhooks.Event) -> None:
    task = asyncio.ensure_future(anyio.sleep_forever())
    asyncio.get_running_loop().call_soon(task.cancel)
    await task


def cancelled_in_a_thread(_: webhooks.Event) -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("on_event", [cancelled_future, cancelled_task, cancelled_in_a_thread])
async def test_handler_that_awaits_something_cancelled_gets_500_and_is_logged(
    route: Route, seen: SeenStore, caplog: pytest.LogCaptureFixture, on_event: Any
) -> None:
    app = route(on_event, seen=seen)
    app.add_middleware(BaseHTTPMiddleware, dispatch=lambda request, call_next: call_next(request))
    assert await delivery(app).run() == 500
    assert "on_event awaited something that was cancelled" in caplog.text
    assert await seen.claim("msg_1") == "new"


async def test_failure_to_find_the_client_gets_500_and_keeps_no_claim(client: FakeClient) -> None:
    clients: list[Any] = [client]
    app = application(webhook_route(lambda _: clients[0], SECRET))
    clients[0] = None
    assert await delivery(app).run() == 500
    clients[0] = client
    assert await delivery(app).run() == 204


async def test_concurrent_duplicates_run_once(route: Route, seen: SeenStore) -> None:
    called, running, finish = list[str](), anyio.Event(), anyio.Event()

    async def on_event(event: webhooks.Event) -> None:
        called.append(event.message_id)
        running.set()
        await finish.wait()

    app = route(on_event, seen=seen)
    first = delivery(app)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(first.run)
        await running.wait()
        assert [await delivery(app).run() for _ in range(3)] == [409] * 3
        finish.set()
    assert first.status == 204
    assert await delivery(app).run() == 204
    assert called == ["msg_1"]


async def test_slow_handler_is_cancelled_after_twelve_seconds_and_retried(
    route: Route, seen: SeenStore, stopped_time: StoppedTime, caplog: pytest.LogCaptureFixture
) -> None:
    called, cancelled, running = list[str](), list[str](), anyio.Event()

    async def on_event(event: webhooks.Event) -> None:
        called.append(event.message_id)
        if len(called) == 1:
            try:
                running.set()
                await anyio.sleep_forever()
            finally:
                cancelled.append(event.message_id)

    app = route(on_event, seen=seen)
    call = delivery(app)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await running.wait()
        stopped_time.advance(11.9)
        await run_ready()
        assert call.status is None
        stopped_time.advance(0.1)
    assert (call.status, cancelled) == (500, ["msg_1"])
    assert "a webhook was not handled within 12 s; the sender retries it" in caplog.messages
    assert await delivery(app).run() == 204
    assert called == ["msg_1", "msg_1"]


@pytest.mark.parametrize(("fails", "later"), [(False, 204), (True, 500)])
async def test_claim_of_a_slow_thread_is_kept_until_it_ends(
    route: Route, seen: SeenStore, stopped_time: StoppedTime, *, fails: bool, later: int
) -> None:
    called, finish = list[str](), threading.Event()

    def on_event(event: webhooks.Event) -> None:
        called.append(event.message_id)
        finish.wait()
        if fails:
            raise OSError

    app = route(on_event, seen=seen)
    call, retry = delivery(app), delivery(app)
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call.run)
            await wait_until(lambda: called)
            stopped_time.advance(12)
            await wait_until(lambda: call.status)
            assert call.status == 500
            assert await retry.run() == 409
            finish.set()
    finally:
        finish.set()
    assert await delivery(app).run() == later
    assert len(called) == (2 if fails else 1)


async def test_slow_body_gets_500_in_time(route: Route, client: FakeClient, stopped_time: StoppedTime) -> None:
    call = delivery(route(), pieces=(b"x",), is_cut=True)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await run_ready()
        stopped_time.advance(12)
    assert (call.status, client.fed) == (500, [])


class EmptyStore(dict[str, str]):
    """A store that is false while it is empty."""

    async def claim(self, message_id: str) -> Any:
        return self.setdefault(message_id, "new")

    async def complete(self, message_id: str) -> None:
        self[message_id] = "seen"

    async def release(self, message_id: str) -> None:
        del self[message_id]


async def test_store_that_is_false_while_it_is_empty_is_used(route: Route) -> None:
    store = EmptyStore()
    assert await delivery(route(seen=store)).run() == 204
    assert store == {"msg_1": "seen"}


class BrokenStore(MemorySeenStore):
    """A store whose database cannot be reached in one of the calls."""

    def __init__(self, broken: str) -> None:
        super().__init__()
        self.broken = broken

    async def claim(self, message_id: str) -> Any:
        if self.broken == "claim":
            raise OSError
        return await super().claim(message_id)

    async def complete(self, message_id: str) -> None:
        if self.broken == "complete":
            raise OSError
        await super().complete(message_id)


@pytest.mark.parametrize(("broken", "calls"), [("claim", 1), ("complete", 2)])
async def test_failure_of_the_store_gets_500_and_the_event_is_handled_later(
    route: Route, broken: str, calls: int
) -> None:
    called: list[webhooks.Event] = []
    store = BrokenStore(broken)
    app = route(called.append, seen=store)
    assert await delivery(app).run() == 500
    store.broken = ""
    assert await delivery(app).run() == 204
    assert len(called) == calls


async def test_shutdown_of_the_server_releases_the_claim(route: Route, seen: SeenStore) -> None:
    running = anyio.Event()

    async def on_event(_: webhooks.Event) -> None:
        running.set()
        await anyio.sleep_forever()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(delivery(route(on_event, seen=seen)).run)
        await running.wait()
        tasks.cancel_scope.cancel()
    assert await seen.claim("msg_1") == "new"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"secrets": "hunter2!"}, "the webhook secret must be"),
        ({"secrets": [SECRET, "hunter2!"]}, "the webhook secret 2 of 2 must be"),
        ({"secrets": []}, "one or more webhook secrets"),
        ({"secrets": None}, "the webhook secret must be"),
        # `watch` fails the test if a local variable of a traceback contains it.
        ({"secrets": "whsec_hunter2"}, "the webhook secret must be"),
        ({"secrets": ["whsec_hunter2", SECRET]}, "the webhook secret 1 of 2 must be"),
        ({"client": None}, "client must be an AsyncMoveUgc, or a function that returns it; got None"),
        ({"on_event": "handler"}, "on_event must be a function; got 'handler'"),
        ({"seen": "seen.db"}, "seen must be a store with the methods claim, complete and release; got 'seen.db'"),
        ({"path": "hooks"}, "path must be a path that starts with a slash; got 'hooks'"),
        ({"timeout": 0}, "timeout must be a finite number above 0; got 0"),
        ({"timeout": math.nan}, "timeout must be"),
        ({"max_body_size": 0}, "max_body_size must be"),
    ],
)
def test_invalid_arguments_are_refused_when_the_route_is_created(
    client: FakeClient, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(MoveConfigurationError, match=message) as caught:
        webhook_route(**{"client": client, "secrets": SECRET, **options})
    assert "hunter2" not in str(caught.value)


def test_invalid_tolerance_is_refused_when_the_route_is_created(client: FakeClient) -> None:
    with pytest.raises(MoveInvalidRequestError, match="tolerance"):
        webhook_route(client, SECRET, tolerance=-1)  # type: ignore[arg-type]
