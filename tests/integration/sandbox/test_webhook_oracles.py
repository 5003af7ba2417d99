"""The libraries of Svix and Standard Webhooks verify what the sandbox signs, and refuse what it forges."""

from typing import Any

import pytest
import standardwebhooks.webhooks
import svix.webhooks

from move_ugc_async.sandbox import ForgeDelivery
from tests.integration.sandbox.api import Api
from tests.integration.sandbox.receiver import COMPLETED, NESTED, SECRET, STARTED, Receiver, register
from tests.support.servers import Received, Reply

pytestmark = pytest.mark.anyio


@pytest.fixture(params=[svix.webhooks, standardwebhooks.webhooks], ids=["svix", "standardwebhooks"])
def verifier(request: pytest.FixtureRequest) -> Any:
    """Return the verifier of a library, which raises an exception for a webhook that is not genuine."""
    return request.param.Webhook(SECRET)


def names(request: Received) -> dict[str, str]:
    """Return the headers under both names: one of the libraries knows only `webhook-…`."""
    headers = {name.lower(): value for name, value in request.headers}
    return headers | {name.replace("svix-", "webhook-"): value for name, value in headers.items()}


async def test_every_webhook_is_verified(api: Api, verifier: Any) -> None:
    with Receiver() as receiver:
        await register(api, receiver.url)
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    for request in receiver.requests:
        verifier.verify(request.body, names(request))
    assert receiver.events == [STARTED, NESTED, COMPLETED]


@pytest.mark.parametrize("part", ["signature", "timestamp", "body", "headers"])
async def test_every_forged_webhook_is_refused(api: Api, verifier: Any, part: Any) -> None:
    api.sandbox.faults.add(ForgeDelivery(part), times=1)
    with Receiver(Reply(status=400), Reply(status=204)) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    forged, genuine = receiver.requests
    with pytest.raises(Exception, match=r"(?i)signature|timestamp|headers"):
        verifier.verify(forged.body, names(forged))
    verifier.verify(genuine.body, names(genuine))
