"""Hostile GraphQL responses raise typed errors and use little memory."""

import pytest

from tests.robustness.hostile.bodies import BODIES, FINE, hostile_body
from tests.robustness.hostile.child import report_of
from tests.support.servers import MIB, HttpServer


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "stacks",
    [["asyncio-aiohttp", "trio-httpx"], pytest.param(["asyncio-httpx"], marks=pytest.mark.slow)],
    ids=" and ".join,
)
def test_a_hostile_body_is_a_typed_error_in_64_mib(stacks: list[str]) -> None:
    with HttpServer(hostile_body) as server:
        # One process for all stacks, since starting one takes longer than most bodies.
        outcomes: dict[str, dict[str, tuple[str, float]]] = report_of(
            "tests.robustness.hostile.bodies", server.url, *stacks
        )

    assert list(outcomes) == stacks
    for stack in stacks:
        assert set(outcomes[stack]) == set(BODIES)
        for name, (outcome, grown) in outcomes[stack].items():
            assert (outcome == "a result") is (name in FINE), (stack, name, outcome)
            assert grown <= 64, (stack, name, grown)
    # The client stops reading: bytes beyond 8 MiB are in the buffers of the two sockets.
    assert 8 * MIB <= server.flooded / len(stacks) <= 64 * MIB
