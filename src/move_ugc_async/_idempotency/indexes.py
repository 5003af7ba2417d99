"""The key indexes that a client shares with its `with_options()` copies."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.run_local import RunLocal

if TYPE_CHECKING:
    from move_ugc_async._idempotency.index import KeyIndex

ListName: TypeAlias = Literal["takes", "volumes", "jobs"]


@dataclass(slots=True)
class KeyIndexes:
    """The key indexes of a client, created on first use.

    Args:
        clock: Source of time and randomness.
        window: Seconds for which keys are indexed.
    """

    clock: Clock
    window: float
    _indexes: "RunLocal[dict[ListName, KeyIndex]]" = field(default_factory=lambda: RunLocal(dict), init=False)

    def of(self, name: ListName) -> "KeyIndex":
        """Return the index of a list, for the running event loop."""
        # Imported on first use, to keep the creation of a client fast.
        from move_ugc_async._idempotency.index import KeyIndex

        indexes = self._indexes.get()
        if name not in indexes:
            indexes[name] = KeyIndex(self.clock, self.window)
        return indexes[name]

    def close(self) -> None:
        """Drop the indexes of the running event loop."""
        self._indexes.drop()
