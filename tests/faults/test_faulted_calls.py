"""Every fifth call goes wrong in one of many ways, and every journey ends with one job."""

from pathlib import Path
from random import Random

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP
from tests.faults.ground import HastyClock
from tests.faults.proxy import Cut, Fault, Pass, Proxy, Share

pytestmark = [pytest.mark.anyio, pytest.mark.check(1)]

SEED = 1
SHARE = 0.2
PATIENCE = 2.0
"""Seconds until a call that is not answered is given up."""


def says(status: int, body: bytes, fields: str = "") -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{fields}\r\n"
    return head.encode() + body


UNHEARD = Share(0.99)
"""How much of a request comes through that is never carried out."""

FAULTS: dict[str, Fault] = {
    "the server failed, and did nothing": Cut("up", UNHEARD, saying=says(500, b"")),
    "the server failed, and had done it": Cut("down", 0, saying=says(500, b'{"message": "Internal"}')),
    "too many requests": Cut("up", UNHEARD, saying=says(429, b"", "Retry-After: 2\r\n")),
    "reset, and nothing was done": Cut("up", UNHEARD, "reset"),
    "reset, and it had been done": Cut("down", 0, "reset"),
    "closed, and it had been done": Cut("down", 0),
    "half an answer": Cut("down", Share(0.5)),
    "a page in place of the answer": Cut("down", 0, saying=says(200, b"<html>Sorry</html>")),
    "half a document": Cut("down", 0, saying=says(200, b'{"data": {"createSingle')),
    "no answer": Cut("down", 0, "stall"),
}


def every_fifth(_number: int, chance: Random) -> Fault:
    return chance.choice(list(FAULTS.values())) if chance.random() < SHARE else Pass()


@pytest.mark.parametrize(
    "number", [40, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])], ids="{} journeys".format
)
async def test_every_journey_has_one_job_although_a_fifth_of_all_calls_goes_wrong(number: int, tmp_path: Path) -> None:
    with Sandbox() as sandbox, Proxy(port_of(sandbox), every_fifth, seed=SEED, one_exchange=True) as proxy:
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=f"{proxy.url}/ugc/graphql", timeout=PATIENCE, clock=HastyClock()
        ) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": ["main_blend"]}) for each in range(number)]
            outcomes = [outcome async for outcome in client.capture_many(specs, concurrency=32)]
        assert not [str(outcome.error) for outcome in outcomes if outcome.error], f"seed {SEED}"
        jobs = [outcome.result.work.id for outcome in outcomes if outcome.result]
        assert sorted(charge.id for charge in sandbox.ledger) == sorted(jobs), f"seed {SEED}"
        assert len(jobs) == number
        assert not sandbox.leaks
    hit = [each.fault for each in proxy.broken if b"createSingleCamJob" in each.opening]
    missing = [name for name, fault in FAULTS.items() if fault not in [each.fault for each in proxy.broken]]
    assert not missing, f"seed {SEED}"
    assert 0.75 * SHARE < len(proxy.broken) / len(proxy.carried) < 1.25 * SHARE
    assert any(isinstance(fault, Cut) and fault.direction == "down" for fault in hit), f"seed {SEED}"


def port_of(sandbox: Sandbox) -> int:
    return int(sandbox.url.rpartition(":")[2])
