"""The parts of a request that fault rules match on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RequestKind = Literal["graphql", "storage", "share"]
MatchedKind = Literal[RequestKind, "webhook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """A request to the sandbox that has not been processed yet, or a webhook that has not been sent yet.

    Args:
        kind: The endpoint that the request is for.
        path: Without the query.
        operation: Name of the GraphQL operation, or of the event of a webhook.
        fields: Root fields of the operation, or the uid of the webhook endpoint.
        variables: Without secrets.
    """

    kind: MatchedKind
    method: str
    path: str
    operation: str | None = None
    fields: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def subject(self) -> str:
        """The name under which requests are counted for `FaultRule`'s probability."""
        if self.kind == "webhook":
            return " ".join([self.operation or "", *self.fields])
        return self.operation or " ".join(self.fields) or f"{self.method} {self.path}"
