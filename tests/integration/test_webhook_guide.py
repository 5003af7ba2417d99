"""The handlers in docs/webhooks.md, run unchanged with signed requests."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from move_ugc_async import MoveConfigurationError
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.webhooks import _signature
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[2]
SECRET = "whsec_plJ3nmyCDGBKInavdOK15jsl"
TIME = 1731705121


def block_with(text: str) -> dict[str, Any]:
    """Run the only block of the guide that contains a text, and return its variables."""
    document = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (block,) = (each for each in re.findall(r"```python\n(.*?)```", document, re.DOTALL) if text in each)
    variables: dict[str, Any] = {"__name__": "hooks"}
    exec(compile(block, "hooks.py", "exec"), variables)
    return variables


def signed(body: bytes, webhook_id: str = "msg_1") -> dict[str, str]:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{webhook_id}.{TIME}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"svix-id": webhook_id, "svix-timestamp": str(TIME), "svix-signature": signature}


def completed(detail: dict[str, Any]) -> bytes:
    return json.dumps({"event_name": "ugc.job.state.completed", "detail": detail}).encode()


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


def events_in(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "hooks.db")) as database:
        return database.execute("SELECT id, name FROM events ORDER BY id").fetchall()


def test_starlette_handler_stores_each_genuine_webhook_once(folder: Path) -> None:
    app = block_with("Starlette(")["app"]
    body = completed({"job_id": "7d1f"})
    requests: list[tuple[bytes, dict[str, str]]] = [
        (body, signed(body)),
        (body, signed(body)),
        (body, signed(body, "msg_2")),
        (body + b" ", signed(body)),
        (body, {}),
    ]

    async def main() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hooks") as http:
            return [
                (await http.post("/webhooks/move", content=body, headers=headers)).status_code
                for body, headers in requests
            ]

    assert anyio.run(main) == [204, 204, 204, 400, 400]
    assert events_in(folder) == [("msg_1", "ugc.job.state.completed"), ("msg_2", "ugc.job.state.completed")]


@pytest.mark.usefixtures("folder")
def test_starlette_handler_fails_when_the_secret_is_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_WEBHOOK_SECRET", "whsec_?")
    app = block_with("Starlette(")["app"]

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hooks") as http:
            await http.post("/webhooks/move", content=b"{}", headers=signed(b"{}"))

    with pytest.raises(MoveConfigurationError):
        anyio.run(main)


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
