"""The poller: few requests, no influence of one waiter on another, nothing left behind."""

import itertools
import logging
import math
from collections import Counter
from collections.abc import Sequence
from functools import partial

import anyio
import pytest
from anyio.lowlevel import checkpoint

from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveThrottledError,
)
from move_ugc_async.waiting.batch import Key
from move_ugc_async.waiting.poller import GATHER, TOLERANCE, Update
from move_ugc_async.waiting.status import Phase, Status
from tests.waiting.conftest import Bench, after

pytestmark = pytest.mark.anyio


async def ends(bench: Bench, ids: Sequence[str], *, interval: float | None = None) -> dict[str, Update]:
    """Listen to each id until it ends, and give the last update of each."""
    last: dict[str, Update] = {}
    done = anyio.Event()

    def listen(work_id: str, update: Update) -> None:
        if isinstance(update, MoveError) or update.phase is not Phase.UNDER_WAY:
            assert work_id not in last, "told twice"
            last[work_id] = update
            if len(last) == len(ids):
                done.set()

    async with bench.clock.running():
        for work_id in ids:
            bench.poller.listen(Key("job", work_id), partial(listen, work_id), interval=interval)
        await done.wait()
    return last


@pytest.mark.check(20)
@pytest.mark.parametrize("number", [1, 25, 26, 1000])
@pytest.mark.parametrize("listeners", [1, 3])
async def test_any_number_of_waiters_costs_one_request_a_batch_and_tick(
    bench: Bench, number: int, listeners: int
) -> None:
    ids = [f"job-{each}" for each in range(number)]
    ended = 0

    def listen(update: Update) -> None:
        nonlocal ended
        ended += update == Status("FINISHED", 100)

    async with bench.clock.running():
        for work_id in ids * listeners:
            # Each its own, as each waiter's is.
            bench.poller.listen(Key("job", work_id), partial(listen), interval=5.0)
        while ended < number * listeners:
            await checkpoint()
    ticks = Counter(moment for moment, _ in bench.server.requests)
    assert len(ticks) == 13
    assert set(ticks.values()) == {math.ceil(number / 25)}
    assert all(len(asked) <= 25 for _, asked in bench.server.requests)


async def test_many_waiters_of_one_id_cost_as_much_as_one(bench: Bench) -> None:
    told: list[Update] = []
    async with bench.clock.running():
        for _ in range(50):
            bench.poller.listen(Key("job", "job-1"), told.append)
        while sum(update == Status("FINISHED", 100) for update in told) < 50:
            await checkpoint()
    assert all(asked == ["job-1"] for _, asked in bench.server.requests)


async def test_jobs_and_volumes_share_a_request(bench: Bench) -> None:
    told: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(Key("job", "job-1"), told.append)
        bench.poller.listen(Key("volume", "volume-1"), told.append)
        while len(told) < 2:
            await checkpoint()
    assert bench.server.requests[0][1] == ["job-1", "volume-1"]


async def test_newcomers_join_at_once_and_the_pause_grows(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: {"state": "RUNNING"} if now < 600 else {"state": "FINISHED"}
    await ends(bench, ["job-1"])
    moments = [moment for moment, _ in bench.server.requests]
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert moments[0] == pytest.approx(GATHER)
    assert 0.8 <= pauses[0] <= 1.2
    assert max(pauses) <= 30 * 1.2
    assert pauses[-1] > 20
    assert len(set(pauses)) == len(pauses), "no jitter"


async def test_percentages_set_the_pause(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: after(now, duration=600)
    await ends(bench, ["job-1"])
    moments = [moment for moment, _ in bench.server.requests]
    # The end is seen soon after it has come, although the job was long.
    assert moments[-1] - 600 < 3
    assert len(moments) < 60


async def test_one_ids_error_touches_no_other(bench: Bench) -> None:
    lost = GraphQLErrorItem("Resource not found in move-ugc-api.", "MoveNotFoundError")
    bench.server.behaviour = lambda work_id, now: lost if work_id == "job-lost" else after(now)
    last = await ends(bench, ["job-1", "job-lost", "job-2"])
    assert isinstance(last["job-lost"], MoveNotFoundError)
    assert last["job-1"] == last["job-2"] == Status("FINISHED", 100)


async def test_leaving_stops_the_asking_with_the_last_listener(bench: Bench) -> None:
    told: list[Update] = []
    first, second = told.append, partial(list[Update].append, told)
    async with bench.clock.running():
        bench.poller.listen(Key("job", "job-1"), first, interval=5)
        bench.poller.listen(Key("job", "job-1"), second, interval=5)
        bench.poller.listen(Key("job", "job-2"), first, interval=5)
        while len(told) < 3:
            await checkpoint()
        bench.poller.leave(Key("job", "job-1"), first)
        before = len(bench.server.requests)
        while len(bench.server.requests) < before + 1:
            await checkpoint()
        assert bench.server.requests[-1][1] == ["job-1", "job-2"]
        bench.poller.leave(Key("job", "job-1"), second)
        bench.poller.leave(Key("job", "job-2"), first)
        asked = len(bench.server.requests)
        await bench.clock.sleep(1000)
        assert len(bench.server.requests) == asked
        # And it starts again.
        bench.poller.listen(Key("job", "job-3"), first)
        while len(bench.server.requests) == asked:
            await checkpoint()
    assert bench.server.requests[-1][1] == ["job-3"]


async def test_a_refused_batch_is_halved_down_to_one_by_one(bench: Bench) -> None:
    bench.server.refuse = lambda ids: MoveInvalidRequestError("too complex") if len(ids) > 3 else None
    ids = [f"job-{number}" for number in range(25)]
    last = await ends(bench, ids, interval=5)
    assert set(last.values()) == {Status("FINISHED", 100)}
    refused = [asked for _, asked in bench.server.requests if len(asked) > 3]
    assert len(refused) < 12, "what was learnt is kept"


async def test_batches_grow_again_when_the_server_has_recovered(bench: Bench) -> None:
    bench.server.refuse = lambda ids: (
        MoveInvalidRequestError("too complex") if len(ids) > 3 and bench.clock.now < 10 else None
    )
    await ends(bench, [f"job-{number}" for number in range(1000)], interval=5)
    assert len(bench.server.requests[-1][1]) == 25


async def test_an_id_that_spoils_its_batch_is_told_alone(bench: Bench) -> None:
    bench.server.refuse = lambda ids: MoveInvalidRequestError("bad id") if "job-bad" in ids else None
    ids = [f"job-{number}" for number in range(24)]
    last = await ends(bench, ["job-bad", *ids])
    assert isinstance(last.pop("job-bad"), MoveInvalidRequestError)
    assert set(last.values()) == {Status("FINISHED", 100)}
    # It says nothing about the size of batches.
    assert len(bench.server.requests[-1][1]) == 24


async def test_a_wrong_key_is_told_to_all_after_one_request(bench: Bench) -> None:
    bench.server.refuse = lambda _ids: MoveAuthenticationError("no")
    last = await ends(bench, ["job-1", "job-2"])
    assert all(isinstance(update, MoveAuthenticationError) for update in last.values())
    assert len(bench.server.requests) == 1


async def test_what_is_no_answer_at_all_is_waited_out_in_full_batches(bench: Bench) -> None:
    bench.server.refuse = lambda _ids: MoveMalformedResponseError("not JSON") if 10 < bench.clock.now < 30 else None
    ids = [f"job-{number}" for number in range(25)]
    assert set((await ends(bench, ids, interval=5)).values()) == {Status("FINISHED", 100)}
    assert all(len(asked) == 25 for _, asked in bench.server.requests)


async def test_an_outage_is_waited_out(bench: Bench) -> None:
    bench.server.refuse = lambda _ids: MoveConnectionError("refused") if 10 < bench.clock.now < 200 else None
    bench.server.behaviour = lambda _id, now: after(now, duration=300)
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED", 100)}


async def test_an_outage_without_end_is_told(bench: Bench) -> None:
    bench.server.refuse = lambda _ids: MoveConnectionError("refused")
    last = await ends(bench, ["job-1", "job-2"])
    assert all(isinstance(update, MoveConnectionError) for update in last.values())
    assert TOLERANCE <= bench.clock.now < 2 * TOLERANCE


async def test_retry_after_is_obeyed(bench: Bench) -> None:
    throttled = MoveThrottledError("slow down", retry_after=77)
    bench.server.refuse = lambda _ids: throttled if len(bench.server.requests) == 1 else None
    await ends(bench, ["job-1"])
    assert bench.server.requests[1][0] - bench.server.requests[0][0] >= 77


@pytest.mark.parametrize("spelling", ["FINISHED", "finished", "Finished", " FINISHED "])
async def test_terminal_states_in_any_spelling(bench: Bench, spelling: str) -> None:
    bench.server.behaviour = lambda _id, _now: {"state": spelling}
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED")}


async def test_progress_goes_before_state_and_state_stands_in(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: {"state": "RUNNING", "progress": {"state": "FAILED"}}
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FAILED")}
    bench.server.behaviour = lambda _id, _now: {"state": "FINISHED", "progress": {"state": None}}
    assert await ends(bench, ["job-2"]) == {"job-2": Status("FINISHED")}
    bench.server.behaviour = lambda _id, _now: {"state": "CANCELLED", "progress": None}
    assert await ends(bench, ["job-3"]) == {"job-3": Status("CANCELLED")}


@pytest.mark.check(22)
async def test_an_unknown_state_keeps_waiting_and_is_reported_once(
    bench: Bench, caplog: pytest.LogCaptureFixture, anyio_backend: str
) -> None:
    state = f"PONDERING ON {anyio_backend}"  # each is reported once in the life of a process
    bench.server.behaviour = lambda _id, now: {"state": state if now < 100 else "FINISHED"}
    assert await ends(bench, ["job-1", "job-2"]) == {"job-1": Status("FINISHED"), "job-2": Status("FINISHED")}
    (warning,) = [record for record in caplog.records if record.name.startswith("move_ugc_async")]
    assert warning.levelno == logging.WARNING
    assert f"PONDERING_ON_{anyio_backend.upper()}" in warning.getMessage()


@pytest.mark.check(22)
async def test_null_and_falling_percentages_keep_waiting(bench: Bench) -> None:
    percentages = {0: 50, 1: None, 2: 10, 3: 10, 4: 90}

    def behave(_id: str, _now: float) -> dict[str, object]:
        asked = len(bench.server.requests) - 1
        if asked in percentages:
            return {"progress": {"state": "RUNNING", "percentageComplete": percentages[asked]}}
        return {"progress": {"state": "FINISHED", "percentageComplete": 100}}

    bench.server.behaviour = behave
    assert await ends(bench, ["job-1"]) == {"job-1": Status("FINISHED", 100)}
    assert len(bench.server.requests) == 6
