"""A fault: what goes wrong with one request."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import Exchange


class Fault(ABC):
    """What goes wrong with one request.

    Faults are plain values: equal ones are equal in the journal, and each has a JSON document in the admin API.
    """

    __slots__ = ()

    # Of the documents, in which a misspelt member must not pass for a default.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    @abstractmethod
    async def act(self, exchange: "Exchange") -> None:
        """Let it happen to a request."""

    def seen(self, status: int) -> int | None:
        """Return the status that the client sees in place of the right one, None if it sees none."""
        return status
