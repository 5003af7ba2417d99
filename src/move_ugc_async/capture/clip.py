"""One clip of a workflow."""

from dataclasses import dataclass

from move_ugc_async._transfers.sources import ARBITRARY_TYPES, UploadSource, source_repr


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip of a workflow.

    Attributes:
        path: The clip: a path, bytes, a binary file object or a `ByteStream`.
        device_label: Your name for the camera that recorded it.
        lens: Name of its lens, one of `client.camera_settings.list()`. Multi-camera only.
        file_type: Its extension, if it cannot be detected from the content, such as `move` for sensor recordings.
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
