"""The base class of faults."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import Exchange


class Fault(ABC):
    """A deliberate failure of one request.

    Faults are values: they compare by their arguments, and the admin API represents each as a JSON object.
    """

    __slots__ = ()

    # Without "forbid", a misspelt member of the JSON object would silently mean the default.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    @abstractmethod
    async def act(self, exchange: "Exchange") -> None:
        """Act on a request."""

    def seen(self, status: int) -> int | None:
        """Return the status that the client sees instead of `status`, None if it sees no response."""
        return status
