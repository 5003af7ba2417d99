"""Control of the stub server by a contestant."""

import asyncio
import json
from urllib.parse import urlsplit


async def control(origin: str, command: str) -> dict[str, int]:
    """Send a command (`finish`, `reset`, `takes/N` or `counters`), and return the counters before it."""
    reader, writer = await asyncio.open_connection(urlsplit(origin).hostname, urlsplit(origin).port)
    writer.write(f"GET /{command} HTTP/1.1\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    counters: dict[str, int] = json.loads(await reader.readuntil(b"}"))
    writer.close()
    await writer.wait_closed()
    return counters
