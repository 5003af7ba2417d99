"""Spans and metrics contain no secret."""

import re
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureError, InstantClock, MoveError
from move_ugc_async.sandbox import GraphQLFault, Sandbox, Status
from tests.integration.client.workflows import CLIP
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.unit._telemetry.exported import Exported

pytestmark = pytest.mark.anyio


@pytest.mark.check(42)
@pytest.mark.check(41)
async def test_spans_and_metrics_of_a_capture_contain_no_secret(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    result = await client.capture(CLIP, tmp_path / "out", outputs=["main_glb"], metadata={"note": "a-private-note"})
    registered = await client.files.create("mp4")
    (read,) = [output.file for output in result.work.outputs or ()]
    code = await client.files.generate_share_code(read.id)
    webhook = await client.webhooks.upsert(
        uid="hook", url="https://example.com/hook?token=in-the-url", events=["job.state.started"]
    )
    signed = [registered.presigned_url or "", read.presigned_url or "", code.url]
    signatures = [value for url in signed for value in re.findall(r"=([^&]{8,})", url)]
    text = exported.text()
    assert len(signatures) >= 4
    for secret in [sandbox.api_key, code.code, webhook.secret or "?", "a-private-note", "in-the-url", *signatures]:
        assert secret not in text
    # The URL of the semantic conventions is the only URL, and there are no local paths.
    assert set(re.findall(r'https?://[^"\s]*', text)) == {"https://opentelemetry.io/schemas/1.27.0"}
    assert str(tmp_path) not in text
    assert CLIP.name not in text


@pytest.mark.check(41)
async def test_spans_do_not_contain_the_message_of_an_error(
    client: AsyncMoveUgc, sandbox: Sandbox, exported: Exported, tmp_path: Path
) -> None:
    quoted = f"no access for {sandbox.api_key}"
    sandbox.faults.add(GraphQLFault(f"Odd-{sandbox.api_key}", quoted, data=quoted), operation="createSingleCamTake")
    sandbox.faults.add(Status(403, quoted), path="/move-ugc-sandbox/*", method="GET")
    with pytest.raises(CaptureError):
        await client.capture(CLIP, tmp_path / "out")
    file = await client.files.upload(CLIP)
    with pytest.raises(MoveError):
        await client.files.download(file.id, tmp_path / "clip.mp4")
    text = exported.text()
    assert "error.type" in text
    assert sandbox.api_key not in text
    assert "traceback" not in text.lower()
    assert not [event for span in exported.ended for event in span.events if event.name == "exception"]


@pytest.mark.check(42)
@pytest.mark.check(41)
async def test_spans_do_not_contain_an_api_key_echoed_as_a_request_id(exported: Exported) -> None:
    ok = graphql_reply(headers=(("x-amzn-requestid", API_KEY),))
    with HttpServer(Reply(status=503, headers=(("x-amzn-requestid", API_KEY),)), ok) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url, clock=InstantClock()) as client:
            await client.client.retrieve()
    assert exported.span("query getClient")
    assert API_KEY not in exported.text()


async def test_attributes_of_metrics_contain_no_ids(client: AsyncMoveUgc, exported: Exported, tmp_path: Path) -> None:
    for number in range(2):
        await client.capture(CLIP, tmp_path / str(number), outputs=["main_glb"])
    for name, often in {
        "move_ugc.client.workflow.duration": [2],
        "move_ugc.client.transfer.size": [2, 2],
    }.items():
        assert [count for _, count in exported.measured(name)] == often
    keys = {key for name in exported.metrics() for attributes, _ in exported.measured(name) for key in attributes}
    assert keys == {
        "graphql.operation.name",
        "graphql.operation.type",
        "http.request.method",
        "http.response.status_code",
        "move_ugc.workflow",
        "move_ugc.transfer.direction",
        "server.address",
        "server.port",
    }
