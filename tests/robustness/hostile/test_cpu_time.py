"""Each hostile response takes at most one second of CPU time, without one-time initialization."""

import gc
import json
import sys
import tempfile
import time
from contextlib import aclosing
from pathlib import Path
from typing import cast

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._transport.http import BackendName, HttpPool
from tests.robustness.hostile.bodies import BODIES, hostile_body, outcome_of
from tests.robustness.hostile.child import report_of
from tests.robustness.hostile.storage_responses import RESPONSES, WAYS, hostile_response, transfer
from tests.support.servers import API_KEY, HttpServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
STACKS = pytest.mark.parametrize(("loop", "backend"), [("asyncio", "aiohttp"), ("asyncio", "httpx"), ("trio", "httpx")])


@pytest.mark.check(46)
@STACKS
def test_a_hostile_body_takes_at_most_a_second_of_cpu_time(loop: str, backend: str) -> None:
    with HttpServer(hostile_body) as server:
        seconds: dict[str, float] = report_of(
            "tests.robustness.hostile.test_cpu_time", loop, backend, server.url, "bodies"
        )
    assert set(seconds) == set(BODIES)
    assert {name: each for name, each in seconds.items() if each > 1} == {}


@pytest.mark.check(46)
@STACKS
def test_a_hostile_response_of_storage_takes_at_most_a_second_of_cpu_time(loop: str, backend: str) -> None:
    with HttpServer(hostile_response) as server:
        seconds: dict[str, float] = report_of(
            "tests.robustness.hostile.test_cpu_time", loop, backend, server.url, "storage"
        )
    assert len(seconds) == len(RESPONSES) * len(WAYS)
    assert {name: each for name, each in seconds.items() if each > 1} == {}


async def _measure_bodies(backend: BackendName, url: str) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for name in BODIES:
        async with AsyncMoveUgc(API_KEY, endpoint_url=f"{url}/{name}", http_backend=backend, max_retries=0) as client:
            for _ in range(2):
                started = _start()
                await outcome_of(client)
                seconds[name] = max(seconds.get(name, 0.0), time.process_time() - started)
    return seconds


async def _measure_storage(backend: BackendName, url: str) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for name in RESPONSES:
        for way in WAYS:
            with tempfile.TemporaryDirectory() as folder:
                async with aclosing(HttpPool(backend=backend, max_connections=8)) as http:
                    started = _start()
                    await transfer(http, way, f"{url}/{name}/x?Signature=y", Path(folder, "new"))
                    seconds[f"{name} {way}"] = time.process_time() - started
    return seconds


def _start() -> float:
    """Collect the garbage of earlier responses, and return the CPU time."""
    gc.collect()
    gc.freeze()
    return time.process_time()


if __name__ == "__main__":
    _loop, _backend, _url, _what = sys.argv[1:]
    _measure = _measure_bodies if _what == "bodies" else _measure_storage
    sys.stdout.write(json.dumps(anyio.run(_measure, cast("BackendName", _backend), _url, backend=_loop)))
