"""Hostile responses of storage: a typed error, in little memory, and no damaged file."""

import pytest

from tests.hostile.child import report_of
from tests.hostile.storage_answers import ANSWERS, MAY_BE_WHOLE, WAYS, HostileStorage, Outcomes


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("loop", "backend", "ways"),
    [
        # Uploads and downloads with each HTTP library; `make prove` transfers in every way on every stack.
        ("asyncio", "aiohttp", ["up", "in ranges"]),
        ("trio", "httpx", ["down"]),
        pytest.param("asyncio", "aiohttp", WAYS, marks=pytest.mark.slow),
        pytest.param("asyncio", "httpx", WAYS, marks=pytest.mark.slow),
        pytest.param("trio", "httpx", WAYS, marks=pytest.mark.slow),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_a_hostile_response_of_storage_is_a_typed_error_in_64_mib(loop: str, backend: str, ways: list[str]) -> None:
    with HostileStorage() as server:
        outcomes: Outcomes = report_of("tests.hostile.storage_answers", loop, backend, server.url, *ways)

    assert len(outcomes) == len(ways) * len(ANSWERS)
    for name, (outcome, grown, left) in outcomes.items():
        answer, _, way = name.partition(" ")
        if outcome == "a result" and answer in MAY_BE_WHOLE:
            assert left == ([] if way == "up" else ["new"]), name
        else:
            assert (outcome.startswith("Move"), left) == (True, []), (name, outcome)
        assert grown <= 64, (name, grown)
