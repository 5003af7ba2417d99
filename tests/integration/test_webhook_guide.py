"""The handlers in docs/webhooks.md, run unchanged with signed requests."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.webhooks import _signature
from tests.support.signed_webhooks import JOB, SECRET, TIME, encode, plain_body, signed, ugc_body
from tests.support.wait_until import SAFETY_NET
from tests.unit.contrib.asgi import Call, FakeClient, started

ROOT = Path(__file__).parents[2]


def block_with(text: str) -> dict[str, Any]:
    """Run the only block of the guide that contains a text, and return its variables."""
    document = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (block,) = (each for each in re.findall(r"```python\n(.*?)```", document, re.DOTALL) if text in each)
    variables: dict[str, Any] = {"__name__": "hooks"}
    exec(compile(block, "hooks.py", "exec"), variables)
    return variables


def completed(detail: dict[str, Any]) -> bytes:
    return encode({"event_name": "ugc.job.state.completed", "detail": detail})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOVE_WEBHOOK_SECRET", SECRET)
    monkeypatch.setattr(_signature, "time", SimpleNamespace(time=lambda: TIME))
    return tmp_path


@pytest.fixture
def manual_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox(clock="manual") as sandbox:
        monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
        yield sandbox


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    """Replace the feed of all clients by one that records its events."""
    feed = FakeClient()
    monkeypatch.setattr(AsyncMoveUgc, "events", feed, raising=False)
    return feed


def lines_of_code(name: str) -> int:
    document = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (block,) = (each for each in re.findall(r"```python\n(.*?)```", document, re.DOTALL) if name in each)
    return len([line for line in block.splitlines() if line.strip()])


@pytest.mark.parametrize("text", ["Starlette(", "FastAPI("])
def test_examples_of_frameworks_have_at_most_ten_lines(text: str) -> None:
    assert lines_of_code(text) <= 10


@pytest.mark.anyio
@pytest.mark.usefixtures("folder", "manual_sandbox")
async def test_starlette_example_handles_each_genuine_webhook_once(
    feed: FakeClient, capsys: pytest.CaptureFixture[str]
) -> None:
    app = block_with("Starlette(")["app"]
    body, other = ugc_body(), plain_body("job.state.started")
    calls: list[tuple[bytes, dict[str, str]]] = [
        (body, signed(body)),
        (body, signed(body)),
        (other, signed(other, "msg_2")),
        (body + b" ", signed(body)),
        (body, {}),
    ]
    async with started(app) as state:
        statuses = [await Call(app, headers=headers, body=each, state=state).run() for each, headers in calls]
    assert statuses == [204, 204, 204, 400, 400]
    assert capsys.readouterr().out == f"job-{JOB} has finished\n"
    assert [event.message_id for event in feed.fed] == ["msg_1", "msg_2"]


@pytest.mark.usefixtures("folder")
def test_starlette_example_does_not_start_when_the_secret_is_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_WEBHOOK_SECRET", "whsec_?")
    with pytest.raises(MoveConfigurationError, match="webhook secret must be"):
        block_with("Starlette(")


@pytest.mark.anyio
@pytest.mark.usefixtures("folder", "manual_sandbox")
async def test_fastapi_example_receives_webhooks_and_streams_progress(feed: FakeClient) -> None:
    app = block_with("FastAPI(")["app"]
    body = ugc_body()
    async with started(app) as state:
        assert await Call(app, headers=signed(body), body=body, state=state).run() == 204
        progress = Call(app, method="GET", path=f"/jobs/job-{JOB}/progress", state=state)
        assert await progress.run() == 200
    assert len(feed.fed) == 1
    assert '"error": "not_found"' in progress.text


@pytest.mark.parametrize("prefix", ["", "job-"])
@pytest.mark.parametrize("nested", [False, True])
def test_webhook_resumes_the_task_that_waits_for_its_job(
    folder: Path, manual_sandbox: Sandbox, prefix: str, *, nested: bool
) -> None:
    hooks = block_with("aiohttp import web")
    clip = (ROOT / "examples" / "assets" / "dance.mp4").read_bytes()

    async def main() -> None:
        application: web.Application = hooks["create_app"]([])
        async with TestClient(TestServer(application)) as http:
            submitted = await http.post("/orders/7", data=clip)
            assert submitted.status == 202
            job_id = await submitted.text()
            manual_sandbox.clock.advance(3600)
            manual_sandbox.journal.clear()
            job_id_in_event = f"{prefix}{job_id.removeprefix('job-')}"
            body = completed(
                {"event_attributes": {"job": {"id": job_id_in_event}}} if nested else {"job_id": job_id_in_event}
            )
            forged = await http.post("/webhooks/move", data=body, headers={})
            assert forged.status == 400
            assert not list(manual_sandbox.journal.filter())
            (task,) = hooks["TASKS"]
            received = await http.post("/webhooks/move", data=body, headers=signed(body))
            assert received.status == 204
            await asyncio.wait_for(task, SAFETY_NET)
            assert not hooks["ENDED"]
            again = await http.post("/webhooks/move", data=body, headers=signed(body))
            assert again.status == 204
        assert [path.name for path in (folder / "outputs" / job_id).glob("[!.]*")] == ["glb.glb"]

    asyncio.run(main())
