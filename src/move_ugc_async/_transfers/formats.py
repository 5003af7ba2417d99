"""What kind of file something is, from its first bytes."""

from move_ugc_async._validation import ensure_file_type
from move_ugc_async.errors import MoveInvalidRequestError

HEAD_SIZE = 64
"""Bytes that tell the kind of a file."""

_VIDEO = {"mp4", "mov", "avi"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_STILL_OR_SOUND = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"avis", b"M4A ", b"M4B ", b"M4P ", b"crx "}


def video_type(head: bytes) -> str | None:
    """Tell the container of a video from its first bytes: `mp4`, `mov` or `avi`; None for anything else.

    ISO 14496-12, 4.3 (`ftyp` and its brands); Apple, "QuickTime File Format" (files without `ftyp`); Microsoft, "AVI
    RIFF File Reference".
    """
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _STILL_OR_SOUND:
            return None
        return "mov" if brand == b"qt  " else "mp4"
    return "mov" if head[4:8] in _QUICKTIME_ATOMS else None


def upload_type(head: bytes, *, named: str | None, given: str | None) -> str:
    """Choose the type that a file is registered with.

    Args:
        head: Its first bytes.
        named: The suffix of its name, which the content outweighs.
        given: What the caller says, which outweighs the content; but what is said to be a video must be one.

    Raises:
        MoveInvalidRequestError: It is of no known type.
    """
    found = video_type(head)
    if given is not None:
        wanted = ensure_file_type(given)
        if wanted in _VIDEO and found is None:
            msg = f"this is no video, although file_type says {wanted!r}: MP4, MOV and AVI are known"
            raise MoveInvalidRequestError(msg)
        return wanted
    if found is not None:
        return found
    if (named or "").lower() == ".move":
        # A recording of the Move app has no signature that is documented.
        return "move"
    msg = "a file of unknown format: MP4, MOV and AVI are known by their content, .move by its name or file_type='move'"
    raise MoveInvalidRequestError(msg)
