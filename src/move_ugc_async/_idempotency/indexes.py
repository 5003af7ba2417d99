"""The indexes of keys that a client and its `with_options()` copies share."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.run_local import RunLocal

if TYPE_CHECKING:
    from move_ugc_async._idempotency.index import KeyIndex

ListName: TypeAlias = Literal["takes", "volumes", "jobs"]


@dataclass(slots=True)
class KeyIndexes:
    """The indexes of a client, made when they are first needed.

    Args:
        clock: Time and chance.
        window: Seconds back through which objects are known.
    """

    clock: Clock
    window: float
    _indexes: "RunLocal[dict[ListName, KeyIndex]]" = field(default_factory=lambda: RunLocal(dict), init=False)

    def of(self, name: ListName) -> "KeyIndex":
        """Return the index of a list, for the running event loop."""
        # A client is created without what only calls need.
        from move_ugc_async._idempotency.index import KeyIndex

        indexes = self._indexes.get()
        if name not in indexes:
            indexes[name] = KeyIndex(self.clock, self.window)
        return indexes[name]

    def close(self) -> None:
        """Forget the running event loop."""
        self._indexes.drop()
