"""Bodies that are made to hurt: an error of the library's, at once, and in little memory."""

import json
import subprocess
import sys

import pytest

from tests.hostile.bodies import BODIES, FINE, HostileServer


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(("loop", "backend"), [("asyncio", "aiohttp"), ("asyncio", "httpx"), ("trio", "httpx")])
def test_a_hostile_body_is_a_typed_error_in_a_second_of_work_and_64_mib(loop: str, backend: str) -> None:
    with HostileServer() as server:
        program = [sys.executable, "-m", "tests.hostile.bodies", loop, backend, server.url]
        done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=170)

    told: dict[str, tuple[str, float, float]] = json.loads(done.stdout)
    assert set(told) == set(BODIES)
    for name, (outcome, took, grown) in told.items():
        assert (outcome == "a result") is (name in FINE), (name, outcome)
        assert took <= 1, (name, took)
        assert grown <= 64, (name, grown)
