"""Read the `expand` argument of services: names of related objects become flags of the operation."""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from move_ugc_async._generated.expand import (
    FILE_FLAGS,
    JOB_FLAGS,
    TAKE_FLAGS,
    VOLUME_FLAGS,
    WEBHOOK_FLAGS,
    FileExpand,
    FileFlags,
    JobExpand,
    JobFlags,
    TakeExpand,
    TakeFlags,
    VolumeExpand,
    VolumeFlags,
    WebhookExpand,
    WebhookFlags,
)
from move_ugc_async._validation import ensure_list
from move_ugc_async.errors import MoveInvalidRequestError

NameT = TypeVar("NameT", bound=str)
FlagsT = TypeVar("FlagsT", bound=Mapping[str, object])


def job_flags(expand: Iterable[JobExpand] | JobExpand | None) -> JobFlags:
    """Return the flags of operations that return jobs."""
    return _flags(expand, JOB_FLAGS, "a job")


def take_flags(expand: Iterable[TakeExpand] | TakeExpand | None) -> TakeFlags:
    """Return the flags of operations that return takes."""
    return _flags(expand, TAKE_FLAGS, "a take")


def volume_flags(expand: Iterable[VolumeExpand] | VolumeExpand | None) -> VolumeFlags:
    """Return the flags of operations that return volumes."""
    return _flags(expand, VOLUME_FLAGS, "a volume")


def file_flags(expand: Iterable[FileExpand] | FileExpand | None) -> FileFlags:
    """Return the flags of operations that return files."""
    return _flags(expand, FILE_FLAGS, "a file")


def webhook_flags(expand: Iterable[WebhookExpand] | WebhookExpand | None) -> WebhookFlags:
    """Return the flags of operations that return webhook endpoints."""
    return _flags(expand, WEBHOOK_FLAGS, "a webhook endpoint")


def names_of(expand: Iterable[NameT] | NameT | None) -> tuple[NameT, ...]:
    """Return the names as a tuple, since an iterator yields them only once; a single string is one name.

    Raises:
        MoveInvalidRequestError: `expand` is neither a string nor an iterable.
    """
    if expand is None or isinstance(expand, str):
        return cast("tuple[NameT, ...]", (expand,)) if expand else ()
    return (*ensure_list(expand, "expand"),)


def _flags(expand: Iterable[NameT] | NameT | None, known: Mapping[NameT, FlagsT], subject: str) -> FlagsT:
    flags: dict[str, object] = {}
    for name in names_of(expand):
        if not isinstance(name, str) or name not in known:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"expand must name parts of {subject} ({', '.join(known)}); got {name!r}"
            raise MoveInvalidRequestError(msg)
        flags.update(known[name])
    return cast("FlagsT", flags)
