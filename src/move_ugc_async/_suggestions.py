"""Suggestions for names that are not known."""

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 3


def close_names(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that a name may have been meant to be, the closest first.

    Case and the character between words do not count, and a part of a name stands for the whole: `fbx` for `MAIN_FBX`.
    """
    plain = {_plain(each): each for each in known}
    wanted = _plain(name)
    if not wanted:
        return []
    close = get_close_matches(wanted, plain, _MOST, cutoff=0.7)
    parts = [each for each in plain if each.endswith(f"_{wanted}") or each.startswith(f"{wanted}_")]
    return [plain[each] for each in dict.fromkeys([*close, *parts])][:_MOST]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of an error message about a name: the close ones, or else all that are known."""
    names = list(known)
    close = close_names(name, names)
    return f"did you mean {' or '.join(close)}?" if close else f"known are {', '.join(names)}"


def _plain(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
