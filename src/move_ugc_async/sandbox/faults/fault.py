"""The base classes of faults."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import DeliveryExchange, Exchange


class Fault(ABC):  # noqa: B024 - its two kinds have abstract methods
    """A deliberate failure of one request to the sandbox, or of one delivery of a webhook.

    Faults are values: they compare by their arguments, and the admin API represents each as a JSON object.
    """

    __slots__ = ()

    # Without "forbid", a misspelt member of the JSON object would silently mean the default.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


class RequestFault(Fault):
    """A deliberate failure of one request to the sandbox."""

    __slots__ = ()

    @abstractmethod
    async def act(self, exchange: "Exchange") -> None:
        """Act on a request."""

    def seen(self, status: int) -> int | None:
        """Return the status that the client sees instead of `status`, None if it sees no response."""
        return status


class DeliveryFault(Fault):
    """A deliberate failure of one attempt to deliver a webhook."""

    __slots__ = ()

    @abstractmethod
    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Act on an attempt."""
