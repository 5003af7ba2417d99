"""Webhooks, progress and the client in applications with Starlette or FastAPI.

```python
from move_ugc_async.contrib.starlette import current_client, lifespan_client, webhook_route

app = Starlette(
    routes=[webhook_route(current_client, os.environ["MOVE_WEBHOOK_SECRET"], on_event=handle)],
    lifespan=lifespan_client(),
)
```

Requires the extra `starlette`: `pip install "move-ugc-async[starlette]"`.
"""

from typing import TYPE_CHECKING

from move_ugc_async._extras import import_extra
from move_ugc_async._lazy_names import import_on_first_use

# Only the top of the package, which imports nothing else.
import_extra("starlette", "starlette")

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.contrib.starlette._lifespan import current_client as current_client
    from move_ugc_async.contrib.starlette._lifespan import lifespan_client as lifespan_client
    from move_ugc_async.contrib.starlette._progress import ProgressStream as ProgressStream
    from move_ugc_async.contrib.starlette._progress import progress_stream as progress_stream
    from move_ugc_async.contrib.starlette._receiver import OnEvent as OnEvent
    from move_ugc_async.contrib.starlette._receiver import webhook_route as webhook_route
    from move_ugc_async.contrib.starlette._seen import Claim as Claim
    from move_ugc_async.contrib.starlette._seen import MemorySeenStore as MemorySeenStore
    from move_ugc_async.contrib.starlette._seen import SeenStore as SeenStore
    from move_ugc_async.contrib.starlette._sqlite import SQLiteSeenStore as SQLiteSeenStore
