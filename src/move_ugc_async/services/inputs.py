"""Input models of the API, and arguments that can be models or dictionaries of their fields."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, TypeAlias, TypeVar, cast

from pydantic import field_validator, model_validator

from move_ugc_async._generated.enums import OutputType, SourceFormat
from move_ugc_async._generated.input_types import (
    CameraSettingsInput,
    ClipWindowInput,
    OptionsInput,
    SourceInput,
    SyncMethodInput,
)
from move_ugc_async._generated.literals import FormatName, OutputName
from move_ugc_async._schema.input_model import InputModel
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._validation import ensure_count, ensure_enum, ensure_list, ensure_selection
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.services.job_options import JobOptions, misspelt_options

ModelT = TypeVar("ModelT", bound=InputModel)
TextT = TypeVar("TextT", bound=str)

Outputs: TypeAlias = Iterable[OutputType | OutputName | str] | OutputType | OutputName | str
"""Outputs to create, or a single one."""

_MIN_CAMERAS = 2
_MAX_ACTORS = 5
_MAX_HEIGHT = 3
"""Metres. A larger height is in centimetres or feet; the volume would be billed and useless."""


class ClipWindow(ClipWindowInput):
    """Part of a clip to process, in seconds from its start: 0 <= `start_time` < `end_time`.

    Attributes:
        start_time: Start, in seconds from the start of the clip.
        end_time: End, in seconds from the start of the clip.
    """

    if TYPE_CHECKING:

        def __init__(self, *, start_time: float, end_time: float) -> None: ...

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not (math.isfinite(self.end_time) and 0 <= self.start_time < self.end_time):
            msg = (
                "start_time and end_time must be finite, with 0 <= start_time < end_time; "
                f"got start_time={self.start_time:g} and end_time={self.end_time:g}"
            )
            raise ValueError(msg)
        return self


class SourceIn(SourceInput):
    """One clip of a new take or volume.

    Attributes:
        device_label: Your own name for the camera that recorded the clip.
        file_id: Id of the uploaded file.
        format: Container format of the clip, such as `MP4`; `type` of the file is accepted as well.
        camera_settings: The lens that recorded the clip, as `CameraSettingsInput(lens="goprohero10-fhd")`. Multi-camera
            only.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            device_label: str,
            file_id: str,
            format: SourceFormat | FormatName | str,
            camera_settings: CameraSettingsInput | None = None,
        ) -> None: ...

    @field_validator("format", mode="before")
    @classmethod
    def _remove_dot(cls, value: object) -> object:
        # `File.type` has a leading dot.
        return value.strip().removeprefix(".") if type(value) is str else value

    @field_validator("device_label", "file_id", "format")
    @classmethod
    def _check_not_empty(cls, value: TextT) -> TextT:
        if not value:
            msg = "must not be empty"
            raise ValueError(msg)
        return value


Options: TypeAlias = JobOptions | OptionsInput | Mapping[str, Any]
Window: TypeAlias = ClipWindow | ClipWindowInput | Mapping[str, Any]
Sync: TypeAlias = SyncMethodInput | Mapping[str, Any]
OneSource: TypeAlias = SourceInput | Mapping[str, Any]
Sources: TypeAlias = Iterable[OneSource] | OneSource


def ensure_sources(sources: Sources) -> list[SourceInput]:
    """Return the sources of a take or volume as models."""
    is_single = isinstance(sources, SourceInput | Mapping)
    listed: list[object] = [sources] if is_single else [*ensure_list(cast("Iterable[object]", sources), "sources")]
    return [_ensure_model(SourceIn, each, "each of sources") for each in listed]


def ensure_camera_sources(sources: Sources) -> list[SourceInput]:
    """Return the sources of several cameras: at least two videos, each with its own label.

    Only the server knows lenses, the labels of a volume, and whether it accepts a clip without a lens.
    """
    listed = ensure_sources(sources)
    # A sensor recording has the label of its video.
    labels = [source.device_label for source in listed if source.format != SourceFormat.MOVE]
    if len(labels) < _MIN_CAMERAS:
        msg = f"sources must be at least {_MIN_CAMERAS} videos, one for each camera; got {len(labels)}"
        raise MoveInvalidRequestError(msg)
    ensure_different_labels(labels)
    return listed


def ensure_different_labels(labels: Sequence[str]) -> None:
    """Validate that cameras have different labels: the server cannot match clips and lenses, and bills the job."""
    repeated = [label for label in dict.fromkeys(labels) if labels.count(label) > 1]
    if repeated:
        msg = f"device_label must be different for each camera; got {', '.join(map(repr, repeated))} more than once"
        raise MoveInvalidRequestError(msg)


def _ensure_model(kind: type[ModelT], value: object, name: str) -> ModelT:
    if isinstance(value, kind):
        return value
    if isinstance(value, Mapping):
        return kind(**cast("Mapping[str, Any]", value))
    # An instance of the generated base class, which validates less.
    if isinstance(value, InputModel) and issubclass(kind, type(value)):
        return kind(**dict(value))
    msg = f"{name} must be a {kind.__name__} or a dictionary; got {type(value).__name__}"
    raise MoveInvalidRequestError(msg)


def _ensure_optional(kind: type[ModelT], name: str, value: InputModel | Mapping[str, Any] | None) -> ModelT | None:
    return None if value is None else _ensure_model(kind, value, name)


def count_videos(sources: Sequence[SourceInput]) -> int:
    """Return the number of videos among sources: one for each camera, with or without a sensor recording."""
    return len({source.device_label for source in sources})


def window_amount(window: ClipWindowInput | None, *, videos: int) -> WorkAmount:
    """Return the work of videos of unknown length, which a clip window limits."""
    if window is None:
        return WorkAmount(unknown_videos=videos)
    return WorkAmount(videos * (window.end_time - window.start_time) / 60, unknown_videos=0)


ensure_window = partial(_ensure_optional, ClipWindow, "clip_window")
ensure_sync_method = partial(_ensure_optional, SyncMethodInput, "sync_method")


def ensure_outputs(outputs: Iterable[OutputType | str] | None) -> list[OutputType] | None:
    """Return the members of output names in any case; None means the server's default set."""
    names = ensure_selection(outputs, "outputs")
    return None if names is None else [ensure_enum(OutputType, name, "each of outputs") for name in names]


def ensure_options(options: Options | None, *, allow_unknown: bool = False) -> JobOptions | None:
    """Return options as a model. A misspelt key of a dictionary has no effect, and the job is billed.

    `JobOptions(...)` and `allow_unknown` send any name, for options that are newer than this version.
    """
    if isinstance(options, Mapping) and not allow_unknown:
        for name in options:
            close = misspelt_options(name) if isinstance(name, str) else ()  # pyright: ignore[reportUnnecessaryIsInstance]
            if close:
                hint = f"did you mean {' or '.join(close)}? (JobOptions({name}=…) sends it anyway)"
                msg = f"options must have known keys; got {name!r}; {hint}"
                raise MoveInvalidRequestError(msg)
    return _ensure_optional(JobOptions, "options", options)


def ensure_actors(count: SupportsIndex) -> int:
    """Return a number of people to track."""
    number = ensure_count(count, "number_of_actors")
    if number > _MAX_ACTORS:
        msg = f"number_of_actors must be at most {_MAX_ACTORS}; got {number}"
        raise MoveInvalidRequestError(msg)
    return number


def ensure_multicam_outputs(outputs: list[OutputType] | None) -> list[OutputType] | None:
    """Return the outputs of a multi-camera job, which has no overlay video."""
    if OutputType.RENDER_OVERLAY_VIDEO in (outputs or ()):
        msg = "outputs must be those of a multi-camera job; got RENDER_OVERLAY_VIDEO; use RENDER_VIDEO"
        raise MoveInvalidRequestError(msg)
    return outputs


def ensure_height(metres: float) -> float:
    """Return the height of a person in metres."""
    is_number = isinstance(metres, int | float) and not isinstance(metres, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
    if not is_number or not 0 < metres < _MAX_HEIGHT:
        msg = f"human_height must be a number of metres above 0 and below {_MAX_HEIGHT}; got {metres!r}"
        raise MoveInvalidRequestError(msg)
    return metres
