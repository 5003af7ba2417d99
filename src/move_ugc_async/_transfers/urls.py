"""Presigned URLs: which ones are safe to request, and when they expire."""

from datetime import UTC, datetime

from move_ugc_async._transfers.cloud_metadata import is_cloud_metadata
from move_ugc_async._transport.http import Url, parse_url
from move_ugc_async.errors import MoveUnsafeURLError

_DATE_FORMAT = "%Y%m%dT%H%M%SZ"


def storage_url(text: str, *, secure: bool) -> Url:
    """Parse a presigned URL.

    Args:
        text: The URL.
        secure: Whether it must be https, as the endpoint of the API is.

    Raises:
        MoveUnsafeURLError: It is invalid or unsafe.
    """
    url = parse_url(text)
    if url is None or not url.scheme or not url.host:
        msg = "the server returned an invalid storage URL"
        raise MoveUnsafeURLError(msg)
    if url.scheme not in ("http", "https"):
        msg = f"the server returned a storage URL whose scheme must be http or https; got {url.scheme[:16]!r}"
        raise MoveUnsafeURLError(msg)
    if secure and url.scheme != "https":
        msg = "the server returned a storage URL without TLS, although its own endpoint uses https"
        raise MoveUnsafeURLError(msg)
    if url.userinfo:
        msg = "the server returned a storage URL with a user name"
        raise MoveUnsafeURLError(msg)
    if is_cloud_metadata(url.raw_host.decode()):
        msg = "the server returned a storage URL of a cloud metadata service"
        raise MoveUnsafeURLError(msg)
    return url


def expires_at(url: Url) -> float | None:
    """Return when a presigned URL expires, in seconds since 1970; None if it does not say.

    `Expires` belongs to signature version 2, `X-Amz-Date` and `X-Amz-Expires` to version 4.
    """
    params = url.params
    try:
        if "Expires" in params:
            return float(params["Expires"])
        signed_at = datetime.strptime(params["X-Amz-Date"], _DATE_FORMAT).replace(tzinfo=UTC)
        return signed_at.timestamp() + float(params["X-Amz-Expires"])
    except (KeyError, ValueError):
        return None
