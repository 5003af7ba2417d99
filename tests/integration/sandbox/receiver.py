"""An endpoint for webhooks that records its requests."""

import base64
import hashlib
import hmac
from typing import Any

from move_ugc_async.sandbox import Sandbox
from tests.integration.sandbox.api import GET_JOB, Api
from tests.support.servers import HttpServer, Received, Reply, Script

OK = Reply(status=204)
ERROR = Reply(status=500)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
UPSERT = """mutation ($uid: String!, $url: String!, $events: [String!], $secret: String) {
  upsertWebhookEndpoint(uid: $uid, url: $url, events: $events, secret: $secret) { secret }
}"""
STARTED, COMPLETED, NESTED, FAILED = (
    "job.state.started",
    "job.state.completed",
    "ugc.job.state.completed",
    "ugc.job.state.failed",
)


class Receiver(HttpServer):
    """A server that accepts webhooks, or responds by a script."""

    def __init__(self, *script: Script) -> None:
        super().__init__(*(script or (OK,)))

    @property
    def events(self) -> list[str]:
        return [request.json()["event_name"] for request in self.requests]

    @property
    def ids(self) -> list[str | None]:
        return [request.header("svix-id") for request in self.requests]


async def register(api: Api, url: str, *, uid: str = "a", **more: Any) -> None:
    """Create or change an endpoint; its secret is `SECRET`."""
    await api.call(UPSERT, uid=uid, url=url, **{"secret": SECRET, **more})


async def finish(api: Api, job_id: str) -> None:
    """Let a job finish with a manual clock."""
    api.sandbox.clock.advance(3600)
    assert (await api.call(GET_JOB, id=job_id))["state"] == "FINISHED"


def is_genuine(request: Received) -> bool:
    """Return whether the signature of a webhook is valid."""
    signed = f"{request.header('svix-id')}.{request.header('svix-timestamp')}.".encode() + request.body
    digest = hmac.digest(base64.b64decode(SECRET.removeprefix("whsec_")), signed, hashlib.sha256)
    return request.header("svix-signature") == f"v1,{base64.b64encode(digest).decode()}"


def summary(sandbox: Sandbox) -> list[tuple[str, str, list[int | None]]]:
    """Return event, state and statuses of each delivery."""
    return [(each.event, each.state, [attempt.status for attempt in each.attempts]) for each in sandbox.webhooks]
