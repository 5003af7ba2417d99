"""One client for the lifetime of an application."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from starlette.requests import HTTPConnection

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError

_NAME = "move_client"
"""Name of the client in the lifespan state, and so in `request.state`."""

Lifespan: TypeAlias = Callable[[Any], AbstractAsyncContextManager[Mapping[str, Any] | None]]
"""A lifespan of Starlette or FastAPI."""


def lifespan_client(
    create: Callable[[], AsyncMoveUgc] = AsyncMoveUgc, *, lifespan: Lifespan | None = None
) -> Callable[[Any], AbstractAsyncContextManager[Mapping[str, Any]]]:
    """Return a lifespan that opens a client when the application starts, and closes it when the application stops.

    ```python
    app = Starlette(routes=routes, lifespan=lifespan_client())
    ```

    Handlers get the client from `current_client(request)`, or from a parameter with the type `ClientDep` in FastAPI.
    Inside a lifespan of your own, `async with lifespan_client()(app) as state:` has the client as
    `state["move_client"]`; yield the items of `state` with yours.

    Args:
        create: Function that creates the client, called each time the application starts. Default: `AsyncMoveUgc`,
            which reads `MOVE_API_KEY`.
        lifespan: Lifespan of your own. It is entered after the client is open, and its state is kept.

    Raises:
        MoveConfigurationError: When the application starts: a setting of the client is missing or invalid.
    """

    @asynccontextmanager
    async def run(app: Any) -> AsyncGenerator[Mapping[str, Any]]:
        async with create() as client:
            if lifespan is None:
                yield {_NAME: client}
                return
            async with lifespan(app) as state:
                yield {**(state or {}), _NAME: client}

    return run


def current_client(connection: HTTPConnection) -> AsyncMoveUgc:
    """Return the client that `lifespan_client` has opened.

    Args:
        connection: A request or a WebSocket of the application, or of one that is mounted in it.

    Raises:
        MoveConfigurationError: The application has no `lifespan_client`, or its lifespan has not run.
    """
    client: AsyncMoveUgc | None = getattr(connection.state, _NAME, None)
    if client is None:
        msg = "cannot find the client of this application: create the application with lifespan=lifespan_client()"
        raise MoveConfigurationError(msg)
    return client
