"""The poller: number of requests, poll interval, batches and states."""

import itertools
import logging
import math
from collections import Counter
from collections.abc import Sequence
from functools import partial

import anyio
import pytest

from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.status import Status, WorkRef
from move_ugc_async._schema.phase import Phase
from move_ugc_async.errors import (
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
)
from tests.unit._polling.conftest import Bench, after, both_loops

pytestmark = pytest.mark.anyio


async def ends(bench: Bench, ids: Sequence[str], *, interval: float | None = None) -> dict[str, Update]:
    """Wait until each id ends, and return the last update of each."""
    last: dict[str, Update] = {}
    done = anyio.Event()

    def listen(work_id: str, update: Update) -> None:
        if isinstance(update, MoveError) or (isinstance(update, Status) and update.phase is not Phase.UNDER_WAY):
            assert work_id not in last, "two final updates"
            last[work_id] = update
            if len(last) == len(ids):
                done.set()

    async with bench.clock.running():
        for work_id in ids:
            bench.poller.listen(WorkRef("job", work_id), partial(listen, work_id), interval=interval)
        await done.wait()
    return last


@both_loops
@pytest.mark.check(20)
@pytest.mark.parametrize(("number", "listeners"), [(1, 50), (25, 1), (26, 3), (1000, 1)])
async def test_any_number_of_waiters_costs_one_request_per_batch_and_interval(
    bench: Bench, number: int, listeners: int
) -> None:
    ids = [f"job-{each}" for each in range(number)]
    ended = 0

    def listen(update: Update) -> None:
        nonlocal ended
        ended += update == Status("FINISHED", 100)

    async with bench.clock.running():
        for work_id in ids * listeners:
            # A separate listener each, as for separate waits.
            bench.poller.listen(WorkRef("job", work_id), partial(listen), interval=5.0)
        await bench.until(lambda: ended == number * listeners)
    rounds = Counter(moment for moment, _ in bench.server.requests)
    assert len(rounds) == 13
    assert set(rounds.values()) == {math.ceil(number / 25)}
    assert all(len(ids) <= 25 for _, ids in bench.server.requests)
    assert Counter(each for _, batch in bench.server.requests for each in batch) == dict.fromkeys(ids, 13)


async def test_jobs_and_volumes_share_a_request(bench: Bench) -> None:
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(WorkRef("job", "job-1"), updates.append)
        bench.poller.listen(WorkRef("volume", "volume-1"), updates.append)
        await bench.until(lambda: len(updates) >= 2)
    assert bench.server.requests[0][1] == ["job-1", "volume-1"]


async def test_poll_interval_grows_with_jitter_while_the_percentage_is_unknown(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: {"state": "RUNNING"} if now < 600 else {"state": "FINISHED"}
    await ends(bench, ["job-1"])
    moments = [moment for moment, _ in bench.server.requests]
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert moments[0] == pytest.approx(GATHER)
    assert 0.8 <= pauses[0] <= 1.2
    assert max(pauses) <= 30 * 1.2
    assert pauses[-1] > 20
    assert len(set(pauses)) == len(pauses), "no jitter"


async def test_poll_interval_follows_the_percentage(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: after(now, duration=600)
    await ends(bench, ["job-1"])
    moments = [moment for moment, _ in bench.server.requests]
    # The end is noticed soon, although the job was long.
    assert moments[-1] - 600 < 3
    assert len(moments) < 60


async def test_a_rejected_batch_is_halved_until_accepted(bench: Bench) -> None:
    bench.server.fail = lambda ids: MoveInvalidRequestError("too complex") if len(ids) > 3 else None
    ids = [f"job-{number}" for number in range(25)]
    last = await ends(bench, ids, interval=5)
    assert set(last.values()) == {Status("FINISHED", 100)}
    rejected = [ids for _, ids in bench.server.requests if len(ids) > 3]
    assert len(rejected) < 12, "the batch size is not kept"


async def test_an_invalid_api_key_ends_every_wait_after_one_request(bench: Bench) -> None:
    bench.server.fail = lambda _ids: MoveAuthenticationError("no")
    last = await ends(bench, ["job-1", "job-2"])
    assert all(isinstance(update, MoveAuthenticationError) for update in last.values())
    assert len(bench.server.requests) == 1


async def test_malformed_responses_are_waited_out_without_splitting_batches(bench: Bench) -> None:
    bench.server.fail = lambda _ids: MoveMalformedResponseError("not JSON") if 10 < bench.clock.now < 30 else None
    ids = [f"job-{number}" for number in range(25)]
    assert set((await ends(bench, ids, interval=5)).values()) == {Status("FINISHED", 100)}
    assert all(len(ids) == 25 for _, ids in bench.server.requests)


async def test_an_outage_shorter_than_the_tolerance_is_waited_out(bench: Bench) -> None:
    bench.server.fail = lambda _ids: MoveConnectionError("refused") if 10 < bench.clock.now < 200 else None
    bench.server.behaviour = lambda _id, now: after(now, duration=300)
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED", 100)}


@pytest.mark.parametrize("spelling", ["FINISHED", "finished", "Finished", " FINISHED "])
async def test_a_terminal_state_is_recognised_in_any_spelling(bench: Bench, spelling: str) -> None:
    bench.server.behaviour = lambda _id, _now: {"state": spelling}
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED")}


async def test_the_state_of_the_progress_takes_precedence_over_the_state_of_the_job(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: {"state": "RUNNING", "progress": {"state": "FAILED"}}
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FAILED")}
    bench.server.behaviour = lambda _id, _now: {"state": "FINISHED", "progress": {"state": None}}
    assert await ends(bench, ["job-2"]) == {"job-2": Status("FINISHED")}
    bench.server.behaviour = lambda _id, _now: {"state": "CANCELLED", "progress": None}
    assert await ends(bench, ["job-3"]) == {"job-3": Status("CANCELLED")}


@pytest.mark.check(22)
async def test_an_unknown_state_keeps_waiting_and_is_reported_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    state = "PONDERING"  # reported once per process
    bench.server.behaviour = lambda _id, now: {"state": state if now < 100 else "FINISHED"}
    assert await ends(bench, ["job-1", "job-2"]) == {"job-1": Status("FINISHED"), "job-2": Status("FINISHED")}
    (warning,) = [record for record in caplog.records if record.name.startswith("move_ugc_async")]
    assert warning.levelno == logging.WARNING
    assert "PONDERING" in warning.getMessage()


@pytest.mark.check(22)
async def test_null_and_falling_percentages_keep_waiting(bench: Bench) -> None:
    percentages = {0: 50, 1: None, 2: 10, 3: 10, 4: 90}

    def behave(_id: str, _now: float) -> dict[str, object]:
        poll = len(bench.server.requests) - 1
        if poll in percentages:
            return {"progress": {"state": "RUNNING", "percentageComplete": percentages[poll]}}
        return {"progress": {"state": "FINISHED", "percentageComplete": 100}}

    bench.server.behaviour = behave
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED", 100)}
    assert len(bench.server.requests) == 6
