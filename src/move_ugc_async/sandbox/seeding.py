"""Objects in any state, added to a sandbox without requests."""

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from move_ugc_async.sandbox.catalog import (
    LENSES,
    MIN_CAMERAS,
    MULTI_CAM_OUTPUTS,
    SINGLE_CAM_OUTPUTS,
    VOLUME_OUTPUTS,
)
from move_ugc_async.sandbox.errors import ApiError
from move_ugc_async.sandbox.progress import FAILING_SHARE, QUEUED_SHARE, SUGGESTIONS, Failure, Schedule, WorkState
from move_ugc_async.sandbox.state.records import Content, JobInputs, Source

if TYPE_CHECKING:
    from move_ugc_async.sandbox.backend import Backend

Metadata = Mapping[str, object]

_Record = TypeVar("_Record")

_CLIP: Final = b"A clip of the sandbox, which no player can read."
_MARGIN: Final = timedelta(microseconds=2)
"""Time that an object has been in its state. The state at the very beginning of a schedule is always NOT_STARTED."""


class Seeding(ABC):
    """Add files, takes, volumes and jobs to the state of a running sandbox.

    They cost no credits and are in no journal. Any thread may add them. Every method raises `RuntimeError` if the
    sandbox is not running, and `ValueError` or `TypeError` if `metadata` has no JSON form.
    """

    @abstractmethod
    def _running(self) -> "Backend": ...

    def add_file(
        self,
        content: bytes | str | PathLike[str] | None = _CLIP,
        *,
        file_type: str = "mp4",
        name: str | None = None,
        metadata: Metadata | None = None,
    ) -> str:
        """Add a file, and return its id.

        Args:
            content: The bytes of the file, or the path of a file that is copied; None: the file was not uploaded. The
                default is no real video: it counts as 10 s, and videos of its jobs are grey.
            file_type: Type of the file, such as `mp4`, without a dot.
            name: Name of the file.
            metadata: Metadata of the file.

        Raises:
            OSError: The file at the path cannot be read.
        """
        backend = self._running()
        now = backend.clock.now()
        record = backend.state.files.create(
            name=name, file_type=f".{file_type.lstrip('.')}", metadata=_to_json(metadata), now=now
        )
        if content is not None:
            blob = backend.blobs.add(content if isinstance(content, bytes) else Path(content))
            backend.state.files.set_content(record.id, Content(blob.etag, blob.size, now))
        return record.id

    def add_take(
        self, file_ids: Sequence[str] = (), *, name: str | None = None, metadata: Metadata | None = None
    ) -> str:
        """Add a take, and return its id.

        Args:
            file_ids: The clips of the take, one for each camera; none: a clip is added. A take of several cameras is in
                a finished volume, which is added too.
            name: Name of the take.
            metadata: Metadata of the take.

        Raises:
            ValueError: A file is unknown.
        """
        backend = self._running()
        sources = self._sources(file_ids, cameras=1)
        is_single = len(sources) < MIN_CAMERAS
        return backend.state.takes.create(
            take_type="SINGLE_CAM" if is_single else "MULTI_CAM",
            sources=sources,
            name=name,
            metadata=_to_json(metadata),
            now=backend.clock.now(),
            volume_id=None if is_single else self.add_volume(file_ids=file_ids),
        ).id

    def add_volume(
        self,
        state: WorkState = "FINISHED",
        *,
        file_ids: Sequence[str] = (),
        percentage: int = 50,
        duration: float = 60.0,
        suggestions: Sequence[str] = SUGGESTIONS,
        name: str | None = None,
        metadata: Metadata | None = None,
    ) -> str:
        """Add a volume in a given state, and return its id.

        The arguments are those of `add_job`; `file_ids` are the clips of at least two cameras.
        """
        backend = self._running()
        return backend.state.volumes.create(
            sources=self._sources(file_ids, cameras=MIN_CAMERAS),
            human_height=1.8,
            area_type="NORMAL",
            clip_window=None,
            name=name,
            metadata=_to_json(metadata),
            schedule=_schedule(backend.clock.now(), state, percentage, duration, suggestions),
            outputs=_outputs(backend, VOLUME_OUTPUTS),
            price=None,
        ).id

    def add_job(
        self,
        state: WorkState = "FINISHED",
        *,
        take_id: str | None = None,
        percentage: int = 50,
        duration: float = 60.0,
        suggestions: Sequence[str] = SUGGESTIONS,
        outputs: Sequence[str] = (),
        name: str | None = None,
        metadata: Metadata | None = None,
    ) -> str:
        """Add a job in a given state, and return its id. Its later events are sent to webhook endpoints.

        Args:
            state: `NOT_STARTED`, `RUNNING`, `FINISHED` or `FAILED`. The sandbox's clock advances the first two.
            take_id: The take of the job; None: a take with one clip is added.
            percentage: Progress of a running job, from 0 to 99.
            duration: Seconds of the sandbox's clock from its creation to FINISHED; above 0.
            suggestions: Advice of the API on a failed job.
            outputs: Names of its outputs, such as `MAIN_FBX`; none: those that a job has by default.
            name: Name of the job.
            metadata: Metadata of the job.

        Raises:
            ValueError: The take is unknown, or the state, percentage, duration or an output is invalid.
        """
        backend = self._running()
        now = backend.clock.now()
        schedule = _schedule(now, state, percentage, duration, suggestions)
        take = _find("take_id", backend.state.takes.get, take_id or self.add_take())
        is_single = take.take_type == "SINGLE_CAM"
        job_id = backend.state.jobs.create(
            take_id=take.id,
            rig="move_mo",
            inputs=JobInputs(None, 1 if is_single else None, {}),
            name=name,
            metadata=_to_json(metadata),
            schedule=schedule,
            outputs=_outputs(backend, outputs or (SINGLE_CAM_OUTPUTS if is_single else MULTI_CAM_OUTPUTS)),
            price=None,
            events_after=now,
        ).id
        backend.dispatcher.wake()
        return job_id

    def _sources(self, file_ids: Sequence[str], cameras: int) -> tuple[Source, ...]:
        ids = _ensure_list("file_ids", file_ids) or [self.add_file() for _ in range(cameras)]
        files = [_find("file_ids", self._running().state.files.get, each) for each in ids]
        return tuple(
            Source(f"camera-{number}", file.id, file.type.lstrip(".").upper(), LENSES[0] if len(files) > 1 else None)
            for number, file in enumerate(files, 1)
        )


def _find(argument: str, get: Callable[[str], _Record], object_id: str) -> _Record:
    try:
        return get(object_id)
    except ApiError:
        msg = f"{argument} must name an object of this sandbox; got {object_id!r}"
        raise ValueError(msg) from None


def _ensure_list(argument: str, values: Sequence[str]) -> Sequence[str]:
    """Return the values; a single string would otherwise be read as a list of characters."""
    if isinstance(values, str):
        msg = f"{argument} must be a list; got {values!r}"
        raise ValueError(msg)  # noqa: TRY004 - as for other invalid arguments
    return values


def _schedule(
    now: datetime, state: WorkState, percentage: int, duration: float, suggestions: Sequence[str]
) -> Schedule:
    """Return a schedule that is in a state at a given time."""
    if not 0 <= percentage <= 99:  # noqa: PLR2004 - 100 is FINISHED
        msg = f"percentage must be from 0 to 99; got {percentage}"
        raise ValueError(msg)
    if not 0 < duration < math.inf:
        msg = f"duration must be a finite number of seconds above 0; got {duration}"
        raise ValueError(msg)
    shares: dict[WorkState, float] = {
        "NOT_STARTED": 0.0,
        "RUNNING": QUEUED_SHARE + (1 - QUEUED_SHARE) * percentage / 100,
        "FAILED": FAILING_SHARE,
        "FINISHED": 1.0,
    }
    if state not in shares:
        msg = f"state must be one of {', '.join(shares)}; got {state!r}"
        raise ValueError(msg)
    advice = tuple(_ensure_list("suggestions", suggestions))
    elapsed = timedelta(seconds=duration * shares[state]) + _MARGIN * (state != "NOT_STARTED")
    return Schedule(
        created=now - elapsed,
        duration=duration,
        output_delay=0,
        failure=Failure(advice) if state == "FAILED" else None,
    )


def _outputs(backend: "Backend", names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return name, key and file type of each output."""
    keys = backend.media.OUTPUT_KEYS
    for name in _ensure_list("outputs", names):
        if name not in keys:
            msg = f"outputs must be names such as {', '.join(SINGLE_CAM_OUTPUTS[:3])}; got {name!r}"
            raise ValueError(msg)
    return [(name, *keys[name]) for name in dict.fromkeys(names)]


def _to_json(metadata: Metadata | None) -> str | None:
    return None if metadata is None else json.dumps(metadata, allow_nan=False)
