"""What calls need is imported in a thread when the context manager of a client is entered."""

import json
import subprocess
import sys
from types import ModuleType
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from tests.servers import API_KEY, HttpServer, answer

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
    client, entering, calling = AsyncMoveUgc({key!r}, endpoint_url={url!r}, http_backend={backend!r}), Watch(), Watch()
    sys.meta_path.insert(0, entering)
    async with client:
        sys.meta_path[0] = calling
        await client.client.retrieve()
        async with client.with_options(timeout=1):
            print(json.dumps([entering.seen, calling.seen, threading.active_count()]))

{loop}.run(main{call})
"""
NEEDED = {"move_ugc_async.transport.graphql", "move_ugc_async._generated.client", "opentelemetry"}


@pytest.mark.parametrize(
    ("loop", "call", "backend", "over"),
    [
        ("asyncio", "()", "auto", {"aiohttp"}),
        ("asyncio", "()", "httpx", {"httpcore"}),
        ("trio", "", "auto", {"httpcore"}),
    ],
)
def test_modules_for_calls_are_imported_in_a_thread_before_the_first_call(
    loop: str, call: str, backend: str, over: set[str]
) -> None:
    with HttpServer(answer()) as server:
        program = PROGRAM.format(loop=loop, call=call, backend=backend, key=API_KEY, url=server.url)
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    entering: dict[str, Any]
    calling: dict[str, Any]
    entering, calling, threads = json.loads(ran.stdout)
    assert {name for name in (*NEEDED, "aiohttp", "httpcore") if name in entering} == NEEDED | over
    assert not any(entering[name] for name in NEEDED | over)
    late = {name.partition(".")[0] for name in calling}
    assert not late & {"aiohttp", "opentelemetry", "pydantic_core", "httpcore"}
    assert {name for name in calling if name.startswith("move_ugc_async")} <= {"move_ugc_async.services.client"}
    assert threads == 2


def test_call_over_httpx_succeeds_while_another_thread_imports_aiohttp(monkeypatch: pytest.MonkeyPatch) -> None:
    # As Python leaves it until the import is complete.
    monkeypatch.setitem(sys.modules, "aiohttp", ModuleType("aiohttp"))
    with HttpServer(answer()) as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        anyio.run(client.client.retrieve, backend="trio")
    assert len(server.requests) == 1
