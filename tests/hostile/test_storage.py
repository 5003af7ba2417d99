"""Storage that means harm: an error of the library's, at once, in little memory, and no file that is none."""

import json
import subprocess
import sys

import pytest

from tests.hostile.storage_answers import ANSWERS, MAY_BE_WHOLE, HostileStorage, Told


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("loop", "backend"),
    [("asyncio", "aiohttp"), pytest.param("asyncio", "httpx", marks=pytest.mark.slow), ("trio", "httpx")],
)
def test_a_hostile_answer_of_storage_is_a_typed_error_in_a_second_of_work_and_64_mib(loop: str, backend: str) -> None:
    with HostileStorage() as server:
        program = [sys.executable, "-m", "tests.hostile.storage_answers", loop, backend, server.url]
        done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=170)

    told: Told = json.loads(done.stdout)
    assert len(told) == 3 * len(ANSWERS)
    for name, (outcome, work, took, grown, left) in told.items():
        answer, _, way = name.partition(" ")
        if outcome == "a result" and answer in MAY_BE_WHOLE:
            assert left == ([] if way == "up" else ["new"]), name
        else:
            assert (outcome.startswith("Move"), left) == (True, []), (name, outcome)
        assert work <= 1, (name, work)
        # A refusal that does not end is read for five seconds.
        assert took <= 8, (name, took)
        assert grown <= 64, (name, grown)
