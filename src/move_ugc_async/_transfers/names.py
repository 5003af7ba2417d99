"""File names that a server has a say in, and that stay harmless on every system."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_LONGEST = 120
"""Bytes of a name in UTF-8 at most, so that suffixes and old file systems find room as well."""

_LONGEST_STEM = 1024
"""Characters of it that are looked at."""

_LONGEST_EXTENSION = 16
_UNSAFE = frozenset('<>:"/\\|?*%~')
# Windows opens these whatever follows the first dot ("Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])([. ]|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.?([a-z0-9]+)", re.IGNORECASE)


def safe_name(stem: str, extension: str = "") -> str:
    """Make a name of two words that may be anything.

    It is never empty, names no folder or device, is not hidden, cannot be taken for an option, and has no control
    character, separator or mark that turns the direction of writing.

    Args:
        stem: What it shall say.
        extension: The extension, with or without its dot; left out where it is not made of letters and digits.
    """
    # First: compatibility forms include other ways to write a slash, a dot or a device. Cut before, since normalizing
    # what is made for it takes seconds for megabytes.
    normal = unicodedata.normalize("NFKC", stem[:_LONGEST_STEM])
    plain = "".join("_" if _is_unsafe(character) else character for character in normal)
    plain = plain.rstrip(" .").lstrip(" .-") or "_"
    if _DEVICE.match(plain):
        plain = f"_{plain}"
    dotted = _dotted(extension)
    return f"{_shorten(plain, _LONGEST - len(dotted))}{dotted}"


def safe_names(wanted: Sequence[tuple[str, str, str]]) -> list[str]:
    """Name several files of one folder, each differently even where upper and lower case are one.

    All that would share a name get a suffix of their own, so that a name depends neither on the order nor on chance.

    Args:
        wanted: Stem, extension and unique id of each.
    """
    plain = [safe_name(stem, extension) for stem, extension, _ in wanted]
    often = Counter(_folded(name) for name in plain)
    names = list[str]()
    taken = {name for name, number in often.items() if number == 1}
    for name, (_, _, unique_id) in zip(plain, wanted, strict=True):
        unique = name if often[_folded(name)] == 1 else with_suffix_of(name, unique_id)
        length = 8
        while unique != name and _folded(unique) in taken:
            length += 8
            unique = with_suffix_of(name, unique_id, length)
        taken.add(_folded(unique))
        names.append(unique)
    return names


def with_suffix_of(name: str, id: str, length: int = 8) -> str:
    """Tell a name from others of its kind, always in the same way for the same id."""
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - a name, and no path
    return f"{_shorten(stem, _LONGEST - len(extension) - length - 1)}-{digest}{extension}"


def is_safe(name: str) -> bool:
    """Tell whether a name is one of those that are made here."""
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - a name, and no path
    return safe_name(stem, extension) == name or safe_name(name) == name


def _is_unsafe(character: str) -> bool:
    # Control, format (the marks of direction), surrogate, private and unassigned; line and paragraph separators.
    category = unicodedata.category(character)
    return character in _UNSAFE or category.startswith("C") or category in ("Zl", "Zp")


def _dotted(extension: str) -> str:
    match = _EXTENSION.fullmatch(extension)
    return f".{match[1].lower()}" if match and match[1].isascii() and len(match[1]) <= _LONGEST_EXTENSION else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())


def _shorten(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip(" .") or "_"
