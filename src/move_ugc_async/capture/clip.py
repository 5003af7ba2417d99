"""One clip of a journey."""

from dataclasses import dataclass
from os import PathLike


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip of a journey.

    Attributes:
        path: Where it is.
        device_label: Your name for the device that recorded it.
        lens: The lens that recorded it, one of `client.camera_settings.list()`. Multi-camera only.
        file_type: Its extension, where the content does not tell, as for device recordings.
    """

    path: str | PathLike[str]
    device_label: str
    lens: str | None = None
    file_type: str | None = None
