"""Reader of USDZ packages that validates the layout and, if it is text, the first layer."""

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
# Strings, comments and asset paths, whose brackets are ignored.
_LITERAL = re.compile(rb'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|@[^@\n]*@')
_SAMPLE = re.compile(rb"[-\d.]+: \[")
_BRACKETS = {b")": b"(", b"]": b"[", b"}": b"{"}


def read_usdz(file: BinaryIO) -> Summary:
    """Validate that members are stored and aligned, and that the first one is a scene layer."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if not members or len(members) > _MAX_MEMBERS:
            msg = f"it has {len(members)} members"
            raise ValueError(msg)
        for member in members:
            _check_layout(file, member)
        layer = members[0]
        if not layer.filename.lower().endswith(_LAYERS):
            msg = f"its first member {layer.filename[:40]!r} is not a USD layer"
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
        msg = f"{member.filename[:40]!r} is truncated"
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
    current_type = b""
    for line in map(bytes.strip, content.splitlines()):
        if line.startswith(b"def "):
            current_type = line.split()[1]
            skeletons += current_type == b"Skeleton"
        elif current_type == b"Skeleton" and line.startswith(b"uniform token[] joints ="):
            joints += line.count(b'"') // 2
        elif b".timeSamples =" in line:
            samples = 0
        elif current_type == b"SkelAnimation" and _SAMPLE.match(line):
            samples += 1
            frames = max(frames, samples)
    facts = [plural(skeletons, "skeleton")] if skeletons > 1 else []
    return (*facts, plural(joints, "joint"), plural(frames, "frame"))


def _check_brackets(content: bytes) -> None:
    stack: list[bytes] = []
    for match in re.finditer(rb"[(){}\[\]]", _LITERAL.sub(b"", content)):
        bracket = match[0]
        if bracket not in _BRACKETS:
            stack.append(bracket)
        elif not stack or stack.pop() != _BRACKETS[bracket]:
            msg = "the brackets of its first layer do not match"
            raise ValueError(msg)
    if stack:
        msg = "the brackets of its first layer are not closed"
        raise ValueError(msg)
