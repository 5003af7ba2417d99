"""Arguments that can be models or dictionaries of their fields."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from move_ugc_async._generated.input_types import ClipWindowInput, OptionsInput, SourceInput, SyncMethodInput
from move_ugc_async._schema.input_model import InputModel
from move_ugc_async._validation import ensure_list
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.services.inputs import ClipWindow, JobOptions, SourceIn

ModelT = TypeVar("ModelT", bound=InputModel)

Options: TypeAlias = JobOptions | OptionsInput | Mapping[str, Any]
"""Options of the motion capture."""

Window: TypeAlias = ClipWindow | ClipWindowInput | Mapping[str, Any]
"""Part of a clip to process."""

Sync: TypeAlias = SyncMethodInput | Mapping[str, Any]
"""How to synchronise cameras."""

OneSource: TypeAlias = SourceInput | Mapping[str, Any]
"""One clip of a take or volume."""

Sources: TypeAlias = Iterable[OneSource] | OneSource
"""The clips of a take or volume, or a single one."""


def options_of(options: Options | None) -> JobOptions | None:
    """Return the options as a model.

    Raises:
        MoveInvalidRequestError: The type or a value is invalid.
    """
    return None if options is None else _model(JobOptions, options, "options")


def window_of(window: Window | None) -> ClipWindow | None:
    """Return the clip window as a model.

    Raises:
        MoveInvalidRequestError: The type or a value is invalid.
    """
    return None if window is None else _model(ClipWindow, window, "clip_window")


def sync_of(sync_method: Sync | None) -> SyncMethodInput | None:
    """Return the synchronisation method as a model.

    Raises:
        MoveInvalidRequestError: The type or a value is invalid.
    """
    return None if sync_method is None else _model(SyncMethodInput, sync_method, "sync_method")


def source_list(sources: Sources) -> list[SourceInput]:
    """Return the sources of a take or volume as models.

    Raises:
        MoveInvalidRequestError: The type or a value is invalid.
    """
    is_single = isinstance(sources, SourceInput | Mapping)
    listed: list[object] = [sources] if is_single else [*ensure_list(cast("Iterable[object]", sources), "sources")]
    return [_model(SourceIn, each, "each of sources") for each in listed]


def _model(kind: type[ModelT], value: object, name: str) -> ModelT:
    if isinstance(value, kind):
        return value
    if isinstance(value, Mapping):
        return kind(**cast("Mapping[str, Any]", value))
    # An instance of the generated base class, which validates less.
    if isinstance(value, InputModel) and issubclass(kind, type(value)):
        return kind(**dict(value))
    msg = f"{name} must be a {kind.__name__} or a dictionary; got {type(value).__name__}"
    raise MoveInvalidRequestError(msg)
