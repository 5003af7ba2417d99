"""The conditions under which requests have faults."""

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.request_info import RequestInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Faults and the conditions under which requests have them; see `Faults.add` for the meanings."""

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
            "faults must have at least one step; got ()": self.faults == (),
            f"times must be 1 or more; got {self.times}": self.times is not None and self.times < 1,
            f"after must be 0 or more; got {self.after}": self.after < 0,
            f"every must be 1 or more; got {self.every}": self.every < 1,
            f"probability must be from 0 to 1; got {self.probability}": not 0 <= self.probability <= 1,
            f"between must be two numbers of seconds in increasing order; got {self.between}": (
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

    def matches(self, request: RequestInfo) -> bool:
        """Return whether a request has the method, path and operation of the plan."""
        return (
            (self.method is None or self.method.upper() == request.method)
            and (self.path is None or fnmatchcase(request.path, self.path))
            and (self.operation is None or _has_operation(request, self.operation))
        )

    def is_for(self, call: "RequestInfo") -> bool:
        """Return whether the plan matches a request: the former name of `matches`."""
        return self.matches(call)


def _has_operation(request: RequestInfo, pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in (request.operation, *request.fields) if name is not None)
