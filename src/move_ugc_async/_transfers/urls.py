"""Which URLs of the server's are followed, and when they expire."""

from datetime import UTC, datetime

from move_ugc_async._transfers.cloud_metadata import is_cloud_metadata
from move_ugc_async._transport.http import Url, parse_url
from move_ugc_async.errors import MoveUnsafeURLError

_SIGNED_AT = "%Y%m%dT%H%M%SZ"


def storage_url(text: str, *, secure: bool) -> Url:
    """Read a presigned URL.

    Args:
        text: The URL.
        secure: Whether it has to be https, since the API itself is.

    Raises:
        MoveUnsafeURLError: It is no URL, or one that must not be followed.
    """
    url = parse_url(text)
    if url is None or not url.scheme or not url.host:
        msg = "the server gave a storage URL that is none"
        raise MoveUnsafeURLError(msg)
    if url.scheme not in ("http", "https"):
        msg = f"the server gave a storage URL of the scheme {url.scheme[:16]!r}; http and https are followed"
        raise MoveUnsafeURLError(msg)
    if secure and url.scheme != "https":
        msg = "the server gave a storage URL without TLS, although the API is reached over https"
        raise MoveUnsafeURLError(msg)
    if url.userinfo:
        msg = "the server gave a storage URL with a user name"
        raise MoveUnsafeURLError(msg)
    if is_cloud_metadata(url.raw_host.decode()):
        msg = "the server gave a storage URL of a cloud platform's metadata service"
        raise MoveUnsafeURLError(msg)
    return url


def expires_at(url: Url) -> float | None:
    """Give the moment, in seconds since 1970, at which a presigned URL expires; None where it does not say.

    `Expires` is of signature version 2, `X-Amz-Date` and `X-Amz-Expires` are of version 4.
    """
    given = url.params
    try:
        if "Expires" in given:
            return float(given["Expires"])
        signed = datetime.strptime(given["X-Amz-Date"], _SIGNED_AT).replace(tzinfo=UTC)
        return signed.timestamp() + float(given["X-Amz-Expires"])
    except (KeyError, ValueError):
        return None
