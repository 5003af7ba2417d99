"""Outcomes of clips, as the command line reports them."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from move_ugc_async.cli._common import files_text
from move_ugc_async.cli.batch_display import ENDED, counts_text, shown_path
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes, exit_code_for_type
from move_ugc_async.cli.output import AddRow
from move_ugc_async.cli.resume import shell_command
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.text import name_options

if TYPE_CHECKING:
    from move_ugc_async.batch import BatchOutcome

_MAX_LISTED = 20
"""Clips that the summary lists at most; the export has all of them."""


_MAX_NAMED = 5
"""Quarantined clips that the advice names at most; `batch status` has all of them."""


class BatchReport:
    """Collects the outcomes of a batch.

    Args:
        session: The command's session.
        add_row: Adds a clip to the results.
    """

    def __init__(self, session: Session, add_row: AddRow) -> None:
        self._session = session
        self._add_row = add_row
        self._outcomes: dict[str, BatchOutcome] = {}

    def add(self, outcome: "BatchOutcome") -> None:
        """Write the result of a clip. A terminal shows only the summary."""
        self._outcomes[outcome.id] = outcome
        row = (outcome.state, shown_path(outcome.path), outcome.job_id, outcome.id)
        self._add_row(outcome_record(outcome), *(() if self._session.output.is_terminal else (row,)))

    def of(self, *states: str) -> list["BatchOutcome"]:
        """Return the outcomes with these states."""
        return [each for each in self._outcomes.values() if each.state in states]

    def print_summary(self) -> None:
        """Write the number of clips by state, and the errors of those that failed."""
        counts = counts_text({state: len(self.of(state)) for state in ENDED})
        self._session.print_note(f"{clips_text(len(self._outcomes))}: {counts}")
        unsuccessful = self.of("failed", "quarantined")
        for outcome in unsuccessful[:_MAX_LISTED]:
            self._session.print_error(f"{shown_path(outcome.path)}: {outcome_text(outcome)}")
        hidden = len(unsuccessful) - _MAX_LISTED
        if hidden > 0:
            self._session.print_error(f"and {hidden:,} more; see `move-ugc batch export`")

    def exit_code(self) -> ExitCode:
        """Return the exit code for all clips."""
        return combine_exit_codes([exit_code_of(each) for each in self._outcomes.values()])


def outcome_record(outcome: "BatchOutcome") -> dict[str, Any]:
    """Return the JSON object of an outcome, with an `error` as other commands write it."""
    record = outcome.to_json()
    error = {"type": record.pop("error_type"), "message": record.pop("message"), "stage": record.pop("stage")}
    return {**record, "error": error} if error["type"] else record


def outcome_text(outcome: "BatchOutcome") -> str:
    """Return how a clip ended, in words."""
    match outcome.state:
        case "done":
            return f"{files_text(len(outcome.outputs))} ({outcome.job_id})"
        case "duplicate":
            return f"has the content and options of another clip ({outcome.job_id or outcome.duplicate_of})"
        case _:
            # The message starts with the stage.
            job = f" ({outcome.job_id})" if outcome.job_id and outcome.job_id not in outcome.message else ""
            return f"{outcome.state}: {name_options(outcome.message)}{job}"


def exit_code_of(outcome: "BatchOutcome") -> ExitCode:
    """Return the exit code for one clip. A cancelled clip is no failure: the user has cancelled it."""
    if outcome.stage == "preflight":
        return ExitCode.INVALID
    if outcome.error_type is not None:
        error: Any = getattr(import_module("move_ugc_async"), outcome.error_type, Exception)
        return exit_code_for_type(error)
    return ExitCode.SUCCESS if outcome.state in ("done", "duplicate", "cancelled") else ExitCode.FAILED


def advice(outcomes: "Sequence[BatchOutcome]", where: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """Return how to continue with clips that failed or are quarantined, in words.

    Args:
        outcomes: Their outcomes.
        where: Options that select the batch.
        arguments: The command line that ran it.
    """
    retry, again = ["batch", "retry", *where], shell_command(arguments)
    failed = [each for each in outcomes if each.state == "failed"]
    limited = [each for each in failed if each.error_type == "BudgetExceededError"]
    # Each run validates other clips that failed in the preflight again.
    types = {each.error_type for each in failed if each.stage != "preflight" and each not in limited}
    lines: list[str] = []
    if limited:
        lines.append(
            f"continue clips beyond the limits with: {shell_command(retry)}; then run the command again with a higher "
            "--max-jobs or --max-minutes"
        )
    if types - {"JobFailedError"}:
        lines.append(f"retry with: {shell_command(retry)} && {again}")
    if "JobFailedError" in types:
        paying = shell_command([*retry, "--pay-again"])
        lines.append(f"pay for new jobs of clips whose job failed with: {paying} && {again}")
    quarantined = [each.id for each in outcomes if each.state == "quarantined"]
    if quarantined:
        search = shell_command([*retry, *quarantined[:_MAX_NAMED]])
        lines.append(
            f"search for the jobs of quarantined clips again with: {search} && {again}; with --pay-again, jobs that "
            "are not found are created"
        )
    return lines


def clips_text(count: int) -> str:
    """Return a number of clips in words, such as `2 clips`."""
    return f"{count:,} clip{'' if count == 1 else 's'}"


def minutes_text(minutes: float | None) -> str:
    """Return minutes of video in words."""
    return "unknown minutes of video" if minutes is None else f"{minutes:,.2f} minutes of video"
