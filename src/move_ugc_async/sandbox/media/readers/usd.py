"""USDZ packages, checked for their layout and, when it is text, their first layer."""

import re
import struct
import zipfile
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_TEXT, Summary, plural

_CRATE = b"PXR-USDC"
_LAYERS = (".usd", ".usda", ".usdc")
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, length of the name and of the extra field
_ALIGNMENT = 64
_MAX_MEMBERS = 10_000
# Texts of either kind, comments and asset paths: brackets in them do not count.
_LITERAL = re.compile(rb'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|@[^@\n]*@')
_SAMPLE = re.compile(rb"[-\d.]+: \[")
_BRACKETS = {b")": b"(", b"]": b"[", b"}": b"{"}


def read_usdz(file: BinaryIO) -> Summary:
    """Check that members are stored and aligned, and that a scene layer comes first."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if not members or len(members) > _MAX_MEMBERS:
            msg = f"it has {len(members)} members"
            raise ValueError(msg)
        for member in members:
            _check_layout(file, member)
        layer = members[0]
        if not layer.filename.lower().endswith(_LAYERS):
            msg = f"its first member {layer.filename[:40]!r} is no USD layer"
            raise ValueError(msg)
        with archive.open(layer) as content:
            start = content.read(len(_CRATE))
            if start == _CRATE:
                return Summary("USDZ", ("binary layer",))
            if layer.file_size > MAX_TEXT:
                msg = f"its first layer is larger than {MAX_TEXT} bytes"
                raise ValueError(msg)
            return Summary("USDZ", _text_layer(start + content.read()))


def _check_layout(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    if member.compress_type != zipfile.ZIP_STORED:
        msg = f"{member.filename[:40]!r} is compressed"
        raise ValueError(msg)
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        msg = f"{member.filename[:40]!r} is cut short"
        raise ValueError(msg)
    _, name, extra = _LOCAL_HEADER.unpack(header)
    if (member.header_offset + _LOCAL_HEADER.size + name + extra) % _ALIGNMENT:
        msg = f"{member.filename[:40]!r} does not start at a multiple of {_ALIGNMENT} bytes"
        raise ValueError(msg)


def _text_layer(content: bytes) -> tuple[str, ...]:
    if not content.startswith(b"#usda 1."):
        msg = "its first layer is neither USD text nor a USD crate"
        raise ValueError(msg)
    _check_brackets(content)
    skeletons = joints = frames = samples = 0
    inside = b""
    for line in map(bytes.strip, content.splitlines()):
        if line.startswith(b"def "):
            inside = line.split()[1]
            skeletons += inside == b"Skeleton"
        elif inside == b"Skeleton" and line.startswith(b"uniform token[] joints ="):
            joints += line.count(b'"') // 2
        elif b".timeSamples =" in line:
            samples = 0
        elif inside == b"SkelAnimation" and _SAMPLE.match(line):
            samples += 1
            frames = max(frames, samples)
    facts = [plural(skeletons, "skeleton")] if skeletons > 1 else []
    return (*facts, plural(joints, "joint"), plural(frames, "frame"))


def _check_brackets(content: bytes) -> None:
    still_open: list[bytes] = []
    for found in re.finditer(rb"[(){}\[\]]", _LITERAL.sub(b"", content)):
        bracket = found[0]
        if bracket not in _BRACKETS:
            still_open.append(bracket)
        elif not still_open or still_open.pop() != _BRACKETS[bracket]:
            msg = "the brackets of its first layer do not match"
            raise ValueError(msg)
    if still_open:
        msg = "the brackets of its first layer do not close"
        raise ValueError(msg)
