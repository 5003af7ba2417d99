"""The client of an application: lifespan, `current_client` and `ClientDep`."""

import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from move_ugc_async import AsyncMoveUgc, MoveClientClosedError, MoveConfigurationError
from move_ugc_async.contrib import fastapi, starlette
from move_ugc_async.contrib.fastapi import ClientDep
from move_ugc_async.contrib.starlette import current_client, lifespan_client, webhook_route
from move_ugc_async.webhooks import _signature
from tests.support.signed_webhooks import SECRET, TIME, signed, ugc_body
from tests.unit.contrib.asgi import Call, FakeClient, started

pytestmark = pytest.mark.anyio

API_KEY = "mv_key_for_tests"


def create() -> AsyncMoveUgc:
    return AsyncMoveUgc(API_KEY, endpoint_url="https://studio.example/graphql")


async def get(app: Any, path: str, state: Any) -> str:
    call = Call(app, method="GET", path=path, state=state)
    assert await call.run() == 200
    return call.text


async def test_handlers_of_an_application_and_its_mounts_share_one_client_which_is_closed() -> None:
    created: list[AsyncMoveUgc] = []
    seen: list[AsyncMoveUgc] = []

    def create_once() -> AsyncMoveUgc:
        created.append(create())
        return created[-1]

    async def see(request: Request) -> PlainTextResponse:
        seen.append(current_client(request))
        return PlainTextResponse()

    routes = [Route("/", see), Mount("/inner", routes=[Route("/", see)])]
    app = Starlette(routes=routes, lifespan=lifespan_client(create_once))
    for starts in (1, 2):
        async with started(app) as state:
            await get(app, "/", state)
            await get(app, "/inner/", state)
        assert len(created) == starts, "an application may start again"
        assert seen[-2:] == [created[-1], created[-1]]
        with pytest.raises(MoveClientClosedError):
            await created[-1].jobs.retrieve("job-1")


def around(own: Any) -> Any:
    """Return a lifespan that enters `lifespan_client` by itself."""

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncGenerator[dict[str, Any]]:
        async with lifespan_client(create)(app) as state, own(app) as mine:
            yield {**state, **mine}

    return lifespan


@pytest.mark.parametrize("compose", [lambda own: lifespan_client(create, lifespan=own), around])
async def test_lifespan_client_enters_the_lifespan_of_the_application(compose: Any) -> None:
    log: list[str] = []

    @asynccontextmanager
    async def own(app: Any) -> AsyncGenerator[dict[str, Any]]:
        log.append(f"start {type(app).__name__}")
        yield {"database": "db"}
        log.append("stop")

    async def see(request: Request) -> PlainTextResponse:
        assert isinstance(current_client(request), AsyncMoveUgc)
        return PlainTextResponse(request.state.database)

    app = Starlette(routes=[Route("/", see)], lifespan=compose(own))
    async with started(app) as state:
        assert await get(app, "/", state) == "db"
    assert log == ["start Starlette", "stop"]


async def test_lifespan_client_accepts_a_lifespan_without_state() -> None:
    @asynccontextmanager
    async def own(_: Any) -> AsyncGenerator[None]:
        yield

    async with started(Starlette(lifespan=lifespan_client(create, lifespan=own))) as state:
        assert isinstance(state["move_client"], AsyncMoveUgc)


async def test_missing_api_key_stops_the_application_at_its_start() -> None:
    with pytest.raises(MoveConfigurationError, match="MOVE_API_KEY"):
        async with lifespan_client()(Starlette()):
            pass


def test_missing_lifespan_is_named_in_the_error() -> None:
    with pytest.raises(MoveConfigurationError, match=r"lifespan=lifespan_client\(\)"):
        current_client(HTTPConnection({"type": "http", "state": {}}))
    with pytest.raises(MoveConfigurationError, match="lifespan_client"):
        current_client(HTTPConnection({"type": "websocket"}))


async def test_fastapi_injects_the_client_and_tests_can_replace_it() -> None:
    app = FastAPI(lifespan=lifespan_client(create))
    seen: list[AsyncMoveUgc] = []

    @app.get("/jobs/{job_id}")
    async def read(job_id: str, client: ClientDep) -> str:
        seen.append(client)
        return job_id

    async with started(app) as state:
        assert await get(app, "/jobs/job-1", state) == '"job-1"'
        other = create()
        app.dependency_overrides[current_client] = lambda: other
        await get(app, "/jobs/job-1", {})
    assert seen == [state["move_client"], other]
    assert "client" not in str(app.openapi())


@pytest.mark.parametrize(
    "add", [lambda app, route: app.router.routes.append(route), lambda app, r: app.routes.append(r)]
)
async def test_fastapi_accepts_the_route_for_webhooks(add: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_signature, "time", SimpleNamespace(time=lambda: TIME))
    app, client = FastAPI(), FakeClient()
    some_client: Any = client
    add(app, webhook_route(some_client, SECRET))
    body = ugc_body()
    assert await Call(app, headers=signed(body), body=body).run() == 204
    assert await Call(app, headers=signed(body), body=b"{}").run() == 400
    assert len(client.fed) == 1
    assert "/webhooks/move" not in app.openapi()["paths"]


def test_fastapi_package_has_the_names_that_applications_need() -> None:
    for name in set(fastapi.__all__) - {"ClientDep"}:
        assert getattr(fastapi, name) is getattr(starlette, name)


LAZY = """
import sys
from move_ugc_async.contrib import starlette, fastapi
names = {name.partition(".")[0] for name in sys.modules}
print(sorted(names & {"fastapi", "anyio", "pydantic", "aiohttp", "sqlite3"}))
starlette.lifespan_client, starlette.webhook_route, starlette.progress_stream
print("fastapi" in sys.modules)
"""

MISSING = """
import sys
sys.modules["starlette"] = None
from move_ugc_async.contrib.starlette import webhook_route
"""


def test_importing_the_packages_imports_nothing_and_fastapi_only_for_its_dependency() -> None:
    command = [sys.executable, "-W", "error", "-c", LAZY]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "[]\nFalse\n"


def test_missing_extra_is_named_in_the_error() -> None:
    done = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=False)
    assert 'run pip install "move-ugc-async[starlette]"' in done.stderr
