"""The fault rules of a sandbox."""

import hashlib
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from move_ugc_async.sandbox.clock import Clock
from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.plan import Plan
from move_ugc_async.sandbox.faults.request_info import RequestInfo


class FaultRule:
    """A plan that a sandbox applies.

    Attributes:
        id: 1 for the first rule of a sandbox.
        plan: The faults and their conditions.
        matched: Number of requests that matched the plan.
        acted: Number of requests that had a fault of this rule.
    """

    def __init__(self, id: int, plan: Plan, seed: int, clock: Clock) -> None:
        self.id = id
        self.plan = plan
        self.matched = 0
        self.acted = 0
        self._seed = seed
        self._clock = clock
        self._steps = 0
        self._draws = Counter[str]()
        # Read only if needed, since reading an instant clock advances it.
        self._added: datetime | None = clock.now() if plan.between is not None else None

    def __repr__(self) -> str:
        return f"<FaultRule {self.id}: {self.plan!r}, matched {self.matched}, acted {self.acted}>"

    def choose(self, call: RequestInfo) -> Fault | None:
        """Return the fault that this rule chooses for a request, if any."""
        plan = self.plan
        if not plan.matches(call) or not self._is_active():
            return None
        self.matched += 1
        number = self.matched - plan.after
        if number < 1 or number % plan.every or self._steps >= plan.steps or not self._is_drawn(call):
            return None
        fault = plan.script[self._steps % len(plan.script)]
        self._steps += 1
        self.acted += fault is not None
        return fault

    def _is_active(self) -> bool:
        if self.plan.between is None or self._added is None:
            return True
        start, end = self.plan.between
        return start <= (self._clock.now() - self._added).total_seconds() < end

    def _is_drawn(self, request: RequestInfo) -> bool:
        """Return a random choice with the plan's probability, independent of requests with other subjects."""
        if self.plan.probability == 1:
            return True
        self._draws[request.subject] += 1
        text = f"{self._seed}/fault/{self.id}/{request.subject}/{self._draws[request.subject]}"
        drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
        return drawn < self.plan.probability


class Faults:
    """The rules of a sandbox; any thread may change them while it serves.

    A request has the fault of the first rule that chooses one, in the order in which rules were added.
    """

    def __init__(self, seed: int, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self.rules: tuple[FaultRule, ...] = ()
        """All rules that were not removed, the oldest first; includes rules that have no steps left."""

    def add(
        self,
        faults: Fault | Sequence[Fault | None],
        *,
        operation: str | None = None,
        path: str | None = None,
        method: str | None = None,
        times: int | None = None,
        after: int = 0,
        every: int = 1,
        probability: float = 1.0,
        between: tuple[float, float] | None = None,
    ) -> FaultRule:
        """Add a rule that makes requests fail from now on.

        Args:
            faults: One fault, or a script: a sequence with the fault of each request in turn, None for no fault.
            operation: Match GraphQL requests with this operation name or root field, such as `createSingleCamJob`, or
                with a fault of deliveries, webhooks with this event name or endpoint uid; `*` and `?` are wildcards.
            path: Match requests for this path, such as `/move-ugc-sandbox/*`, or webhooks to it; `*` and `?` are
                wildcards.
            method: Match requests with this HTTP method.
            times: How often the fault or the whole script is applied, at least 1. None means without limit for one
                fault, and once for a script.
            after: Number of matching requests to skip first, at least 0.
            every: Apply to every n-th matching request only, at least 1.
            probability: Fraction of the matching requests to apply to, from 0 to 1. The seed determines which: the
                requests of one operation, or for one path, have the same faults in every run, independent of others.
            between: Start and end of the rule, in seconds of the sandbox's clock from now.

        Returns:
            The rule, which counts its requests.

        Raises:
            ValueError: A number is out of range, or a script is empty.

        Example:
            >>> sandbox.faults.add(Status(503), operation="getJob", times=2)  # doctest: +SKIP
        """
        return self.add_plan(
            Plan(
                faults=faults if isinstance(faults, Fault) else tuple(faults),
                operation=operation,
                path=path,
                method=method,
                times=times,
                after=after,
                every=every,
                probability=probability,
                between=between,
            )
        )

    def add_plan(self, plan: Plan) -> FaultRule:
        """Add a rule for a plan."""
        with self._lock:
            self._count += 1
            rule = FaultRule(self._count, plan, self._seed, self._clock)
            self.rules = (*self.rules, rule)
            return rule

    def enforce(self, plan: Plan) -> FaultRule:
        """Add a rule for a plan: the former name of `add_plan`."""
        return self.add_plan(plan)

    def remove(self, rule: FaultRule) -> None:
        """Remove a rule, if it was not removed before."""
        with self._lock:
            self.rules = tuple(each for each in self.rules if each is not rule)

    def clear(self) -> None:
        """Remove all rules."""
        with self._lock:
            self.rules = ()

    def choose(self, call: RequestInfo) -> Fault | None:
        """Return the fault of a request, if it has one."""
        with self._lock:
            choices = (rule.choose(call) for rule in self.rules)
            return next((fault for fault in choices if fault is not None), None)
