"""File types, detected from the first bytes of a file."""

from move_ugc_async._validation import ensure_file_type
from move_ugc_async.errors import MoveInvalidRequestError

HEAD_SIZE = 64
"""Number of bytes that suffice to detect a type."""

_VIDEO = {"mp4", "mov", "avi"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_IMAGE_OR_AUDIO = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"avis", b"M4A ", b"M4B ", b"M4P ", b"crx "}


def video_type(head: bytes) -> str | None:
    """Return the container of a video, `mp4`, `mov` or `avi`, from its first bytes; None for anything else.

    ISO 14496-12, 4.3 (`ftyp` and its brands); Apple, "QuickTime File Format" (files without `ftyp`); Microsoft, "AVI
    RIFF File Reference".
    """
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _IMAGE_OR_AUDIO:
            return None
        return "mov" if brand == b"qt  " else "mp4"
    return "mov" if head[4:8] in _QUICKTIME_ATOMS else None


def upload_type(head: bytes, *, suffix: str | None, file_type: str | None, label: str = "the content") -> str:
    """Return the type to register a file with.

    A chosen `file_type` takes precedence, but may name a video only if the content is a video. The suffix of the name
    counts only if the content has no known type. The label names the content in errors.

    Raises:
        MoveInvalidRequestError: The type is unknown.
    """
    detected = video_type(head)
    if file_type is not None:
        chosen = ensure_file_type(file_type)
        if chosen in _VIDEO and detected is None:
            msg = f"{label} must be an MP4, MOV or AVI video for file_type={chosen!r}; got an unknown format"
            raise MoveInvalidRequestError(msg)
        return chosen
    if detected is not None:
        return detected
    if (suffix or "").lower() == ".move":
        # Recordings of the Move app have no documented signature.
        return "move"
    msg = (
        f"cannot upload {label}: unknown format, none of MP4, MOV and AVI; name a recording of the Move app *.move, "
        "or pass file_type='move'"
    )
    raise MoveInvalidRequestError(msg)
