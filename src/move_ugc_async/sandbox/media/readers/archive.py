"""ZIP files: each member checked as a file of its own."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_SIZE, Summary, plural

_MAX_MEMBERS = 1000
_MAX_UNPACKED = 2 * MAX_SIZE  # all members together, in bytes


def read_zip(file: BinaryIO, read_member: Callable[[str, BinaryIO], Summary]) -> Summary:
    """Unpack every member, within bounds, and check it.

    Args:
        file: The ZIP.
        read_member: Reads one member by its name and content; must not unpack ZIPs itself.
    """
    kinds: dict[str, list[Summary]] = defaultdict(list)
    with zipfile.ZipFile(file) as archive:
        # Not is_dir(), which fails on an empty name in Python 3.11.
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        unpacked = sum(member.file_size for member in members)
        if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED:
            msg = f"{len(members)} members of {unpacked} bytes are too many to unpack"
            raise ValueError(msg)
        for member in members:
            try:
                summary = read_member(member.filename, io.BytesIO(_unpack(archive, member)))
            except ValueError as error:
                msg = f"its member {member.filename[:80]!r}: {error}"
                raise ValueError(msg) from None
            kinds[summary.kind].append(summary)
    if not kinds:
        msg = "it is empty"
        raise ValueError(msg)
    return Summary("ZIP", tuple(_line(kind, found) for kind, found in sorted(kinds.items())))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # zipfile unpacks the other methods in one go, however large that turns out to be.
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        msg = f"it is compressed by method {member.compress_type}"
        raise ValueError(msg)
    with archive.open(member) as content:
        # Without a size, read() would unpack all that is there and only then cut it.
        data = content.read(member.file_size)
    if len(data) != member.file_size:
        msg = "it is cut short"
        raise ValueError(msg)
    return data


def _line(kind: str, found: list[Summary]) -> str:
    """Sum up files of one kind; facts are told when they hold for each of them."""
    facts = found[0].facts if all(summary == found[0] for summary in found) else ()
    return ", ".join((plural(len(found), f"{kind} file"), *facts))
