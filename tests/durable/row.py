"""The result of a proof, as a row of the table."""

from dataclasses import dataclass

HEADINGS = ("#", "proof", "database", "clips", "kills", "lost", "duplicated", "leaked", "seconds", "figures", "result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The result of a proof.

    Attributes:
        number: Its number in docs/reliability.md; empty for none.
        proof: Its name.
        database: "SQLite" or "PostgreSQL".
        clips: Number of clips.
        kills: Number of killed processes.
        lost: Clips without the outcome that they must have, and billed jobs that no outcome names.
        duplicated: Billed jobs beyond the first with one key.
        leaked: Secrets in the database or a log, partial files, and requests that sent the API key to storage.
        seconds: Duration.
        figures: Other figures.
        broken: Promises that did not hold.
        is_measured: Whether the proof measures what nobody can promise: it neither passes nor fails.
    """

    number: str
    proof: str
    database: str
    clips: int
    kills: int
    lost: int
    duplicated: int
    leaked: int
    seconds: float
    figures: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    is_measured: bool = False

    @property
    def is_good(self) -> bool:
        """Return whether every promise held."""
        return not (self.broken or (not self.is_measured and (self.lost or self.duplicated or self.leaked)))

    def cells(self) -> tuple[str, ...]:
        """Return one text per heading."""
        counts = (self.clips, self.kills, self.lost, self.duplicated, self.leaked)
        figures = "; ".join((*self.figures, *(f"BROKEN: {each}" for each in self.broken)))
        result = "FAIL" if not self.is_good else "measured" if self.is_measured else "PASS"
        numbers = [f"{each:,}" for each in counts]
        return (self.number, self.proof, self.database, *numbers, f"{self.seconds:.0f}", figures, result)
