"""Failures of jobs and volumes, as columns."""

from move_ugc_async.sandbox.progress import FailedAs, Failure
from move_ugc_async.sandbox.state.database import from_json, to_json


def failure_columns(failure: Failure | None) -> dict[str, str | None]:
    """Return the columns of a failure."""
    if failure is None:
        return {"suggestions": None, "failed_as": None}
    return {"suggestions": to_json(failure.suggestions), "failed_as": failure.failed_as}


def failure_of(suggestions: str | None, failed_as: FailedAs | None) -> Failure | None:
    """Return the failure that columns hold; None where the work succeeds."""
    return None if suggestions is None else Failure(tuple(from_json(suggestions)), failed_as)
