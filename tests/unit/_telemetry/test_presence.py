"""The library with and without the API of OpenTelemetry, with an old API, and without an SDK."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

import pytest
from opentelemetry import metrics, trace

from move_ugc_async import AsyncMoveUgc, InstantClock
from move_ugc_async._telemetry import otel, telemetry
from move_ugc_async._telemetry.base import Telemetry
from move_ugc_async.sandbox import Sandbox
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET
from tests.unit._telemetry.exported import Exported

ROOT = Path(__file__).parents[3]

PROGRAM = """
import asyncio, sys
sys.modules["opentelemetry"] = None
import move_ugc_async
from move_ugc_async._telemetry import telemetry

def loaded():
    return [name for name, module in sys.modules.items() if name.startswith("opentelemetry.") and module]

async def call():
    async with move_ugc_async.AsyncMoveUgc() as client:
        await client.client.retrieve()
    return type(telemetry()).__name__

assert not loaded(), "importing the package loads nothing"
print(asyncio.run(call()), loaded())
del sys.modules["opentelemetry"]
sys.modules["opentelemetry.sdk"] = None
telemetry.cache_clear()
print(asyncio.run(call()), "opentelemetry.trace" in loaded(), "opentelemetry.sdk.trace" in loaded())
"""


def test_a_call_works_without_the_opentelemetry_api_and_with_the_api_alone(sandbox: Sandbox) -> None:
    environment = {**os.environ, "MOVE_API_KEY": sandbox.api_key, "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url}
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    with running(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        output = process.communicate(timeout=SAFETY_NET)
    assert (process.returncode, *output) == (0, "Telemetry []\nOpenTelemetry True False\n", "")


@pytest.mark.anyio
async def test_a_call_works_with_an_incomplete_opentelemetry_api(
    client: AsyncMoveUgc, exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.metrics", None)
    telemetry.cache_clear()
    await client.client.retrieve()
    assert type(telemetry()) is Telemetry
    assert exported.started == []


@pytest.mark.anyio
async def test_metrics_work_with_an_api_without_advisory_parameters(
    sandbox: Sandbox, exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Old:
        """A meter of opentelemetry-api 1.29."""

        def create_histogram(self, name: str, unit: str = "", description: str = "") -> metrics.Histogram:
            return exported.meters.get_meter("old").create_histogram(name, unit, description)

    monkeypatch.setattr(metrics, "get_meter", lambda *_, **__: Old())
    telemetry.cache_clear()
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        await client.client.retrieve()
    assert exported.metrics().keys() == {"http.client.request.duration", "move_ugc.client.call.duration"}


@pytest.mark.anyio
async def test_instruments_have_units_and_advisory_buckets(
    sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        await client.capture(ROOT / "examples" / "assets" / "dance.mp4", tmp_path, outputs=["main_glb"])
    assert {name: metric.unit for name, metric in exported.metrics().items()} == {
        "http.client.request.duration": "s",
        "move_ugc.client.call.duration": "s",
        "move_ugc.client.workflow.duration": "s",
        "move_ugc.client.transfer.size": "By",
    }
    bounds = {name: exported.points(name)[0].explicit_bounds for name in exported.metrics()}
    # As the semantic conventions recommend.
    assert bounds["http.client.request.duration"] == (
        *(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10),
    )
    assert bounds["move_ugc.client.call.duration"][-1] == 60
    assert bounds["move_ugc.client.workflow.duration"][-1] == 7200
    assert bounds["move_ugc.client.transfer.size"][-1] == 4 * 1024**3


@pytest.mark.anyio
async def test_spans_have_the_name_version_and_schema_of_the_library(sandbox: Sandbox, exported: Exported) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        await client.client.retrieve()
    scope = exported.span("query getClient").instrumentation_scope
    assert scope is not None
    assert (scope.name, scope.schema_url) == ("move_ugc_async", "https://opentelemetry.io/schemas/1.27.0")
    assert scope.version


def test_the_otel_extra_requires_the_api_and_no_sdk() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["otel"] == ["opentelemetry-api>=1.30,<2"]


@pytest.mark.parametrize("error", [StopIteration(), RuntimeError("no provider"), OSError("no exporter")])
@pytest.mark.parametrize("name", ["get_tracer", "get_meter"])
@pytest.mark.anyio
async def test_telemetry_that_cannot_start_stays_off_with_one_warning(
    sandbox: Sandbox,
    exported: Exported,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    name: str,
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(trace if name == "get_tracer" else metrics, name, fail)
    telemetry.cache_clear()
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        for _ in range(2):
            await client.client.retrieve()
    assert exported.started == []
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert warned == [f"cannot start telemetry: {type(error).__name__}"]


@pytest.mark.parametrize("place", ["on_start", "on_end", "record"])
@pytest.mark.anyio
async def test_a_span_processor_or_meter_that_raises_does_not_fail_calls(
    sandbox: Sandbox,
    exported: Exported,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    place: str,
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError

    otel._warn_once.cache_clear()
    if place == "record":
        histogram = type(exported.meters.get_meter("any").create_histogram("any"))
        monkeypatch.setattr(histogram, "record", fail)
    else:
        processor = Exported()
        monkeypatch.setattr(processor, place, fail)
        exported.spans.add_span_processor(processor)
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
        assert (await client.client.retrieve()).id
        await client.capture(ROOT / "examples" / "assets" / "dance.mp4", tmp_path, outputs=["main_glb"])
    warned = [record.getMessage() for record in caplog.records if record.name == "move_ugc_async"]
    assert warned == ["telemetry failed with ZeroDivisionError; calls are not affected"]
    assert len(sandbox.ledger) == 1
    # A span whose start failed in one processor is not ended in any.
    exported.started.clear()
    exported.ended.clear()
