"""httpx's own pool where asyncio cancels tasks."""

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
    """Send over httpx's own pool, which loses a connection for good when `Task.cancel` reaches into it."""
    responses: list[httpx.Response] = []

    async def keep() -> None:
        response = await send()
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _ShieldedStream(response.stream)
        responses.append(response)

    try:
        await run_in_own_task(keep)
    except BaseException:
        # Cancelled in the very turn in which it came.
        for response in responses:
            await response.aclose()
        raise
    if not responses:
        # The library awaited something that was cancelled, and nobody has cancelled the request.
        msg = "cancelled from within"
        raise ConnectionAbortedError(msg)
    return responses[0]
