"""Fixtures: an OpenTelemetry SDK that keeps its data in memory, and a client of a sandbox with instant waits."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from opentelemetry import metrics, trace

from move_ugc_async import AsyncMoveUgc, InstantClock
from move_ugc_async._telemetry import telemetry
from move_ugc_async.sandbox import Sandbox
from tests.support.loop_time import backend_for
from tests.unit._telemetry.exported import Exported


@pytest.fixture(params=["asyncio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run tests on one event loop, except those marked with `BOTH_LOOPS`."""
    return backend_for(request, str(request.param))


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> Iterator[Exported]:
    """Return an SDK for one test; an application configures one for the whole process."""
    exported = Exported()
    monkeypatch.setattr(trace, "get_tracer", exported.spans.get_tracer)
    monkeypatch.setattr(metrics, "get_meter", exported.meters.get_meter)
    telemetry.cache_clear()
    yield exported
    telemetry.cache_clear()
    exported.meters.shutdown()
    assert len(exported.ended) == len(exported.started), "every span ends"


@pytest.fixture
async def client(sandbox: Sandbox, exported: Exported) -> AsyncIterator[AsyncMoveUgc]:  # noqa: ARG001 - records
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
        yield client
