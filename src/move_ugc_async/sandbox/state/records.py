"""The records of the state, as resolvers read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from move_ugc_async.sandbox.progress import Schedule

WorkKind = Literal["job", "volume"]


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """The one client of a sandbox."""

    id: str
    created: datetime
    name: str
    portal: str
    metadata: str


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a file.

    Args:
        etag: MD5 in hexadecimal.
        size: Length in bytes.
        modified: Time of the upload, or when the output became available.
    """

    etag: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The job or volume that an output file comes from.

    Args:
        work_id: Id of the job or volume.
        output: Name of the output, such as MAIN_FBX.
    """

    work_id: str
    output: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file: an upload of the user, or an output of a job or volume.

    Args:
        type: Extension with its dot.
        origin: Origin of an output; None for an upload.
        content: None before an upload, and before the first download of an output.
        is_new: Whether the record is the result of `createFile`.
    """

    id: str
    created: datetime
    name: str | None
    type: str
    metadata: str | None
    origin: Origin | None = None
    content: Content | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ClipWindow:
    """A part of a clip, in seconds."""

    start_time: float
    end_time: float


@dataclass(frozen=True, slots=True)
class Source:
    """The clip of one device in a take or volume."""

    device_label: str
    file_id: str
    format: str
    lens: str | None


@dataclass(frozen=True, slots=True)
class TakeRecord:
    """A take."""

    id: str
    created: datetime
    name: str | None
    metadata: str | None
    take_type: Literal["SINGLE_CAM", "MULTI_CAM"]
    sources: tuple[Source, ...]
    volume_id: str | None = None
    sync_method: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """A volume calibrated with a human."""

    id: str
    created: datetime
    name: str | None
    metadata: str | None
    sources: tuple[Source, ...]
    human_height: float
    area_type: str
    clip_window: ClipWindow | None
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class JobInputs:
    """The arguments of a job."""

    clip_window: ClipWindow | None
    number_of_actors: int | None
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job."""

    id: str
    created: datetime
    name: str | None
    metadata: str | None
    take_id: str
    rig: str
    inputs: JobInputs
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """An output file with its key in the list of outputs."""

    key: str
    file: FileRecord


@dataclass(frozen=True, slots=True)
class ShareCodeRecord:
    """A code that permits one download of one file."""

    code: str
    created: datetime
    expires: datetime
    file_id: str


@dataclass(frozen=True, slots=True)
class WebhookRecord:
    """A webhook endpoint; the secret is None unless this request created the endpoint."""

    uid: str
    url: str
    description: str | None
    events: tuple[str, ...] | None
    metadata: str | None
    secret: str | None


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """Where the webhooks of an endpoint go, and the secret that signs them."""

    url: str
    secret: str

    @property
    def path(self) -> str:
        """The path of the URL, without the query."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Charge:
    """Credits charged for a job or volume.

    Args:
        id: Id of the job or volume.
        take_id: Id of the take of a job; None for a volume.
    """

    id: str
    kind: WorkKind
    take_id: str | None
    credits: int
    created: datetime
