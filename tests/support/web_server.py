"""An application of a user, served by uvicorn on a real socket in a thread."""

import asyncio
import socket
import threading
from typing import Any, Self

import uvicorn

from tests.support.wait_until import SAFETY_NET, wait_until_sync


class WebServer:
    """Serves an ASGI application, lifespan included, while the context manager is entered."""

    def __init__(self, app: Any) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listener.getsockname()
        self.url = f"http://127.0.0.1:{self.address[1]}"
        config = uvicorn.Config(app, lifespan="on", ws="none", log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="web server")

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until_sync(lambda: self._server.started or not self._thread.is_alive())
        assert self._server.started, "the application did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(SAFETY_NET)
        self._listener.close()
        assert not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._server.serve(sockets=[self._listener]))
