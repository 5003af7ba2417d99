"""Suggestions for unknown names."""

from collections.abc import Iterable
from difflib import get_close_matches

_MAX_SUGGESTIONS = 3


def close_names(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that are similar to a name, the most similar first.

    Case and separators are ignored, and a part of a name matches the whole, such as `fbx` for `MAIN_FBX`.
    """
    by_plain = {_plain(each): each for each in known}
    plain = _plain(name)
    if not plain:
        return []
    similar = get_close_matches(plain, by_plain, _MAX_SUGGESTIONS, cutoff=0.7)
    containing = [each for each in by_plain if each.endswith(f"_{plain}") or each.startswith(f"{plain}_")]
    return [by_plain[each] for each in dict.fromkeys([*similar, *containing])][:_MAX_SUGGESTIONS]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of an error message about an unknown name: similar names, or else all known names."""
    names = list(known)
    close = close_names(name, names)
    return f"did you mean {' or '.join(close)}?" if close else f"use one of {', '.join(names)}"


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
