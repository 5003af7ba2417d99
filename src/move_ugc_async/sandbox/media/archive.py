"""ZIP files that are the same in every run."""

import io
import zipfile
from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can hold
_LOCAL_HEADER = 30  # bytes before the member's name (APPNOTE 4.3.7)
_PADDING_ID = 0x1986  # the extra field that Pixar's own writer uses


def write_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Write a compressed ZIP with fixed dates and permissions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(_member(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def write_aligned_zip(name: str, content: bytes) -> bytes:
    """Write a USDZ package: one stored member whose data starts at a multiple of 64 bytes.

    Source: the USDZ specification, "Layout" and "Alignment".
    """
    member = _member(name)
    start = _LOCAL_HEADER + len(name.encode()) + 4
    padding = -start % 64
    member.extra = _PADDING_ID.to_bytes(2, "little") + padding.to_bytes(2, "little")
    member.extra += bytes(padding)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, content, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.create_system = 3  # Unix, on every platform
    member.external_attr = 0o644 << 16
    return member
