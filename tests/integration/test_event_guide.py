"""The example of docs/webhooks.md that waits without polling, run unchanged with a signed webhook."""

import base64
import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, Clock
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.polls import first_poll
from tests.integration.client.workflows import LONG_ENOUGH, single_take
from tests.support.loop_time import StoppedTime, backend_for

pytestmark = pytest.mark.anyio

GUIDE = Path(__file__).parents[2] / "docs" / "webhooks.md"
SECRET = "whsec_plJ3nmyCDGBKInavdOK15jsl"


@pytest.fixture
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run on asyncio, as Starlette does here, with a time that only the test advances."""
    return backend_for(request, "asyncio")


def signed(body: bytes) -> dict[str, str]:
    timestamp = str(int(Clock().time()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.digest(key, f"msg_1.{timestamp}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"svix-id": "msg_1", "svix-timestamp": timestamp, "svix-signature": signature}


async def test_webhook_wakes_the_request_that_waits_for_its_job(
    stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("## Wait without polling")[2]
    block = re.findall(r"```python\n(.*?)```", section, re.DOTALL)[0]
    app: dict[str, Any] = {"__name__": "render"}
    monkeypatch.setenv("MOVE_WEBHOOK_SECRET", SECRET)
    exec(compile(block, "render.py", "exec"), app)
    responses: list[httpx.Response] = []
    with Sandbox(clock="manual") as sandbox:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            take = await single_take(client)
            job = await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"])
            transport = _WithState(app["app"], {"move_client": client})
            async with httpx.AsyncClient(transport=transport, base_url="http://render") as http:

                async def wait() -> None:
                    responses.append(await http.get(f"/jobs/{job.id}"))

                async with anyio.create_task_group() as group:
                    group.start_soon(wait)
                    await first_poll(client, stopped_time)
                    sandbox.clock.advance(LONG_ENOUGH)
                    body = json.dumps({"event_name": "ugc.job.state.completed", "detail": {"job_id": job.id}}).encode()
                    forged = await http.post("/webhooks/move", content=body, headers={"svix-id": "msg_1"})
                    genuine = await http.post("/webhooks/move", content=body, headers=signed(body))
    assert (forged.status_code, genuine.status_code) == (400, 204)
    assert responses[0].json() == {"id": job.id, "state": "FINISHED"}


class _WithState(httpx.ASGITransport):
    """Passes the state of a lifespan, which the transport does not run."""

    def __init__(self, app: Any, state: dict[str, object]) -> None:
        async def with_state(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "state": dict(state)}, receive, send)

        super().__init__(with_state)
