"""One client on several event loops: sequentially, in threads at once, and on uvloop."""

import asyncio
import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP
from tests.robustness.cancellation.leftovers import nothing_left
from tests.support.proc import NEEDS_PROC
from tests.support.servers import HttpServer
from tests.support.wait_until import SAFETY_NET

CLIENTS = 20


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox
    assert not sandbox.leaks


def client_of(sandbox: Sandbox) -> AsyncMoveUgc:
    return AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)


async def use_everything(client: AsyncMoveUgc, folder: Path) -> None:
    """Upload, poll, download, prefetch pages and cancel a wait."""
    result = await client.capture(CLIP, folder, outputs=["main_glb"])
    assert result.work.state == "FINISHED"
    assert [output.path.is_file() for output in result.outputs] == [True]
    other = await client.jobs.create_singlecam(str(result.state.take_id), outputs=["main_fbx"])
    with anyio.CancelScope() as scope:
        await client.jobs.wait(other.id, expand=["outputs"], on_progress=lambda _: scope.cancel())
    assert scope.cancelled_caught
    async for _ in client.jobs.list(limit=1):
        break


def run_on_new_loop(client: AsyncMoveUgc, folder: Path, backend: str) -> None:
    anyio.run(use_everything, client, folder, backend=backend)


def test_client_works_on_one_loop_after_another(sandbox: Sandbox, tmp_path: Path) -> None:
    client = client_of(sandbox)
    # Every loop runs after every loop, including itself.
    for number, backend in enumerate(["asyncio", "asyncio", "trio", "trio", "asyncio"]):
        run_on_new_loop(client, tmp_path / f"{number}", backend)
    # Unclosed connections would warn now.
    gc.collect()


def test_client_works_on_loops_of_several_threads_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    client = client_of(sandbox)
    threads = [
        threading.Thread(target=run_on_new_loop, args=(client, tmp_path / f"{number}", backend))
        for number, backend in enumerate(["asyncio", "trio", "asyncio"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert len(list(tmp_path.glob("*/*.glb"))) == len(threads)


@NEEDS_PROC
@pytest.mark.anyio
async def test_clients_of_one_loop_share_neither_keys_nor_connections() -> None:
    keys = [f"mv_key_canary-{number:012}" for number in range(CLIENTS)]

    async def use(key: str) -> None:
        async with AsyncMoveUgc(key, endpoint_url=server.url) as client, anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(client.client.retrieve)

    with HttpServer() as server:
        async with nothing_left("clients"), anyio.create_task_group() as tasks:
            for key in keys:
                tasks.start_soon(use, key)
        sent = {(request.header("authorization"), request.connection) for request in server.requests}
        assert len(server.requests) == 3 * CLIENTS
        assert {key for key, _ in sent} == set(keys)
        assert len({connection for _, connection in sent}) == len(sent), "a connection was lent to another client"


@NEEDS_PROC
@pytest.mark.anyio
@pytest.mark.parametrize(
    "anyio_backend",
    [
        pytest.param(
            ("asyncio", {"use_uvloop": True}),
            marks=pytest.mark.skipif(sys.platform == "win32", reason="uvloop does not run there"),
            id="uvloop",
        ),
        pytest.param(("asyncio", {"debug": True}), id="debug"),
    ],
)
async def test_workflow_leaves_nothing_behind_on_other_loops(
    sandbox: Sandbox, tmp_path: Path, anyio_backend: tuple[str, dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    assert type(loop).__module__.startswith("uvloop" if "use_uvloop" in anyio_backend[1] else "asyncio")
    assert loop.get_debug() is (anyio_backend[1].get("debug", False) or sys.flags.dev_mode)
    async with client_of(sandbox) as client:
        await use_everything(client, tmp_path / "1")
    # By now the loop has opened its own files, such as the null device with uvloop.
    async with nothing_left("workflow"), client_of(sandbox) as client:
        await use_everything(client, tmp_path / "2")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are new in Python 3.12")
def test_workflow_runs_with_eager_tasks(sandbox: Sandbox, tmp_path: Path) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        async with client_of(sandbox) as client:
            await use_everything(client, tmp_path)

    asyncio.run(main())
