import threading
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import Drop, Fault, Faults, ManualClock, Sandbox, Status
from move_ugc_async.sandbox.faults.request_info import RequestInfo
from tests.integration.sandbox.api import GET_JOB, Api, FakeMedia
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio

_FAULT = Status(503)


def _request(operation: str = "getJob", path: str = "/ugc/graphql", method: str = "POST") -> RequestInfo:
    return RequestInfo(kind="graphql", method=method, path=path, operation=operation, fields=("client", operation))


def _faults(seed: int = 0) -> Faults:
    return Faults(seed, ManualClock())


def _pattern(faults: Faults, count: int, request: RequestInfo | None = None) -> str:
    """Return "x" for each of `count` requests that has a fault, and "." for each that has not."""
    return "".join("." if faults.choose(request or _request()) is None else "x" for _ in range(count))


@pytest.mark.parametrize(
    ("conditions", "pattern"),
    [
        ({}, "xxxxxxxx"),
        ({"times": 2}, "xx......"),
        ({"after": 3}, "...xxxxx"),
        ({"every": 3}, "..x..x.."),
        ({"after": 1, "every": 2, "times": 2}, "..x.x..."),
        ({"probability": 0}, "........"),
        ({"operation": "get*"}, "xxxxxxxx"),
        ({"operation": "client"}, "xxxxxxxx"),
        ({"operation": "getTake"}, "........"),
        ({"operation": "getjob"}, "........"),
        ({"path": "/ugc/*"}, "xxxxxxxx"),
        ({"path": "/ugc"}, "........"),
        ({"method": "post"}, "xxxxxxxx"),
        ({"method": "GET"}, "........"),
        ({"operation": "getJob", "method": "GET"}, "........"),
    ],
    ids=str,
)
def test_rule_applies_to_the_requests_that_match_its_conditions(conditions: dict[str, Any], pattern: str) -> None:
    faults = _faults()
    rule = faults.add(_FAULT, **conditions)
    assert _pattern(faults, 8) == pattern
    assert rule.acted == pattern.count("x")


@pytest.mark.parametrize(("times", "pattern"), [(None, "x.x....."), (2, "x.xx.x..")])
def test_script_has_one_step_for_each_request(times: int | None, pattern: str) -> None:
    faults = _faults()
    rule = faults.add([_FAULT, None, Drop()], times=times)
    assert _pattern(faults, 8) == pattern
    assert rule.matched == 8


def test_script_returns_its_faults_in_order() -> None:
    faults = _faults()
    faults.add([_FAULT, None, Drop()])
    assert [faults.choose(_request()) for _ in range(4)] == [_FAULT, None, Drop(), None]


def test_first_rule_with_a_fault_decides() -> None:
    faults = _faults()
    first = faults.add([Drop(), None, Drop()])
    second = faults.add(_FAULT)
    assert [faults.choose(_request()) for _ in range(4)] == [Drop(), _FAULT, Drop(), _FAULT]
    assert (first.matched, first.acted) == (4, 2)
    assert (second.matched, second.acted) == (2, 2)


def test_rules_can_be_removed() -> None:
    faults = _faults()
    first, second = faults.add(Drop()), faults.add(_FAULT)
    faults.remove(first)
    faults.remove(first)
    assert faults.rules == (second,)
    assert faults.choose(_request()) == _FAULT
    faults.clear()
    assert faults.choose(_request()) is None
    assert faults.add(Drop()).id == 3
    assert "acted 0" in repr(faults.rules[0])


def test_rule_applies_only_within_its_interval() -> None:
    clock = ManualClock()
    clock.advance(1000)
    faults = Faults(0, clock)
    faults.add(_FAULT, between=(60, 120))
    pattern = ""
    for _ in range(6):
        pattern += _pattern(faults, 1)
        clock.advance(30)
    assert pattern == "..xx.."


def _drawn(seed: int, *, between: Iterable[str] = ()) -> str:
    faults = _faults(seed)
    faults.add(_FAULT, probability=0.2)
    pattern = ""
    for _ in range(500):
        pattern += _pattern(faults, 1)
        for other in between:
            _pattern(faults, 1, _request(other))
    return pattern


def test_random_faults_depend_on_the_seed_and_not_on_other_requests() -> None:
    assert _drawn(1) == _drawn(1) == _drawn(1, between=["getTake", "listJobs"])
    assert _drawn(1) != _drawn(2)
    # The pattern is the same in every process, independent of Python's hash seed.
    assert _drawn(1)[:30] == ".x.xx.......x...x..x.x..x..x.."
    assert 70 <= _drawn(1).count("x") <= 130


def test_each_rule_draws_its_own_random_faults() -> None:
    faults, pattern = _faults(), []
    for _ in range(2):
        faults.add(_FAULT, probability=0.5)
        pattern.append(_pattern(faults, 64))
        faults.clear()
    assert pattern[0] != pattern[1]


def test_threads_share_the_count_of_a_rule() -> None:
    faults = _faults()
    rule = faults.add(_FAULT, times=1000)
    threads = [threading.Thread(target=_pattern, args=(faults, 500)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert not any(thread.is_alive() for thread in threads)
    assert (rule.matched, rule.acted) == (2000, 1000)


@pytest.mark.parametrize(
    ("conditions", "problem"),
    [
        ({"times": 0}, "times must be 1 or more"),
        ({"after": -1}, "after must be 0 or more"),
        ({"every": 0}, "every must be 1 or more"),
        ({"probability": 1.1}, "probability must be from 0 to 1"),
        ({"between": (2, 1)}, "between must be two numbers of seconds in increasing order"),
    ],
    ids=str,
)
def test_invalid_rule_raises_value_error(conditions: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        _faults().add(_FAULT, **conditions)


def test_empty_script_raises_value_error() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        _faults().add([])


async def test_rule_matches_operations_by_their_root_fields(api: Api) -> None:
    api.sandbox.faults.add(_FAULT, operation="listJobs", times=1)
    named = await api.send("query Many { ...F } fragment F on Query { client { id } listJobs { first } }")
    unnamed = await api.send("{ client { id } }")
    assert (named.status_code, unnamed.status_code) == (503, 200)


async def test_faults_do_not_apply_outside_of_the_api(api: Api) -> None:
    rule = api.sandbox.faults.add(_FAULT, path="*")
    admin = await api.http.get(f"{api.sandbox.url}/sandbox/clock", headers={"authorization": api.sandbox.api_key})
    other = await api.http.get(f"{api.sandbox.url}/favicon.ico")
    assert (admin.status_code, other.status_code, rule.matched) == (200, 404, 0)


async def test_rule_can_be_added_before_the_sandbox_starts(http: httpx.AsyncClient) -> None:
    sandbox = Sandbox(media=FakeMedia())
    sandbox.faults.add(_FAULT, times=1)
    with sandbox:
        assert (await Api(sandbox, http).send(GET_JOB, {"id": "a"})).status_code == 503


async def test_journal_filters_requests_by_fault(api: Api) -> None:
    api.sandbox.faults.add([_FAULT, None, Status(500)])
    for _ in range(4):
        await api.send("{ client { id } }")
    journal = api.sandbox.journal
    assert [entry.fault for entry in journal] == [_FAULT, None, Status(500), None]
    assert len(journal.filter(fault=Status)) == len(journal.filter(fault=Fault)) == 2
    assert journal.filter(fault=Drop) == ()
