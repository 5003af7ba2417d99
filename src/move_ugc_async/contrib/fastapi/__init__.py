"""The client as a dependency of FastAPI, and what applications use of `move_ugc_async.contrib.starlette`.

```python
from move_ugc_async.contrib.fastapi import ClientDep, lifespan_client

app = FastAPI(lifespan=lifespan_client())


@app.get("/jobs/{job_id}")
async def state(job_id: str, client: ClientDep) -> str | None:
    return (await client.jobs.retrieve(job_id)).state
```

Requires FastAPI, which includes Starlette.
"""

from typing import TYPE_CHECKING

from move_ugc_async._lazy_names import import_on_first_use

if TYPE_CHECKING or not import_on_first_use(__name__):
    from move_ugc_async.contrib.fastapi._dependency import ClientDep as ClientDep
    from move_ugc_async.contrib.starlette._lifespan import current_client as current_client
    from move_ugc_async.contrib.starlette._lifespan import lifespan_client as lifespan_client
    from move_ugc_async.contrib.starlette._progress import progress_stream as progress_stream
    from move_ugc_async.contrib.starlette._receiver import webhook_route as webhook_route
    from move_ugc_async.contrib.starlette._seen import MemorySeenStore as MemorySeenStore
    from move_ugc_async.contrib.starlette._sqlite import SQLiteSeenStore as SQLiteSeenStore
