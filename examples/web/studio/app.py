"""`python -m studio.app`: the application, its start and its end."""

import contextlib
import logging
import signal
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import anyio
import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.contrib.fastapi import SQLiteSeenStore, current_client, lifespan_client, webhook_route
from studio import pages
from studio.gate import STATUSES, JsonFormatter, guard, show_error
from studio.settings import Settings
from studio.store import Base, Store
from studio.studio import Studio


def create_app(settings: Settings) -> FastAPI:
    key = settings.secret_key.get_secret_value()
    secrets = settings.webhook_secret.get_secret_value().split(",") if settings.webhook_secret else []
    settings.data_dir.mkdir(parents=True, exist_ok=True)

    @contextlib.asynccontextmanager
    async def run_studio(app: FastAPI) -> AsyncGenerator[dict[str, Any]]:
        store = Store(settings.sqlalchemy_url)
        keys = settings.data_dir / "keys"
        opened = lifespan_client(lambda: AsyncMoveUgc(state_dir=keys, idempotency_window=7 * 86400))
        async with store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with opened(app) as state, anyio.create_task_group() as tasks:
            app.state.studio = studio = Studio(settings, state["move_client"], store, tasks)
            tasks.start_soon(studio.follow_all)
            yield {**state, "studio": studio}
            # The next process finds the jobs of cancelled waits in the database.
            tasks.cancel_scope.cancel()
        await store.engine.dispose()

    middleware = [
        Middleware(guard, max_upload_size=settings.max_upload_size),
        Middleware(SessionMiddleware, secret_key=key, same_site="lax", https_only=settings.secure_cookies),
    ]
    handlers: Any = dict.fromkeys((*STATUSES, HTTPException, Exception), show_error)
    app = FastAPI(lifespan=run_studio, openapi_url=None, middleware=middleware, exception_handlers=handlers)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.mount("/viewer", StaticFiles(packages=[("move_ugc_async.viewer", "static")]))
    if secrets:
        seen = SQLiteSeenStore(settings.data_dir / "webhooks.db")
        app.router.routes.append(webhook_route(current_client, secrets, seen=seen))
    return app


class Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: Any) -> None:
        # Ends the streams of browsers, which reconnect to the next process.
        self.config.app.state.studio.stopping.set()  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def serve(settings: Settings) -> None:
    """Serve the application until SIGINT or SIGTERM."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    config = uvicorn.Config(create_app(settings), settings.host, settings.port, log_config=None, access_log=False)
    config.timeout_graceful_shutdown = settings.stop_timeout
    # uvicorn raises the signal again once it has stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run()


if __name__ == "__main__":
    serve(Settings())
