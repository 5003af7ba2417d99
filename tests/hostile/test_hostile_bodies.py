"""GraphQL responses that are made to hurt: a typed error, in little memory."""

import pytest

from tests.hostile.bodies import BODIES, FINE, HostileServer
from tests.hostile.child import report_of


@pytest.mark.check(46)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("loop", "backend"),
    [("asyncio", "aiohttp"), pytest.param("asyncio", "httpx", marks=pytest.mark.slow), ("trio", "httpx")],
)
def test_a_hostile_body_is_a_typed_error_in_64_mib(loop: str, backend: str) -> None:
    with HostileServer() as server:
        outcomes: dict[str, tuple[str, float]] = report_of("tests.hostile.bodies", loop, backend, server.url)

    assert set(outcomes) == set(BODIES)
    for name, (outcome, grown) in outcomes.items():
        assert (outcome == "a result") is (name in FINE), (name, outcome)
        assert grown <= 64, (name, grown)
    # The client stops reading: what was sent beyond 8 MiB is in the buffers of the two sockets.
    assert 8 <= server.sent <= 64
