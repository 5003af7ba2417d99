"""File names made of untrusted text, safe on every operating system."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_MAX_NAME_BYTES = 120
"""Leaves room for suffixes, and for file systems with short names."""

_MAX_STEM_LENGTH = 1024
"""Characters of a stem that are read; the rest is ignored."""

_MAX_EXTENSION_LENGTH = 16
_UNSAFE = frozenset('<>:"/\\|?*%~')
# Windows device names, reserved with any extension ("Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])([. ]|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.?([a-z0-9]+)", re.IGNORECASE)


def safe_name(stem: str, extension: str = "") -> str:
    """Return a safe file name made of an untrusted stem and extension.

    It is never empty, never a folder, a device, a hidden file or a command-line option, and has no control characters,
    separators or characters that change the writing direction. The extension, with or without a leading dot, is
    ignored unless it consists of letters and digits.
    """
    # Normalize first, since compatibility forms include other spellings of slashes, dots and device names. Truncate
    # before that, since normalizing megabytes of hostile text takes seconds.
    normal = unicodedata.normalize("NFKC", stem[:_MAX_STEM_LENGTH])
    plain = "".join("_" if _is_unsafe(character) else character for character in normal)
    plain = plain.rstrip(" .").lstrip(" .-") or "_"
    if _DEVICE.match(plain):
        plain = f"_{plain}"
    suffix = _dot_extension(extension)
    return f"{_truncate(plain, _MAX_NAME_BYTES - len(suffix))}{suffix}"


def safe_names(files: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return safe names for the files of one folder, unique even if the file system ignores case.

    Each file has a stem, an extension and a unique id. All files that would share a name get a suffix derived from
    their id, so that names do not depend on the order.
    """
    plain_names = [safe_name(stem, extension) for stem, extension, _ in files]
    counts = Counter(_casefold(name) for name in plain_names)
    names = list[str]()
    taken = {name for name, count in counts.items() if count == 1}
    for name, (_, _, unique_id) in zip(plain_names, files, strict=True):
        unique_name = name if counts[_casefold(name)] == 1 else with_id_suffix(name, unique_id)
        length = 8
        while unique_name != name and _casefold(unique_name) in taken:
            length += 8
            unique_name = with_id_suffix(name, unique_id, length)
        taken.add(_casefold(unique_name))
        names.append(unique_name)
    return names


def with_id_suffix(name: str, id: str, length: int = 8) -> str:
    """Return a name with a suffix of so many hexadecimal digits that is derived from an id."""
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    return f"{_truncate(stem, _MAX_NAME_BYTES - len(extension) - length - 1)}-{digest}{extension}"


def is_safe(name: str) -> bool:
    """Return whether `safe_name` can return a name."""
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    return safe_name(stem, extension) == name or safe_name(name) == name


def _is_unsafe(character: str) -> bool:
    # C: control, format (including writing direction), surrogate, private, unassigned. Zl, Zp: separators.
    category = unicodedata.category(character)
    return character in _UNSAFE or category.startswith("C") or category in ("Zl", "Zp")


def _dot_extension(extension: str) -> str:
    match = _EXTENSION.fullmatch(extension)
    return f".{match[1].lower()}" if match and match[1].isascii() and len(match[1]) <= _MAX_EXTENSION_LENGTH else ""


def _casefold(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())


def _truncate(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip(" .") or "_"
