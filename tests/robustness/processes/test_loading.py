"""Modules that calls need are imported in a thread when the context manager of a client is entered."""

import json
import os
import subprocess
import sys
from types import ModuleType
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.support.servers import API_KEY, HttpServer, graphql_reply

PROGRAM = """
import json, sys, threading
import {loop}
from move_ugc_async import AsyncMoveUgc

class Watch:
    def __init__(self):
        self.seen = {{}}

    def find_spec(self, name, path, target=None):
        self.seen[name] = threading.current_thread() is threading.main_thread()

async def main():
    client, entering, calling = AsyncMoveUgc(http_backend={backend!r}), Watch(), Watch()
    sys.meta_path.insert(0, entering)
    async with client:
        sys.meta_path[0] = calling
        await client.client.retrieve()
        seen = dict(calling.seen)
        async with client.with_options(timeout=60):
            threads = threading.active_count()
        await client.files.create("mp4", metadata={{"a": 1}}, expand=["client"])
        async for _ in client.takes.list(limit=1):
            pass
    print(json.dumps([entering.seen, seen, threads, sorted(sys.modules)]))

{loop}.run(main{call})
"""
NEEDED = {"move_ugc_async._transport.graphql", "move_ugc_async._generated.client", "opentelemetry"}
UNUSED = {
    f"move_ugc_async.{name}"
    for name in ("webhooks", "services.volumes", "services.webhooks", "capture.workflow", "cli")
}
NEVER = {"ariadne_codegen", "graphql", "ariadne", "starlette", "uvicorn", "move_ugc_async.sandbox"}


@pytest.mark.parametrize(
    ("loop", "call", "backend", "over"),
    [
        ("asyncio", "()", "auto", {"aiohttp"}),
        ("asyncio", "()", "httpx", {"httpcore"}),
        ("trio", "", "auto", {"httpcore"}),
    ],
    ids=["aiohttp", "httpx", "trio"],
)
def test_modules_for_calls_are_imported_in_a_thread_before_the_first_call_and_no_others(
    loop: str, call: str, backend: str, over: set[str], sandbox: Sandbox
) -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM.format(loop=loop, call=call, backend=backend)],
        env={**os.environ, "MOVE_API_KEY": sandbox.api_key, "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    entering: dict[str, Any]
    calling: dict[str, Any]
    entering, calling, threads, modules = json.loads(ran.stdout)
    assert {name for name in (*NEEDED, "aiohttp", "httpcore") if name in entering} == NEEDED | over
    assert not any(entering[name] for name in NEEDED | over)
    assert not UNUSED & set(entering), "modules that no call of the program needs"
    late = {name.partition(".")[0] for name in calling}
    assert not late & {"aiohttp", "opentelemetry", "pydantic_core", "httpcore"}
    assert {name for name in calling if name.startswith("move_ugc_async")} <= {"move_ugc_async.services.account"}
    assert threads <= 2, "entering a copy of the client imported everything again"
    assert not {name for name in modules if name in NEVER or name.partition(".")[0] in NEVER}
    assert "move_ugc_async.client" in modules
    assert ("aiohttp" in modules) is (over == {"aiohttp"})
    assert sandbox.journal.count("createFile") == 1


def test_call_over_httpx_succeeds_while_another_thread_imports_aiohttp(monkeypatch: pytest.MonkeyPatch) -> None:
    # As in Python while the import is running.
    monkeypatch.setitem(sys.modules, "aiohttp", ModuleType("aiohttp"))
    with HttpServer(graphql_reply()) as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        anyio.run(client.client.retrieve, backend="trio")
    assert len(server.requests) == 1
