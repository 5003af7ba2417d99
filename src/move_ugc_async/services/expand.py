"""What `expand` may name, and the flags of the operations behind each name.

A name is a field of the object that is read; a name with a dot is a field of the expanded object.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, TypedDict, TypeVar, cast

from move_ugc_async._validation import ensure_list
from move_ugc_async.errors import MoveInvalidRequestError

JobExpand: TypeAlias = Literal["client", "inputs", "outputs", "rig", "take", "take.sources", "take.volume"]
TakeExpand: TypeAlias = Literal[
    "additional_files", "client", "sources", "video_file", "volume", "volume.outputs", "volume.sources"
]
VolumeExpand: TypeAlias = Literal["client", "outputs", "sources"]
FileExpand: TypeAlias = Literal["client"]
WebhookExpand: TypeAlias = Literal["client"]


class JobFlags(TypedDict, total=False):
    """Flags of the operations that give jobs."""

    with_job_client: bool
    with_job_inputs: bool
    with_job_outputs: bool
    with_job_rig: bool
    with_job_take: bool
    with_take_sources: bool
    with_take_volume: bool


class TakeFlags(TypedDict, total=False):
    """Flags of the operations that give takes."""

    with_take_additional_files: bool
    with_take_client: bool
    with_take_sources: bool
    with_take_video_file: bool
    with_take_volume: bool
    with_volume_outputs: bool
    with_volume_sources: bool


class VolumeFlags(TypedDict, total=False):
    """Flags of the operations that give volumes."""

    with_volume_client: bool
    with_volume_outputs: bool
    with_volume_sources: bool


class FileFlags(TypedDict, total=False):
    """Flags of the operations that give files."""

    with_file_client: bool


class WebhookFlags(TypedDict, total=False):
    """Flags of the operations that give webhook endpoints."""

    with_webhook_client: bool


_JOB: Mapping[JobExpand, JobFlags] = {
    "client": {"with_job_client": True},
    "inputs": {"with_job_inputs": True},
    "outputs": {"with_job_outputs": True},
    "rig": {"with_job_rig": True},
    "take": {"with_job_take": True},
    "take.sources": {"with_job_take": True, "with_take_sources": True},
    "take.volume": {"with_job_take": True, "with_take_volume": True},
}
_TAKE: Mapping[TakeExpand, TakeFlags] = {
    "additional_files": {"with_take_additional_files": True},
    "client": {"with_take_client": True},
    "sources": {"with_take_sources": True},
    "video_file": {"with_take_video_file": True},
    "volume": {"with_take_volume": True},
    "volume.outputs": {"with_take_volume": True, "with_volume_outputs": True},
    "volume.sources": {"with_take_volume": True, "with_volume_sources": True},
}
_VOLUME: Mapping[VolumeExpand, VolumeFlags] = {
    "client": {"with_volume_client": True},
    "outputs": {"with_volume_outputs": True},
    "sources": {"with_volume_sources": True},
}
_FILE: Mapping[FileExpand, FileFlags] = {"client": {"with_file_client": True}}
_WEBHOOK: Mapping[WebhookExpand, WebhookFlags] = {"client": {"with_webhook_client": True}}

NameT = TypeVar("NameT", bound=str)
FlagsT = TypeVar("FlagsT")


def job_flags(expand: Iterable[JobExpand] | JobExpand | None) -> JobFlags:
    """Give the flags for what a job shall carry."""
    return _flags(expand, _JOB, JobFlags(), "a job")


def take_flags(expand: Iterable[TakeExpand] | TakeExpand | None) -> TakeFlags:
    """Give the flags for what a take shall carry."""
    return _flags(expand, _TAKE, TakeFlags(), "a take")


def volume_flags(expand: Iterable[VolumeExpand] | VolumeExpand | None) -> VolumeFlags:
    """Give the flags for what a volume shall carry."""
    return _flags(expand, _VOLUME, VolumeFlags(), "a volume")


def file_flags(expand: Iterable[FileExpand] | FileExpand | None) -> FileFlags:
    """Give the flags for what a file shall carry."""
    return _flags(expand, _FILE, FileFlags(), "a file")


def webhook_flags(expand: Iterable[WebhookExpand] | WebhookExpand | None) -> WebhookFlags:
    """Give the flags for what a webhook endpoint shall carry."""
    return _flags(expand, _WEBHOOK, WebhookFlags(), "a webhook endpoint")


def names_of(expand: Iterable[NameT] | NameT | None) -> tuple[NameT, ...]:
    """Return the names, which an iterator yields only once; a string is one name, and an empty one none.

    Raises:
        MoveInvalidRequestError: It is neither a string nor an iterable.
    """
    if expand is None or isinstance(expand, str):
        return cast("tuple[NameT, ...]", (expand,)) if expand else ()
    return (*ensure_list(expand, "expand"),)


def _flags(
    expand: Iterable[NameT] | NameT | None, known: Mapping[NameT, FlagsT], empty: FlagsT, subject: str
) -> FlagsT:
    names = names_of(expand)
    if not names:
        return empty
    flags: dict[str, bool] = {}
    for name in names:
        if not isinstance(name, str) or name not in known:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"{subject} cannot expand {name!r}; it can expand {', '.join(sorted(known))}"
            raise MoveInvalidRequestError(msg)
        flags.update(cast("dict[str, bool]", known[name]))
    return cast("FlagsT", flags)
