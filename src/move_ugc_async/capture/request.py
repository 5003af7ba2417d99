"""What a workflow is asked to do."""

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
    """What a workflow is asked to do: its clips and all options.

    Attributes:
        operation: The operation that creates the take, or the volume where there is no take.
        endpoint: The server.
        clips: What is uploaded.
        minimum_clips: How many clips there must be at least.
        name: The display name that the user gave.
        metadata: The user's own.
        clip_window: The part of the clips to process.
        outputs: Names of the results to make.
        allow_unknown: Whether names of outputs and models pass that this version does not know.
        take: Further options of the take.
        work: Further options of the job or volume.
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
        """Check everything that does not need the content of a clip.

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
        # Metadata is sent as JSON inside a string, whose escapes may be anything.
        identity = replace(self, metadata=None).work_identity([""] * len(self.clips))
        check_sendable(identity)

    def take_identity(self, digests: Sequence[str]) -> dict[str, Any]:
        """Return everything that makes it this take and no other, without the ids of files."""
        shared = {"name": self.name, "metadata": parse_metadata(without_key(self.metadata))}
        return _plain({**shared, "sources": self._sources(digests), **self.take})

    def work_identity(self, digests: Sequence[str]) -> dict[str, Any]:
        """Return everything that makes it this job or volume and no other, without the ids of files or takes."""
        outputs = sorted({str(each) for each in ensure_outputs(self.outputs) or ()})
        return self.take_identity(digests) | _plain(
            {"clip_window": self.clip_window, "outputs": outputs or None, **self.work}
        )

    def document(self, digests: Sequence[str] | None) -> dict[str, Any]:
        """Return the whole request as JSON, for a state file.

        Args:
            digests: SHA-256 of each clip; None where a clip could not be read.
        """
        identity = self.work_identity(digests or [""] * len(self.clips))
        for source in identity["sources"]:
            del source["content"]
        about = {"operation": self.operation, "endpoint": self.endpoint}
        return {**about, **identity, "content": None if digests is None else [*digests]}

    def options_digest(self) -> str:
        """Return a digest of the whole request but the content of its clips and the server."""
        return digest_of(self.operation, self.work_identity([""] * len(self.clips)))

    def found_digest(self, identity: Mapping[str, Any]) -> str:
        """Return the digest that an object of this request carries, as `find` returns it."""
        return digest_of(self.operation, identity)

    def _sources(self, digests: Sequence[str]) -> list[dict[str, Any]]:
        return [
            {"content": digest, "device_label": clip.device_label, "lens": clip.lens, "file_type": clip.file_type}
            for clip, digest in zip(self.clips, digests, strict=True)
        ]


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    # Options that are left out are not written out: a later version may know more of them.
    given = {
        name: value.model_dump(by_alias=True, exclude_none=True) or None if isinstance(value, BaseModel) else value
        for name, value in options.items()
    }
    plain: dict[str, Any] = to_plain(given)
    return plain
