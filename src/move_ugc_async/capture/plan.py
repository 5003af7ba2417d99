"""The plan of a workflow: its clips and options, their identity, and the requests that create its objects."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._generated.enums import OutputType
from move_ugc_async._generated.fragments import HumanVolumeType, JobType, TakeType
from move_ugc_async._generated.input_types import SyncMethodInput
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, WorkflowKey, digest_of, parse_metadata, without_key
from move_ugc_async._schema.plain import to_plain
from move_ugc_async.capture.clip import Clip, check_clips
from move_ugc_async.capture.preflight import ArgumentChecks, check_metadata, check_sendable, check_text
from move_ugc_async.errors import IdempotencyMismatchError
from move_ugc_async.services.client_services import ClientServices
from move_ugc_async.services.inputs import SourceIn, Window
from move_ugc_async.services.long_running import LongRunningService

WorkT = TypeVar("WorkT", JobType, HumanVolumeType)


@dataclass(kw_only=True)
class WorkflowPlan(ABC, Generic[WorkT]):
    """The plan of a workflow: the services that send its requests, and its arguments, validated and converted."""

    operation: ClassVar[str]
    """Operation that creates the take, or the volume of a calibration."""
    job_operation: ClassVar[str] = ""
    """Operation that creates the job; empty for a calibration."""
    minimum_clips: ClassVar[int] = 2
    creates_take: ClassVar[bool] = True

    services: ClientServices
    clips: Sequence[Clip] = ()
    allow_unknown: bool = False
    rig: str | None = None
    name: str | None
    metadata: Mapping[str, Any] | None
    clip_window: Window | None
    arguments: ArgumentChecks = field(default_factory=ArgumentChecks, init=False)
    """Errors of arguments that are raised with those of the clips."""

    @property
    @abstractmethod
    def work_service(self) -> LongRunningService[WorkT, Any]:
        """Service that waits for the work and downloads its outputs."""

    @property
    def requested_outputs(self) -> tuple[OutputType, ...] | None:
        """The outputs of the job; None for the server's default set, and for a calibration."""
        return None

    @property
    def sync(self) -> SyncMethodInput | None:
        """How several cameras are synchronised; None leaves it to the server."""
        return None

    async def find(self, key: str) -> TakeType | HumanVolumeType | None:
        """Return the take with an idempotency key, or the volume of a calibration."""
        return await (self.services.takes if self.creates_take else self.services.volumes).find(key)

    async def read(self, id: str) -> TakeType | HumanVolumeType:
        """Read the take, or the volume of a calibration."""
        if self.creates_take:
            return await self.services.takes.retrieve(id)
        return await self.services.volumes.retrieve_human_volume(id)

    async def create_take(self, sources: list[SourceIn], file_name: str | None, key: str) -> TakeType:
        """Create the take, with the name of the first file as its default name."""
        raise NotImplementedError

    async def find_job(self, take_id: str, key: str) -> JobType | None:
        """Return the job of a take with an idempotency key."""
        raise NotImplementedError

    @abstractmethod
    async def create_work(self, take_id: str, sources: list[SourceIn], file_name: str | None, key: str) -> WorkT:
        """Create the job of a take, or the volume of a calibration from its sources."""

    @abstractmethod
    async def read_work(self, id: str) -> WorkT:
        """Read the job or volume."""

    def check(self) -> None:
        """Validate everything that does not need the content of a clip.

        Unknown names, numbers out of range, and labels and numbers of cameras are added to `arguments`.

        Raises:
            MoveInvalidRequestError: An argument has the wrong type or form.
        """
        self.arguments.run(partial(check_clips, self.clips, self.minimum_clips))
        check_metadata(self.metadata)
        for argument, text in self._texts().items():
            check_text(argument, text)
        for clip in self.clips:
            check_text("lens", clip.lens)
            check_text("file_type", clip.file_type)
        self._check_names()
        if not self.arguments.findings:
            # Metadata is sent as JSON inside a string, so it may contain any escape.
            check_sendable({**self.work_identity(None), "metadata": None})

    def needs_upload(self, state: CaptureState) -> bool:
        """Return whether neither the take nor the work of the clips exists."""
        has_take = self.creates_take and state.take_id is not None
        return state.job_id is None and not has_take

    def take_identity(self, digests: Sequence[str] | None) -> dict[str, Any]:
        """Return the parameters that identify the take: the SHA-256 of each clip, or "", in place of file ids."""
        sources = [
            {"content": digest, "device_label": clip.device_label, "lens": clip.lens, "file_type": clip.file_type}
            for clip, digest in zip(self.clips, digests or [""] * len(self.clips), strict=True)
        ]
        metadata = parse_metadata(without_key(self.metadata))
        return _plain({"name": self.name, "metadata": metadata, "sources": sources, **self._take_options()})

    def work_identity(self, digests: Sequence[str] | None) -> dict[str, Any]:
        """Return the parameters that identify the job or volume, without ids of files and takes."""
        return self.take_identity(digests) | _plain({"clip_window": self.clip_window, **self._work_options()})

    def document(self, endpoint: str, digests: Sequence[str] | None) -> dict[str, Any]:
        """Return the request as a JSON object for a state file; `digests` is None if a clip could not be read."""
        identity = self.work_identity(digests)
        for source in identity["sources"]:
            del source["content"]
        return {"operation": self.operation, "endpoint": endpoint, **identity, "content": digests}

    def options_digest(self) -> str:
        """Return a digest of the request without the content of its clips and the endpoint."""
        return digest_of(self.operation, self.work_identity(None))

    def check_found(self, found: TakeType | JobType | HumanVolumeType, key: WorkflowKey) -> None:
        """Validate that an object found by its key was created for the same request.

        Raises:
            IdempotencyMismatchError: It was created from other content or with other options.
        """
        digest = found.metadata.digest if isinstance(found.metadata, KeyedMetadata) else None
        operation = self.job_operation if isinstance(found, JobType) else self.operation
        if key.identity is not None and digest != digest_of(operation, key.identity):
            msg = (
                f"the key {key.workflow!r} was used before, for {found.id} and with other content or options; "
                "another key pays for a new job"
            )
            raise IdempotencyMismatchError(msg, operation=operation, id=found.id)

    def _take_options(self) -> dict[str, Any]:
        """Return further options of the take or volume that identify it."""
        return {}

    @abstractmethod
    def _work_options(self) -> dict[str, Any]:
        """Return further options of the job or volume that identify it."""

    def _texts(self) -> dict[str, object]:
        return {"name": self.name}

    def _check_names(self) -> None:
        """Validate the names of outputs and models."""


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    # Models omit fields that are None, so that fields which a later version adds do not change the digest.
    set_options = {
        name: value.model_dump(by_alias=True, exclude_none=True) or None if isinstance(value, BaseModel) else value
        for name, value in options.items()
    }
    plain: dict[str, Any] = to_plain(set_options)
    return plain
