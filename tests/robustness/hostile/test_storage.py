"""Hostile responses of storage raise typed errors, use little memory and leave no damaged file."""

import pytest

from tests.robustness.hostile.child import report_of
from tests.robustness.hostile.storage_responses import MAY_BE_WHOLE, RESPONSES, Outcomes, hostile_response
from tests.support.servers import HttpServer


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "runs",
    [
        # Uploads and downloads with each HTTP library; `make prove` transfers in every way on every stack.
        ["asyncio-aiohttp-up+in ranges", "trio-httpx-down"],
        pytest.param(["asyncio-aiohttp-up+down+in ranges"], marks=pytest.mark.slow),
        pytest.param(["asyncio-httpx-up+down+in ranges"], marks=pytest.mark.slow),
        pytest.param(["trio-httpx-up+down+in ranges"], marks=pytest.mark.slow),
    ],
    ids=" and ".join,
)
def test_a_hostile_response_of_storage_is_a_typed_error_in_64_mib(runs: list[str]) -> None:
    with HttpServer(hostile_response) as server:
        # One process for all runs, since starting one takes longer than most transfers.
        outcomes: dict[str, Outcomes] = report_of("tests.robustness.hostile.storage_responses", server.url, *runs)

    assert list(outcomes) == runs
    for run in runs:
        assert len(outcomes[run]) == len(run.split("+")) * len(RESPONSES)
        for name, (outcome, grown, left) in outcomes[run].items():
            response, _, way = name.partition(" ")
            if outcome == "a result" and response in MAY_BE_WHOLE:
                assert left == ([] if way == "up" else ["new"]), (run, name)
            else:
                assert (outcome.startswith("Move"), left) == (True, []), (run, name, outcome)
            assert grown <= 64, (run, name, grown)
