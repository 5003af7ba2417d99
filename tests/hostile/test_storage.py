"""Hostile responses of storage: a typed error, in little memory, and no damaged file."""

import pytest

from tests.hostile.child import report_of
from tests.hostile.storage_answers import ANSWERS, MAY_BE_WHOLE, WAYS, HostileStorage, Outcomes


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("loop", "backend"),
    [("asyncio", "aiohttp"), pytest.param("asyncio", "httpx", marks=pytest.mark.slow), ("trio", "httpx")],
)
def test_a_hostile_response_of_storage_is_a_typed_error_in_64_mib(loop: str, backend: str) -> None:
    with HostileStorage() as server:
        outcomes: Outcomes = report_of("tests.hostile.storage_answers", loop, backend, server.url)

    assert len(outcomes) == len(WAYS) * len(ANSWERS)
    for name, (outcome, grown, left) in outcomes.items():
        answer, _, way = name.partition(" ")
        if outcome == "a result" and answer in MAY_BE_WHOLE:
            assert left == ([] if way == "up" else ["new"]), name
        else:
            assert (outcome.startswith("Move"), left) == (True, []), (name, outcome)
        assert grown <= 64, (name, grown)
