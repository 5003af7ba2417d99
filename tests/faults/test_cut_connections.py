"""Every fifth connection is cut, and every journey ends with its files and one job."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureOutcome, CaptureSpec
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP
from tests.faults.ground import HastyClock, proxied, sha256, stored_sha256
from tests.faults.proxy import Cut, Fault, Pass, Proxy, Share

pytestmark = pytest.mark.anyio

SEED = 20
SHARE = 0.2
OUTPUTS = ["main_blend", "motion_data"]
KINDS = (b"createFile", b"createSingleCamTake", b"createSingleCamJob", b"getStatuses", b"PUT /", b"GET /")


def every_fifth(_number: int, chance: Random) -> Fault:
    """Cut a fifth of all connections at any byte of what they carry."""
    if chance.random() >= SHARE:
        return Pass()
    return Cut(chance.choice(("up", "down")), Share(chance.random()), chance.choice(("close", "reset")))


@pytest.mark.parametrize(
    "number", [40, pytest.param(500, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])], ids="{} journeys".format
)
async def test_every_journey_ends_although_a_fifth_of_all_connections_is_cut(number: int, tmp_path: Path) -> None:
    # A connection carries one exchange, so that a fifth of all connections is a fifth of all requests.
    with proxied(every_fifth, seed=SEED, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=HastyClock()) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": OUTPUTS}) for each in range(number)]
            outcomes = [outcome async for outcome in client.capture_many(specs)]
        check_outcomes(sandbox, outcomes, number)
    check_cuts(proxy)


def sooner_or_later(_number: int, chance: Random) -> Fault:
    """Cut every connection, after any number of exchanges and in the middle of one."""
    return Cut(chance.choice(("up", "down")), chance.randrange(20_000), chance.choice(("close", "reset")))


async def test_every_journey_ends_although_no_connection_lasts(tmp_path: Path) -> None:
    with proxied(sooner_or_later, seed=SEED) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=HastyClock()) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": OUTPUTS}) for each in range(30)]
            outcomes = [outcome async for outcome in client.capture_many(specs)]
        check_outcomes(sandbox, outcomes, 30)
    # A connection that was kept alive was cut as well, in a later exchange than its first.
    assert any(each.opening.count(b"HTTP/1.1\r\n") > 1 for each in proxy.broken), f"seed {SEED}"
    assert len(proxy.broken) >= 30, f"seed {SEED}"


def check_outcomes(sandbox: Sandbox, outcomes: list[CaptureOutcome[CaptureSpec]], number: int) -> None:
    lost = [str(outcome.error) for outcome in outcomes if outcome.error]
    assert not lost, (f"seed {SEED}", lost)
    assert len(outcomes) == number
    check_ledger(sandbox, outcomes)
    for outcome in outcomes:
        check_files(sandbox, outcome)


def check_ledger(sandbox: Sandbox, outcomes: list[CaptureOutcome[CaptureSpec]]) -> None:
    """Every journey was billed for its own job, and there are no others."""
    jobs = [outcome.result.work.id for outcome in outcomes if outcome.result]
    assert sorted(charge.id for charge in sandbox.ledger) == sorted(jobs), f"seed {SEED}"


def check_files(sandbox: Sandbox, outcome: CaptureOutcome[CaptureSpec]) -> None:
    """What went up and came down is what storage has, byte for byte, and nothing else lies there."""
    assert outcome.result
    for path, file_id in outcome.result.state.file_ids.items():
        assert stored_sha256(sandbox, file_id) == sha256(Path(path)), f"seed {SEED}"
    for output in outcome.result.outputs:
        assert stored_sha256(sandbox, output.file_id) == sha256(output.path), f"seed {SEED}"
    names = {path.name for path in Path(outcome.spec.directory).iterdir()}
    hidden = {name for name in names if name.startswith(".")}
    assert names - hidden == {output.path.name for output in outcome.result.outputs}
    assert len(outcome.result.outputs) == len(OUTPUTS)
    assert [Path(name).suffix for name in hidden] == [".json"], f"seed {SEED}"


def check_cuts(proxy: Proxy) -> None:
    """The cuts came to pass, both ways and in everything that a journey does."""
    share = len(proxy.broken) / len(proxy.carried)
    assert 0.75 * SHARE < share < 1.25 * SHARE, f"seed {SEED}"
    cuts: Counter[tuple[bytes, str]] = Counter()
    for each in proxy.broken:
        assert isinstance(each.fault, Cut)
        kind = next((kind for kind in KINDS if kind in each.opening), b"other")
        cuts[kind, each.fault.direction] += 1
    # The answer of a job that was made, and bytes on their way to and from storage.
    for expected in ((b"createSingleCamJob", "down"), (b"PUT /", "up"), (b"GET /", "down")):
        assert cuts[expected] > 0, (f"seed {SEED}", cuts)
