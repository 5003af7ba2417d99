"""Run the stub, print its origin, and serve until the standard input is closed."""

import asyncio
import sys

import uvloop

from benchmarks.server.protocol import StubProtocol
from benchmarks.server.routes import Routes


async def serve() -> None:
    loop = asyncio.get_running_loop()
    routes = Routes("")
    server = await loop.create_server(lambda: StubProtocol(routes), "127.0.0.1", 0, backlog=4096)
    routes.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(routes.origin, flush=True)
    async with server:
        # Standard input is closed even if the parent process is killed.
        await loop.run_in_executor(None, sys.stdin.read)


uvloop.run(serve())
