"""A plan: which requests have which faults, and how often."""

import math
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.request_info import RequestInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which requests have which faults, and how often; see `Faults.add` for the meanings."""

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
        problems = {
            "a script has at least one step": self.faults == (),
            "times must be 1 or more": self.times is not None and self.times < 1,
            "after must be 0 or more": self.after < 0,
            "every must be 1 or more": self.every < 1,
            "probability must be from 0 to 1": not 0 <= self.probability <= 1,
            "between must be two numbers of seconds, the smaller first": not _is_span(self.between),
        }
        for problem, is_there in problems.items():
            if is_there:
                raise ValueError(problem)

    @property
    def script(self) -> tuple[Fault | None, ...]:
        """The faults in turn; one fault is a script of one step."""
        return (self.faults,) if isinstance(self.faults, Fault) else self.faults

    @property
    def steps(self) -> float:
        """How many requests it decides over, without end for one fault that has no `times`."""
        if self.times is None:
            return math.inf if isinstance(self.faults, Fault) else len(self.faults)
        return self.times * len(self.script)

    def is_for(self, request: RequestInfo) -> bool:
        """Tell whether a call is one of those that it is for."""
        return (
            (self.method is None or self.method.upper() == request.method)
            and (self.path is None or fnmatchcase(request.path, self.path))
            and (self.operation is None or self._names(self.operation, request))
        )

    def _names(self, pattern: str, request: RequestInfo) -> bool:
        return any(fnmatchcase(name, pattern) for name in (request.operation, *request.fields) if name is not None)


def _is_span(between: tuple[float, float] | None) -> bool:
    return between is None or 0 <= between[0] < between[1]
