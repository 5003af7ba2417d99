"""Rules: the plans in force, and which of them chooses for a request."""

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
    """A plan in force.

    Attributes:
        id: 1 for the first rule of a sandbox.
        plan: What was given.
        matched: How many requests it was for.
        acted: How many of them had a fault.
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
        # A look at the instant clock moves it.
        self._since: datetime | None = clock.now() if plan.between is not None else None

    def __repr__(self) -> str:
        return f"<FaultRule {self.id}: {self.plan!r}, matched {self.matched}, acted {self.acted}>"

    def choose(self, request: RequestInfo) -> Fault | None:
        """Return the fault that a call has by this rule, if any."""
        plan = self.plan
        if not plan.is_for(request) or not self._is_time():
            return None
        self.matched += 1
        turn = self.matched - plan.after
        if turn < 1 or turn % plan.every or self._steps >= plan.steps or not self._is_drawn(request):
            return None
        fault = plan.script[self._steps % len(plan.script)]
        self._steps += 1
        self.acted += fault is not None
        return fault

    def _is_time(self) -> bool:
        if self.plan.between is None or self._since is None:
            return True
        start, end = self.plan.between
        return start <= (self._clock.now() - self._since).total_seconds() < end

    def _is_drawn(self, request: RequestInfo) -> bool:
        """Draw for a call; what is drawn for one operation does not depend on calls of others in between."""
        if self.plan.probability == 1:
            return True
        self._draws[request.subject] += 1
        text = f"{self._seed}/fault/{self.id}/{request.subject}/{self._draws[request.subject]}"
        drawn = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
        return drawn < self.plan.probability


class Faults:
    """The rules of a sandbox; any thread may change them while it serves.

    A request has the fault of the first rule, in the order they were added, that chooses one.
    """

    def __init__(self, seed: int, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self.rules: tuple[FaultRule, ...] = ()
        """The rules in force, and those that have run out, the oldest first."""

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
        """Let requests have faults from now on.

        Args:
            faults: One fault, or a script: one for each request in turn, None for one that the rule leaves alone.
            operation: Only GraphQL requests with this operation name or root field, such as `createSingleCamJob`;
                `*` and `?` stand for anything.
            path: Only requests for this path, such as `/move-ugc-sandbox/*`; `*` and `?` stand for anything.
            method: Only requests with this method.
            times: How often the fault or the whole script comes; None is without end for one fault, once for a
                script.
            after: How many of these requests are left alone first.
            every: 3 leaves alone all but the third, the sixth and so on of these requests.
            probability: Share of these requests that is not left alone. The seed decides: calls of an operation, or
                for a path, meet the same faults in every run, whatever other calls come in between.
            between: Only requests from the first until the second of these, in seconds of the sandbox's clock from
                now on.

        Returns:
            The rule, which counts what it does.

        Raises:
            ValueError: If a number is out of its range, or a script is empty.
        """
        return self.enforce(
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

    def enforce(self, plan: Plan) -> FaultRule:
        """Let requests have the faults of a plan from now on."""
        with self._lock:
            self._count += 1
            rule = FaultRule(self._count, plan, self._seed, self._clock)
            self.rules = (*self.rules, rule)
            return rule

    def remove(self, rule: FaultRule) -> None:
        """Let requests no longer have the faults of a rule; one that was removed before stays so."""
        with self._lock:
            self.rules = tuple(each for each in self.rules if each is not rule)

    def clear(self) -> None:
        """Remove all rules."""
        with self._lock:
            self.rules = ()

    def choose(self, request: RequestInfo) -> Fault | None:
        """Return the fault that a call has, if any."""
        with self._lock:
            choices = (rule.choose(request) for rule in self.rules)
            return next((fault for fault in choices if fault is not None), None)
