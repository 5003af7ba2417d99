"""One row: who runs what, and what has to come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.stats import Samples, Spread


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
    """Something to reach.

    Attributes:
        what: What is compared.
        reached: What was measured.
        bound: What to reach.
        at_most: Whether less is better; else more is.
        unit: What is written behind the numbers.
    """

    what: str
    reached: Spread
    bound: float
    at_most: bool = False
    unit: str = "×"  # noqa: RUF001 - times

    @property
    def met(self) -> bool:
        """Whether the median reaches it."""
        return self.reached.median <= self.bound if self.at_most else self.reached.median >= self.bound


@dataclass(frozen=True, slots=True)
class Row:
    """What is measured together, round by round.

    Attributes:
        name: What `--only` takes.
        title: What the table is called.
        entries: Gives the contestants; told whether little shall suffice.
        columns: What is shown of each; the first is what plots show.
        figures: What is to reach.
        rounds: How many times as many rounds it needs as others.
    """

    name: str
    title: str
    entries: Callable[[bool], Sequence[Entry]]
    columns: Sequence[Column]
    figures: Callable[[Samples], Sequence[Figure]]
    rounds: int = 1
