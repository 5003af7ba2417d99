"""The request of a workflow: its clips and options, and the digests that identify it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from move_ugc_async._schema.base import BaseModel
from move_ugc_async._schema.keyed_metadata import digest_of, parse_metadata, without_key
from move_ugc_async._schema.plain import to_plain
from move_ugc_async.capture.arguments import check_sendable, check_text
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.known_names import check_names
from move_ugc_async.capture.preflight import check_request
from move_ugc_async.services.inputs import ClipWindow, ensure_outputs
from move_ugc_async.services.literals import Outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRequest:
    """The request of a workflow: its clips and all options.

    Attributes:
        operation: Operation that creates the take, or the volume of a calibration.
        endpoint: URL of the API.
        clips: The clips to upload.
        minimum_clips: Minimum number of clips.
        name: Display name, or None.
        metadata: The user's metadata, without the key.
        clip_window: The part of the clips to process.
        outputs: Names of the outputs to create.
        allow_unknown: Whether outputs and models that this version does not know are accepted.
        take: Other options of the take.
        work: Other options of the job or volume.
    """

    operation: str
    endpoint: str
    clips: Sequence[Clip]
    minimum_clips: int
    name: str | None
    metadata: Mapping[str, Any] | None
    clip_window: ClipWindow | None
    outputs: Outputs | None = None
    allow_unknown: bool = False
    take: Mapping[str, Any]
    work: Mapping[str, Any]

    def check(self) -> None:
        """Validate everything that does not need the content of a clip.

        Raises:
            MoveInvalidRequestError: An argument is invalid.
        """
        check_request(self.clips, self.minimum_clips, self.metadata)
        check_text("name", self.name)
        check_text("rig", self.work.get("rig"))
        for clip in self.clips:
            check_text("lens", clip.lens)
            check_text("file_type", clip.file_type)
        check_names(self.outputs, self.work.get("options"), allow_unknown=self.allow_unknown)
        # Metadata is sent as JSON inside a string, so it may contain any escape.
        identity = replace(self, metadata=None).work_identity([""] * len(self.clips))
        check_sendable(identity)

    def take_identity(self, digests: Sequence[str]) -> dict[str, Any]:
        """Return the parameters that identify the take, without file ids."""
        shared = {"name": self.name, "metadata": parse_metadata(without_key(self.metadata))}
        return _plain({**shared, "sources": self._sources(digests), **self.take})

    def work_identity(self, digests: Sequence[str]) -> dict[str, Any]:
        """Return the parameters that identify the job or volume, without ids of files and takes."""
        outputs = sorted({str(each) for each in ensure_outputs(self.outputs) or ()})
        return self.take_identity(digests) | _plain(
            {"clip_window": self.clip_window, "outputs": outputs or None, **self.work}
        )

    def document(self, digests: Sequence[str] | None) -> dict[str, Any]:
        """Return the request as a JSON object for a state file.

        Args:
            digests: SHA-256 of each clip; None if a clip could not be read.
        """
        identity = self.work_identity(digests or [""] * len(self.clips))
        for source in identity["sources"]:
            del source["content"]
        content = None if digests is None else [*digests]
        return {"operation": self.operation, "endpoint": self.endpoint, **identity, "content": content}

    def options_digest(self) -> str:
        """Return a digest of the request without the content of its clips and the endpoint."""
        return digest_of(self.operation, self.work_identity([""] * len(self.clips)))

    def found_digest(self, identity: Mapping[str, Any]) -> str:
        """Return the digest in the metadata of an object that this request created."""
        return digest_of(self.operation, identity)

    def _sources(self, digests: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {"content": digest, "device_label": clip.device_label, "lens": clip.lens, "file_type": clip.file_type}
            for clip, digest in zip(self.clips, digests, strict=True)
        ]


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    # None is omitted, so that options which a later version adds do not change the digest.
    set_options = {
        name: value.model_dump(by_alias=True, exclude_none=True) or None if isinstance(value, BaseModel) else value
        for name, value in options.items()
    }
    plain: dict[str, Any] = to_plain(set_options)
    return plain
