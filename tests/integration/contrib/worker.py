"""A process of a web backend that receives webhooks.

Usage: python -m tests.integration.contrib.worker LISTENER GATE LOG CLOCK DATABASE

The first two are inherited descriptors: a socket that listens, and a pipe from which the handler reads one byte before
it returns. The handler appends the id of each event to the file LOG; the file CLOCK contains the time of the claims.
"""

import math
import os
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from move_ugc_async.contrib.starlette import SQLiteSeenStore, webhook_route
from move_ugc_async.webhooks import Event
from tests.support.signed_webhooks import SECRET
from tests.unit.contrib.asgi import FakeClient


def main(listener: int, gate: int, log: Path, clock: Path, database: Path) -> None:
    def on_event(event: Event) -> None:
        with log.open("a") as file:
            file.write(f"{event.message_id}\n")
        os.read(gate, 1)

    client: Any = FakeClient()
    store = SQLiteSeenStore(database, clock=lambda: float(clock.read_text()))
    route = webhook_route(client, SECRET, on_event=on_event, seen=store, tolerance=math.inf)
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=[route]), ws="none", log_config=None, access_log=False))
    server.run(sockets=[socket.socket(fileno=listener)])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:]))
