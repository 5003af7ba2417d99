"""One row: who runs what, and what has to come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.stats import Samples, Spread, ratios, values


@dataclass(frozen=True, slots=True)
class Entry:
    """One workload of one contestant.

    Attributes:
        name: What it is called in tables; `who: how much` where the same contestant runs several.
        contestant: The module of `benchmarks.contestants`.
        workload: Its key in the module's `WORKLOADS`.
        options: The workload's arguments besides the origin.
        python: The environment that it runs in.
        code: What a bare interpreter runs in place of a contestant; ORIGIN stands for the stub's.
    """

    name: str
    contestant: str = ""
    workload: str = ""
    options: Mapping[str, object] = field(default_factory=dict)
    python: str = "bench"
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One measure that the table shows."""

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Something to reach, or to know.

    Attributes:
        what: What is compared.
        reached: What was measured.
        bound: What to reach; None where it is only shown.
        at_most: Whether less is better; else more is.
        unit: What is written behind the numbers.
    """

    what: str
    reached: Spread
    bound: float | None = None
    at_most: bool = False
    unit: str = "×"  # noqa: RUF001 - times

    @property
    def verdict(self) -> str:
        """Whether the median reaches it."""
        if self.bound is None:
            return ""
        reached = self.reached.median
        return "met" if (reached <= self.bound if self.at_most else reached >= self.bound) else "missed"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that something could cost, measured beside it.

    Attributes:
        title: What the measure is called.
        key: The measure, of which less is better.
        name: The entry that is looked at.
        floor: The entry that does nothing more than has to be done.
    """

    title: str
    key: str
    name: str
    floor: str

    def distance(self, samples: Samples) -> Spread:
        """Give how many times the floor it costs."""
        return ratios(values(samples, self.name, self.key), values(samples, self.floor, self.key))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What is measured together, round by round.

    Attributes:
        name: What `--only` takes.
        title: What the table is called.
        entries: Gives the contestants; told whether little shall suffice.
        columns: What is shown of each; the first is what plots show.
        figures: What is to reach.
        floors: What is how far from the least that it could cost.
        rounds: How many times as many rounds it needs as others: fewer where they hardly differ, or take long.
        prepare: Makes what has to be there before anyone runs.
    """

    name: str
    title: str
    entries: Callable[[bool], Sequence[Entry]]
    columns: Sequence[Column]
    figures: Callable[[Samples], Sequence[Figure]]
    floors: Sequence[Floor] = ()
    rounds: float = 1
    prepare: Callable[[], None] = lambda: None
