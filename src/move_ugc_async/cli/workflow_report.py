"""Results and errors of workflows, as the command line reports them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from move_ugc_async import (
    CaptureError,
    CaptureResult,
    CaptureState,
    HumanVolumeType,
    IdempotencyMismatchError,
    JobFailedError,
    JobType,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
)
from move_ugc_async.cli._common import files_text, output_record
from move_ugc_async.cli.output import AddRow
from move_ugc_async.cli.progress import Bar

PERMANENT_ERRORS = (JobFailedError, MoveNotFoundError, IdempotencyMismatchError)
"""Errors that resuming the workflow would meet again."""


def state_record(state: CaptureState, work_key: str = "job_id") -> dict[str, Any]:
    """Return the JSON object with the ids that a workflow has created so far.

    Args:
        state: The state of the workflow.
        work_key: Key of the id of the job or volume.
    """
    return {"file_ids": dict(state.file_ids), "take_id": state.take_id, work_key: state.job_id}


def report_result(
    result: CaptureResult[JobType] | CaptureResult[HumanVolumeType],
    folder: Path,
    add_row: AddRow,
    bar: Bar,
    subject: Mapping[str, Any],
    work_key: str = "job_id",
) -> None:
    """Write the outputs of a finished workflow, and end its bar with a summary.

    Args:
        result: The result of the workflow.
        folder: The output folder.
        add_row: Adds the workflow to the table.
        bar: The progress bar.
        subject: Further fields of the JSON object.
        work_key: Key of the id of the job or volume.
    """
    record = {
        **subject,
        "directory": str(folder),
        "take_id": result.state.take_id,
        work_key: result.work.id,
        "outputs": [output_record(output) for output in result.outputs],
    }
    add_row(record, *[(str(output.path), output.format, output.size) for output in result.outputs])
    count = len(result.outputs)
    skipped = sum(output.skipped for output in result.outputs)
    if skipped == count:
        summary = f"already captured; nothing was paid for or downloaded again; {files_text(count)} in {folder}"
    else:
        summary = f"{files_text(count)} in {folder}{f', {skipped} already there' if skipped else ''}"
    bar.end(f"{summary} ({result.work.id})")


def split_error(error: MoveError) -> tuple[BaseException, CaptureState]:
    """Return the error to report and the state of a failed workflow.

    An error of the preflight is reported without its stage, since nothing was started.
    """
    if not isinstance(error, CaptureError):
        return error, CaptureState()
    reported = error.__cause__ if error.__cause__ and error.stage == "preflight" else error
    return reported, error.state


def reject_key_with_fresh(key: str | None, *, fresh: bool) -> None:
    """Validate that `--key` and `--fresh` are not both set.

    Raises:
        MoveInvalidRequestError: Both are set.
    """
    if key is not None and fresh:
        msg = "cannot combine --fresh with --key: a key finds the existing objects; to pay again, choose another --key"
        raise MoveInvalidRequestError(msg)
