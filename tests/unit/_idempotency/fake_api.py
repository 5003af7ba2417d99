"""An API in memory that creates things and loses responses."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from move_ugc_async._idempotency.create import create
from move_ugc_async._idempotency.creation import CreateContext, Creation
from move_ugc_async._idempotency.evidence import SearchResult, judge_reading
from move_ugc_async._idempotency.index import read_all
from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._schema.keyed_metadata import extract_key
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import Budget
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveServerError,
    MoveThrottledError,
)
from move_ugc_async.pagination import ListBase
from tests.support.clocks import FakeClock

T = TypeVar("T")
SETTLE = 5.0
LOST_RESPONSE = MoveServerError("it failed", status=500, request_id="r-1")
LOST_AGAIN = MoveServerError("it failed again", status=502, request_id="r-2")
REFUSED = MoveInvalidRequestError(
    "no", status=200, errors=(GraphQLErrorItem("Validation error of type FieldUndefined: no"),)
)
THROTTLED = MoveThrottledError(
    "slow down", status=429, retry_after=30, errors=(GraphQLErrorItem("slow down", "TooManyRequestsException"),)
)
NO_ROUTE = MoveConnectionError("refused", may_have_arrived=False)


@dataclass
class Thing:
    id: str
    metadata: Any
    created: datetime | None = None


async def one_page(objects: AsyncGenerator[T, None]) -> AsyncGenerator[ListBase[T], None]:
    """Yield all objects as one page."""
    yield ListBase([each async for each in objects])


@dataclass
class FakeApi:
    """An API in memory that creates things and loses responses according to a script."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(now=1000))
    retry: RetryPolicy = field(default_factory=lambda: RetryPolicy(1, backoff=lambda *_: 0.0))
    budget: RetryBudget = field(default_factory=lambda: RetryBudget(10))
    timeout: float = 60.0
    settle: float = SETTLE
    server_timeout: float = 0.0
    script: list[MoveError | None] = field(default_factory=list[MoveError | None])
    """The error of each response; None for a response that arrives."""
    executes: bool = True
    """Whether a creation is executed although its response is lost."""
    consistency_delay: float = 0.0
    """Seconds until a thing shows up in the list."""
    budgets: tuple[Budget, ...] = ()
    things: list[tuple[float, Thing]] = field(default_factory=list[tuple[float, Thing]])
    sent: int = 0
    searches: int = 0

    def __post_init__(self) -> None:
        self.store = KeyStore("scope", self.clock, is_shared=False)

    async def send(self, metadata: Any, options: CallOptions) -> Thing:
        assert 0 < options.timeout <= self.timeout
        self.sent += 1
        failure = self.script.pop(0) if self.script else None
        if failure is not NO_ROUTE:
            assert options.on_written
            options.on_written()
        created = datetime.fromtimestamp(self.clock.time() + self.sent / 1e3, UTC)
        thing = Thing(f"thing-{self.sent}", extract_key(metadata), created)
        if failure is None or self.executes:
            self.things.insert(0, (self.clock.time() + self.consistency_delay, thing))
        if failure is not None:
            raise failure
        return thing

    async def find(self) -> AsyncGenerator[Thing, None]:
        self.searches += 1
        for shows_at, thing in self.things:
            if shows_at <= self.clock.time():
                yield thing

    async def read(self, id: str) -> Thing:
        return next(thing for _, thing in self.things if thing.id == id)

    async def create(self, key: str | None = "k", *, on_ambiguous: Any = "resend", **changes: Any) -> Thing:
        find = changes.pop("find", self.find)
        pages = changes.pop("pages", lambda: one_page(find()))

        async def search(key: str) -> SearchResult:
            return judge_reading(await read_all(pages(), key))

        plain = Creation("createThing", {"a": 1}, {"b": 2}, self.send, self.timeout, find and search, self.read)
        plain = replace(plain, amount=changes.pop("amount", WorkAmount(1.0, 0)))
        context = CreateContext(
            self.clock,
            self.settle,
            self.server_timeout,
            self.store,
            changes.pop("account", "account"),
            changes.pop("scope", "account"),
            86400.0,
            self.retry,
            self.budget,
            on_ambiguous,
            changes.pop("fence", None),
            budgets=self.budgets,
        )
        return await create(context, replace(plain, **changes), key)

    def switch_host(self) -> None:
        """Continue on another host, without the records of this one."""
        self.store = KeyStore("scope", self.clock, is_shared=False)

    async def record(self, key: str = "k") -> Record | None:
        async with self.store.hold(key) as held:
            return held.record

    async def pending_since(self, key: str = "k") -> float | None:
        """Return the time of the last write of an attempt whose outcome is unknown, or None."""
        record = await self.record(key)
        return record.written_at if record is not None and record.id is None else None
