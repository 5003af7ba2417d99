"""Reader of ZIP files that validates each member."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_SIZE, Summary, plural

_MAX_MEMBERS = 1000
_MAX_UNPACKED = 2 * MAX_SIZE  # bytes of all members together


def read_zip(file: BinaryIO, read_member: Callable[[str, BinaryIO], Summary]) -> Summary:
    """Unpack and validate every member, within limits.

    Args:
        file: The ZIP.
        read_member: Reads one member by its name and content; must not unpack ZIPs.
    """
    kinds: dict[str, list[Summary]] = defaultdict(list)
    with zipfile.ZipFile(file) as archive:
        # is_dir() fails on an empty name in Python 3.11.
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        unpacked = sum(member.file_size for member in members)
        if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED:
            msg = f"{len(members)} members of {unpacked} bytes exceed the limit"
            raise ValueError(msg)
        for member in members:
            try:
                summary = read_member(member.filename, io.BytesIO(_unpack(archive, member)))
            except ValueError as error:
                msg = f"member {member.filename[:80]!r}: {error}"
                raise ValueError(msg) from None
            kinds[summary.kind].append(summary)
    if not kinds:
        msg = "it is empty"
        raise ValueError(msg)
    return Summary("ZIP", tuple(_describe_kind(*each) for each in sorted(kinds.items())))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # zipfile unpacks other methods at once, without a limit on the size.
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        msg = f"compression method {member.compress_type} is not supported"
        raise ValueError(msg)
    with archive.open(member) as content:
        # Without a size, read() would unpack everything before it truncates.
        data = content.read(member.file_size)
    if len(data) != member.file_size:
        msg = "it is truncated"
        raise ValueError(msg)
    return data


def _describe_kind(kind: str, summaries: list[Summary]) -> str:
    """Return the number of files of one kind, with their facts if all have the same."""
    facts = summaries[0].facts if all(summary == summaries[0] for summary in summaries) else ()
    return ", ".join((plural(len(summaries), f"{kind} file"), *facts))
