"""Webhooks that the API sends: verified, and parsed into typed events.

```python
from move_ugc_async import webhooks

event = webhooks.parse(body, headers, os.environ["MOVE_WEBHOOK_SECRET"])
match event:
    case webhooks.JobCompleted(job_id=job_id):
        print(job_id, "has finished")
    case webhooks.JobFailed(job_id=job_id):
        print(job_id, "has failed")
```

`move_ugc_async.contrib.starlette` has a route for Starlette and FastAPI.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.webhooks._events import Event as Event
    from move_ugc_async.webhooks._events import JobCompleted as JobCompleted
    from move_ugc_async.webhooks._events import JobEvent as JobEvent
    from move_ugc_async.webhooks._events import JobFailed as JobFailed
    from move_ugc_async.webhooks._events import JobStarted as JobStarted
    from move_ugc_async.webhooks._events import UnknownEvent as UnknownEvent
    from move_ugc_async.webhooks._events import WebhookEvent as WebhookEvent
    from move_ugc_async.webhooks._headers import HeaderItems as HeaderItems
    from move_ugc_async.webhooks._headers import WebhookHeaders as WebhookHeaders
    from move_ugc_async.webhooks._parse import WebhookVerifier as WebhookVerifier
    from move_ugc_async.webhooks._parse import parse as parse
    from move_ugc_async.webhooks._parse import verify_webhook as verify_webhook
    from move_ugc_async.webhooks._secret import WebhookSecret as WebhookSecret
    from move_ugc_async.webhooks._secret import WebhookSecrets as WebhookSecrets
    from move_ugc_async.webhooks._signature import TOLERANCE as TOLERANCE
    from move_ugc_async.webhooks._signature import WebhookBody as WebhookBody
