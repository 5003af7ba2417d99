"""What aiohttp has read of a body when its connection breaks."""

from collections.abc import AsyncGenerator
from typing import Any, cast

import aiohttp


class Reader:
    """A reader that gives everything that came before it tells that the connection broke.

    aiohttp's own drops what it has not handed over yet, up to some 400 KB, which a download would fetch again.

    Args:
        reader: aiohttp's own.
    """

    def __init__(self, reader: aiohttp.StreamReader) -> None:
        self._reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    async def iter_chunked(self, size: int) -> AsyncGenerator[bytes, None]:
        """Give the body in chunks of so many bytes."""
        reader = self._reader
        try:
            async for chunk in reader.iter_chunked(size):
                yield chunk
        except aiohttp.ClientError as error:
            if reader.exception() is not error:
                raise
            reader.set_exception(cast("Any", None))
            try:
                while rest := reader.read_nowait(size):
                    yield rest
            finally:
                reader.set_exception(error)
            raise
