"""A row: its contestants and its targets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.stats import Samples, Spread, ratios, values


@dataclass(frozen=True, slots=True)
class Entry:
    """A workload of a contestant.

    Attributes:
        name: The name in tables, such as `contestant: concurrency`.
        contestant: The module of `benchmarks.contestants`.
        workload: The key in the module's `WORKLOADS`.
        options: The workload's arguments besides the origin.
        python: The name of its environment.
        code: Code to run in an interpreter instead. ORIGIN is replaced by the origin of the stub.
    """

    name: str
    contestant: str = ""
    workload: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    python: str = "bench"
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of measurements."""

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A result with an optional target.

    Attributes:
        name: Name of the measurement.
        measured: The measurements.
        target: The target, or None.
        at_most: Whether the target is an upper bound.
        unit: The unit, appended to the numbers.
    """

    name: str
    measured: Spread
    target: float | None = None
    at_most: bool = False
    unit: str = "×"  # noqa: RUF001 - times

    @property
    def verdict(self) -> str:
        """Return whether the median meets the target."""
        if self.target is None:
            return ""
        median = self.measured.median
        return "met" if (median <= self.target if self.at_most else median >= self.target) else "missed"


@dataclass(frozen=True, slots=True)
class Floor:
    """A lower bound for the cost of an entry, measured in the same rounds.

    Attributes:
        title: The title of the measurement.
        key: The key of the measurement; less is better.
        name: The name of the entry.
        floor: The name of the entry that does only the necessary work.
    """

    title: str
    key: str
    name: str
    floor: str

    def ratio(self, samples: Samples) -> Spread:
        """Return the ratio of the entry to the floor."""
        return ratios(values(samples, self.name, self.key), values(samples, self.floor, self.key))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Entries that are measured together, round by round.

    Attributes:
        name: The argument of `--only`.
        title: The title of the section.
        entries: Returns the entries; its argument is whether to do less work.
        columns: The columns of the table; plots show the first.
        figures: Returns the figures.
        floors: The lower bounds.
        rounds: Factor of the number of rounds: less than 1 for rounds that hardly differ or take long.
        prepare: Creates the input of the entries.
    """

    name: str
    title: str
    entries: Callable[[bool], Sequence[Entry]]
    columns: Sequence[Column]
    figures: Callable[[Samples], Sequence[Figure]]
    floors: Sequence[Floor] = ()
    rounds: float = 1
    prepare: Callable[[], None] = lambda: None
