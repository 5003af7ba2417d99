"""Protect the connection pool of httpx from the cancellation of asyncio tasks."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

from move_ugc_async._concurrency.shield import run_in_own_task, run_shielded


class _ShieldedStream(httpx.AsyncByteStream):
    def __init__(self, content: httpx.AsyncByteStream) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._content)

    async def aclose(self) -> None:
        await run_shielded(self._content.aclose)


async def send_shielded(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send over the pool of httpx, which loses a slot for good when a task is cancelled inside it."""
    responses: list[httpx.Response] = []

    async def keep() -> None:
        response = await send()
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _ShieldedStream(response.stream)
        responses.append(response)

    try:
        await run_in_own_task(keep)
    except BaseException:
        # Cancelled in the same iteration of the event loop in which the response arrived.
        for response in responses:
            await response.aclose()
        raise
    if not responses:
        # Something that httpx awaited was cancelled, and the request itself was not.
        msg = "cancelled inside the HTTP library"
        raise ConnectionAbortedError(msg)
    return responses[0]
