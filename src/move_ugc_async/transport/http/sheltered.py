"""httpx's own pool where asyncio cancels tasks."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

from move_ugc_async.shelter import sheltered, uninterrupted


class _ShelteredStream(httpx.AsyncByteStream):
    def __init__(self, content: httpx.AsyncByteStream) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._content)

    async def aclose(self) -> None:
        await uninterrupted(self._content.aclose)


async def send_sheltered(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send over httpx's own pool, which loses a connection for good when `Task.cancel` reaches into it."""
    responses: list[httpx.Response] = []

    async def keep() -> None:
        response = await send()
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _ShelteredStream(response.stream)
        responses.append(response)

    try:
        await sheltered(keep)
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
