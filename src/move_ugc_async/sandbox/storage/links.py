"""The URLs in the responses of a sandbox."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from move_ugc_async.sandbox.state.records import FileRecord
from move_ugc_async.sandbox.storage.signing import Signer

BUCKET = "/move-ugc-sandbox"
GRAPHQL_PATH = "/ugc/graphql"
SHARE_PATH = "/ugc/file/download"

_FILES = f"{BUCKET}/files"
_THUMBNAILS = f"{BUCKET}/thumbnails"


def file_path(file: FileRecord) -> str:
    """Return the path of a file's content."""
    return f"{_FILES}/{file.id}{file.type}"


def thumbnail_path(file: FileRecord) -> str:
    """Return the path of a video's thumbnail."""
    return f"{_THUMBNAILS}/{file.id}.png"


def is_thumbnail(path: str) -> bool:
    """Return whether a path is the path of a thumbnail."""
    return path.startswith(f"{_THUMBNAILS}/")


def file_id_of(path: str) -> str:
    """Return the id of the file that a path belongs to."""
    return path.rpartition("/")[2].partition(".")[0]


@dataclass(frozen=True, slots=True)
class Links:
    """A builder of URLs.

    Args:
        base: Scheme, host, port and any prefix, without a trailing slash.
        lifetime: Seconds until a presigned URL expires.
    """

    base: str
    signer: Signer
    lifetime: float

    def upload(self, file: FileRecord, now: datetime) -> str:
        """Return the URL to `PUT` a file's content to."""
        return self._presigned("PUT", file_path(file), now)

    def download(self, file: FileRecord, now: datetime) -> str:
        """Return the URL to `GET` a file's content from."""
        return self._presigned("GET", file_path(file), now)

    def thumbnail(self, file: FileRecord, now: datetime) -> str:
        """Return the URL to `GET` a video's thumbnail from."""
        return self._presigned("GET", thumbnail_path(file), now)

    def share(self, code: str) -> str:
        """Return the URL that redeems a share code."""
        return f"{self.base}{SHARE_PATH}?{urlencode({'code': code})}"

    def _presigned(self, method: str, path: str, now: datetime) -> str:
        return self.base + self.signer.sign(method, path, lifetime=self.lifetime, now=now)
