"""One line of the table: a scenario on one event loop, and what came of it."""

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
    "besides",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What came of a scenario.

    Attributes:
        scenario: Its name.
        loop: The event loop, and the HTTP library where it is not the usual one.
        calls: How many calls were made.
        succeeded: How many of them gave what was asked for.
        cancelled: How many of them were cancelled on their way; they count as neither well nor ill.
        lost: Jobs that the server has and no caller can find by its key, or the other way round.
        duplicated: Jobs beyond the first with one key.
        leaked: Tasks, descriptors and temporary files that are left after the client was closed, and warnings of such.
        hung: Calls that ended too long after their deadline, or never.
        secrets: Places where the API key or the signature of a URL was read.
        latest: Seconds by which the latest call missed its deadline; 0 where none did.
        seconds: How long it took.
        notes: What else was counted.
        broken: What else was promised and did not hold.
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
        """Whether every promise held."""
        return not (self.lost or self.duplicated or self.leaked or self.hung or self.secrets or self.broken)

    def cells(self) -> tuple[str, ...]:
        """Return the row, one text for each heading."""
        ended = self.calls - self.cancelled
        share = f"{100 * self.succeeded / ended:.2f}%" if ended else "-"
        counts = (self.lost, self.duplicated, self.leaked, self.hung, self.secrets)
        besides = "; ".join((*self.notes, *(f"BROKEN: {each}" for each in self.broken)))
        return (
            self.scenario,
            self.loop,
            f"{self.calls:,}",
            share,
            *map(str, counts),
            f"{self.latest:.2f}",
            f"{self.seconds:.0f}",
            besides,
        )
