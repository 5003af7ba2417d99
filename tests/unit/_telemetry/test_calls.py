"""One span for a call with all its attempts, and metrics of both."""

from typing import Any

import anyio
import pytest
from opentelemetry.trace import SpanKind, StatusCode

from move_ugc_async import AsyncMoveUgc, MoveNotFoundError, MoveTimeoutError
from move_ugc_async.sandbox import Drop, Sandbox, Stall, Status
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Received, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._telemetry.exported import BOTH_LOOPS, Exported
from tests.unit._transport.calls import Running

pytestmark = pytest.mark.anyio

CALLS = "move_ugc.client.call.duration"
REQUESTS = "http.client.request.duration"


def request_of(sandbox: Sandbox) -> dict[str, Any]:
    port = int(sandbox.url.rpartition(":")[2])
    return {"http.request.method": "POST", "server.address": "127.0.0.1", "server.port": port}


@BOTH_LOOPS
async def test_a_call_is_one_client_span(client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported) -> None:
    await client.client.retrieve()
    (span,) = exported.ended
    assert (span.name, span.kind, span.parent) == ("query getClient", SpanKind.CLIENT, None)
    (entry,) = sandbox.journal.filter(operation="getClient")
    assert dict(span.attributes or {}) == {
        "graphql.operation.name": "getClient",
        "graphql.operation.type": "query",
        "http.response.status_code": 200,
        "move_ugc.request_id": entry.request_id,
        **request_of(sandbox),
    }
    assert (span.status.status_code, span.events) == (StatusCode.UNSET, ())


async def test_failed_attempts_of_a_call_are_events_of_its_span(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported
) -> None:
    sandbox.faults.add([Status(503), Drop(), None])
    await client.client.retrieve()
    (span,) = exported.ended
    assert (span.attributes or {})["http.request.resend_count"] == 2
    assert span.status.status_code is StatusCode.UNSET
    events = [dict(event.attributes or {}) for event in span.events]
    assert all(each.pop("move_ugc.retry_in") >= 0 for each in events)
    assert events[0].pop("move_ugc.request_id")
    assert events == [
        {"move_ugc.attempt": 1, "error.type": "MoveServerError", "http.response.status_code": 503},
        {"move_ugc.attempt": 2, "error.type": "MoveConnectionError"},
    ]
    assert {event.name for event in span.events} == {"move_ugc.attempt.failed"}


async def test_each_attempt_and_the_whole_call_are_measured(
    sandbox: Sandbox, exported: Exported, stopped_time: StoppedTime
) -> None:
    clock = FakeClock(on_sleep=stopped_time.advance)
    sandbox.faults.add([Status(503), Drop(), None])
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, backoff=lambda *_: 2.0, clock=clock
    ) as client:
        await client.client.retrieve()
    request = request_of(sandbox)
    assert exported.measured(REQUESTS) == [
        ({**request, "http.response.status_code": 503, "error.type": "MoveServerError"}, 1),
        ({**request, "error.type": "MoveConnectionError"}, 1),
        ({**request, "http.response.status_code": 200}, 1),
    ]
    assert exported.measured(CALLS) == [({"graphql.operation.name": "getClient", "graphql.operation.type": "query"}, 1)]
    assert [point.sum for point in exported.points(REQUESTS)] == [0, 0, 0]
    # The call includes the delays between attempts.
    assert exported.points(CALLS)[0].sum == pytest.approx(4)


async def test_the_span_of_a_failed_call_has_the_class_of_its_error_only(
    client: AsyncMoveUgc, exported: Exported
) -> None:
    with pytest.raises(MoveNotFoundError):
        await client.jobs.update("job-unknown", name="new")
    (span,) = exported.ended
    assert span.name == "mutation updateJob"
    assert (span.attributes or {})["error.type"] == "MoveNotFoundError"
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, None)
    assert [event.name for event in span.events] == ["move_ugc.attempt.failed"]
    assert exported.measured(CALLS)[0][0]["error.type"] == "MoveNotFoundError"


async def test_an_attempt_that_the_deadline_ends_is_measured(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, stopped_time: StoppedTime
) -> None:
    stalled = sandbox.faults.add(Stall())
    async with anyio.create_task_group() as tasks:
        call = Running(client.client.retrieve)
        tasks.start_soon(call.run)
        await wait_until(lambda: stalled.acted)
        await run_ready()
        stopped_time.advance(60)
        assert type(await call.failure()) is MoveTimeoutError
    failure = {"error.type": "MoveTimeoutError"}
    assert exported.measured(REQUESTS) == [({**request_of(sandbox), **failure}, 1)]
    assert exported.points(REQUESTS)[0].sum == pytest.approx(60)
    assert (exported.span("query getClient").attributes or {}).items() >= failure.items()


@BOTH_LOOPS
async def test_a_cancelled_call_is_marked_as_cancelled_and_not_as_an_error(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported
) -> None:
    stalled = sandbox.faults.add(Stall())
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(client.client.retrieve)
        await wait_until(lambda: stalled.acted)
        tasks.cancel_scope.cancel()
    (span,) = exported.ended
    assert (span.attributes or {})["error.type"] == "cancelled"
    assert span.status.status_code is StatusCode.UNSET
    assert [attributes["error.type"] for attributes, _ in exported.measured(CALLS)] == ["cancelled"]
    assert [attributes["error.type"] for attributes, _ in exported.measured(REQUESTS)] == ["cancelled"]


async def test_exemplars_of_metrics_refer_to_the_span_of_the_call(client: AsyncMoveUgc, exported: Exported) -> None:
    await client.client.retrieve()
    (span,) = exported.ended
    # Collected once, since each collection resets the exemplars.
    metrics = exported.metrics()
    exemplars = [one for name in (REQUESTS, CALLS) for one in metrics[name].data.data_points[0].exemplars]
    ids = (span.context.trace_id, span.context.span_id)
    assert [(one.trace_id, one.span_id) for one in exemplars] == [ids, ids]


async def test_no_trace_context_is_sent_to_the_api(exported: Exported) -> None:
    def serve(request: Received) -> Reply:
        assert request.json()
        return Reply(b'{"data":{"client":{"id":"client-1","name":"a","created":"2026-01-01T00:00:00.000000Z"}}}')

    with HttpServer(serve) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=f"{server.url}/graphql") as client:
            with exported.spans.get_tracer("app").start_as_current_span("request"):
                await client.client.retrieve()
        names = {name.lower() for request in server.requests for name, _ in request.headers}
    assert exported.trees() == [("request", [("query getClient", [])])]
    assert "authorization" in names
    assert not names & {"traceparent", "tracestate", "baggage"}
