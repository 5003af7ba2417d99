"""One clip of a workflow."""

from dataclasses import dataclass

from move_ugc_async._transfers.sources import ARBITRARY_TYPES, UploadSource, source_repr


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip of a workflow.

    Attributes:
        path: Its path, or anything else that `files.upload` accepts.
        device_label: Your name for the device that recorded it.
        lens: The lens that recorded it, one of `client.camera_settings.list()`. Multi-camera only.
        file_type: Its extension, where the content does not tell, as for device recordings.
    """

    __pydantic_config__ = ARBITRARY_TYPES

    path: UploadSource
    device_label: str
    lens: str | None = None
    file_type: str | None = None

    def __repr__(self) -> str:
        return (
            f"Clip(path={source_repr(self.path)}, device_label={self.device_label!r}, lens={self.lens!r}, "
            f"file_type={self.file_type!r})"
        )
