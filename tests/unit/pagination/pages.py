"""Lists of several pages for tests."""

import anyio.lowlevel

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async.pagination import ListBase, Paginator, Token


class Pages:
    """A list of `count` pages of two items, with tokens '{"page": n}'; it records the requested tokens."""

    def __init__(self, count: int = 4, *, tokens: dict[int, str] | None = None) -> None:
        self.count = count
        self.requests: list[str | None] = []
        self.running = 0
        self.broken: dict[int, Exception] = {}
        self.held: dict[int, anyio.Event] = {}
        self._tokens = tokens or {}

    def token(self, number: int) -> str:
        return self._tokens.get(number, f'{{"page": {number}}}')

    async def fetch(self, token: str | None) -> ListBase[str]:
        self.requests.append(token)
        self.running += 1
        try:
            await anyio.lowlevel.checkpoint()
            number = 0 if token is None else next(n for n in range(self.count) if n and self.token(n) == token)
            if number in self.held:
                await self.held[number].wait()
            if number in self.broken:
                raise self.broken.pop(number)
            following = self.token(number + 1) if number + 1 < self.count else None
            return ListBase([f"{number}a", f"{number}b"], 2, following)
        finally:
            self.running -= 1

    def list(self, next_token: Token | None = None, prefetch: BackgroundTasks | None = None) -> Paginator[str]:
        return Paginator(self.fetch, next_token=next_token, prefetch=prefetch)


ALL = [f"{number}{letter}" for number in range(4) for letter in "ab"]
