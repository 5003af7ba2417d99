"""The conditions under which requests have faults."""

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from move_ugc_async.sandbox.faults.fault import DeliveryFault, Fault
from move_ugc_async.sandbox.faults.request_info import RequestInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Faults and the conditions under which requests or deliveries have them; see `Faults.add` for the meanings."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "arbitrary_types_allowed": True}

    faults: Fault | tuple[Fault | None, ...]
    operation: str | None = None
    path: str | None = None
    method: str | None = None
    times: int | None = None
    after: int = 0
    every: int = 1
    probability: float = 1.0
    between: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        invalid = {
            "faults must have at least one step; got none": self.faults == (),
            "faults must not mix those of requests and those of deliveries": self._is_mixed,
            f"times must be 1 or more; got {self.times}": self.times is not None and self.times < 1,
            f"after must be 0 or more; got {self.after}": self.after < 0,
            f"every must be 1 or more; got {self.every}": self.every < 1,
            f"probability must be from 0 to 1; got {self.probability}": not 0 <= self.probability <= 1,
            f"between must be two numbers of seconds in increasing order; got {_listed(self.between)}": (
                self.between is not None and not 0 <= self.between[0] < self.between[1]
            ),
        }
        for message, applies in invalid.items():
            if applies:
                raise ValueError(message)

    @property
    def script(self) -> tuple[Fault | None, ...]:
        """The faults of successive requests; a single fault is a script of one step."""
        return (self.faults,) if isinstance(self.faults, Fault) else self.faults

    @property
    def steps(self) -> float:
        """Number of requests that the plan chooses for; infinite for a single fault without `times`."""
        if self.times is None:
            return math.inf if isinstance(self.faults, Fault) else len(self.faults)
        return self.times * len(self.script)

    @property
    def _is_for_deliveries(self) -> bool:
        return any(isinstance(fault, DeliveryFault) for fault in self.script)

    @property
    def _is_mixed(self) -> bool:
        return len({isinstance(fault, DeliveryFault) for fault in self.script if fault is not None}) > 1

    def matches(self, request: RequestInfo) -> bool:
        """Return whether a request or a delivery has the method, path and operation of the plan."""
        return (
            (request.kind == "webhook") == self._is_for_deliveries
            and (self.method is None or self.method.upper() == request.method)
            and (self.path is None or fnmatchcase(request.path, self.path))
            and (self.operation is None or _has_operation(request, self.operation))
        )

    def is_for(self, call: "RequestInfo") -> bool:
        """Return whether the plan matches a request: the former name of `matches`."""
        return self.matches(call)


def _has_operation(request: RequestInfo, pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in (request.operation, *request.fields) if name is not None)


def _listed(numbers: tuple[float, ...] | None) -> str:
    return ", ".join(map(str, numbers or ()))
