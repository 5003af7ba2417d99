"""asyncio streams and `json`: the minimum cost of a call in Python, without an HTTP parser."""

import asyncio
import json
from urllib.parse import urlsplit

from benchmarks import documents
from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.contestants.concurrent import measure_calls

CONNECTIONS = 100


async def calls(origin: str, calls: int, concurrency: int) -> dict[str, float]:
    """Read one job repeatedly."""
    host, port = urlsplit(origin).hostname, urlsplit(origin).port
    document = documents.read("getJob")
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    slots = asyncio.Semaphore(CONNECTIONS)

    async def call() -> object:
        async with slots:
            reader, writer = idle.pop() if idle else await asyncio.open_connection(host, port)
            payload = {"query": document, "operationName": "getJob", "variables": {"jobId": JOB_ID}}
            body = json.dumps(payload).encode()
            writer.write(
                b"POST /graphql HTTP/1.1\r\nHost: %b:%d\r\nAuthorization: %b\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (host.encode(), port, API_KEY.encode(), len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 ")
            start = head.index(b"Content-Length: ") + 16
            content = await reader.readexactly(int(head[start : head.index(b"\r", start)]))
            idle.append((reader, writer))
        return json.loads(content)["data"]["getJob"]

    measured = await measure_calls(call, calls, concurrency)
    for _, writer in idle:
        writer.close()
    return measured


WORKLOADS = {"calls": calls}
