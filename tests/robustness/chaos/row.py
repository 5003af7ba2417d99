"""The results of a scenario on one stack, as a row of the table."""

from dataclasses import dataclass

HEADINGS = (
    "scenario",
    "loop",
    "calls",
    "succeeded",
    "lost",
    "duplicated",
    "leaked",
    "hung",
    "secrets",
    "latest",
    "seconds",
    "notes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The results of a scenario.

    Attributes:
        scenario: The name of the scenario.
        loop: The event loop, and the HTTP library if it is not the default.
        calls: Number of calls.
        succeeded: Number of calls that returned a result.
        cancelled: Number of calls that were cancelled in progress. They count neither as succeeded nor as failed.
        lost: Jobs that were billed and cannot be found by a key, and returned jobs that do not exist.
        duplicated: Jobs beyond the first with one key.
        leaked: Tasks, descriptors and temporary files that remain after the client was closed, and resource warnings.
        hung: Calls that ended too late after their deadline, or never.
        secrets: Number of texts with the API key or the signature of a URL.
        latest: Seconds by which the latest call missed its deadline; 0 if all met it.
        seconds: Duration of the scenario.
        notes: Other results.
        broken: Other promises that did not hold.
    """

    scenario: str
    loop: str
    calls: int
    succeeded: int
    cancelled: int
    lost: int
    duplicated: int
    leaked: int
    hung: int
    secrets: int
    latest: float
    seconds: float
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Return whether every promise held."""
        return not (self.lost or self.duplicated or self.leaked or self.hung or self.secrets or self.broken)

    def cells(self) -> tuple[str, ...]:
        """Return one text per heading."""
        ended = self.calls - self.cancelled
        share = f"{100 * self.succeeded / ended:.2f}%" if ended else "-"
        counts = (self.lost, self.duplicated, self.leaked, self.hung, self.secrets)
        notes = "; ".join((*self.notes, *(f"BROKEN: {each}" for each in self.broken)))
        return (
            self.scenario,
            self.loop,
            f"{self.calls:,}",
            share,
            *map(str, counts),
            f"{self.latest:.2f}",
            f"{self.seconds:.0f}",
            notes,
        )
