"""What a contestant tells the stub."""

import asyncio
import json
from urllib.parse import urlsplit


async def tell(origin: str, what: str) -> dict[str, int]:
    """Let all jobs finish, or start anew, or do nothing; and give what was counted until then."""
    reader, writer = await asyncio.open_connection(urlsplit(origin).hostname, urlsplit(origin).port)
    writer.write(f"GET /{what} HTTP/1.1\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    counted: dict[str, int] = json.loads(await reader.readuntil(b"}"))
    writer.close()
    await writer.wait_closed()
    return counted
