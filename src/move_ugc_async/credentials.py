"""Values that let their holder in, and how they stay out of what others get to read."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from pydantic import SecretStr

HIDDEN = "…"
"""What is shown in place of a credential."""

_FIELDS = frozenset({"presignedUrl", "thumbnailUrl", "secret", "code", "url"})
"""The API's names of fields that hold one."""

_QUERY = re.compile(r'\?[^\s"<>]+')
"""What comes after a question mark, as far as a URL may go: a presigned one has its signature there. The URL itself may
be spelt in many ways, such as with the slashes of JSON in JSON."""

_MOST_QUERIES = 1000
"""What comes after so many is hidden altogether: no error of the API has them, and each takes time to cut."""


class Credential(str):
    """A string that shows itself to nobody who prints, formats or logs it, or looks at local variables."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Take the characters: neither another class's way to show them, nor that of this one."""
        return super().__new__(cls, str.__getitem__(text, slice(None)))

    def reveal(self) -> str:
        """Give the plain string."""
        return self[:]

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, format_spec: str) -> str:
        return format(HIDDEN, format_spec)

    def __repr__(self) -> str:
        return f"'{HIDDEN}'"


def credential(given: "str | SecretStr | None") -> str | None:
    """Read a credential that was handed over.

    Whoever was given it keeps this in its place, under the same name: the plain one would be a local variable.
    """
    # Asked by name: importing pydantic takes longer than everything else that a new client needs.
    reveal = getattr(given, "get_secret_value", None)
    text: object = reveal() if callable(reveal) else given
    return Credential(text) if isinstance(text, str) else cast("None", text)


def hide_credentials(data: object, key: Credential | None = None) -> None:
    """Take the credentials out of a part of an answer that goes on in an error.

    These are the fields that hold one, the queries of URLs, and the key. In place: it may be large, and what has become
    an error is read by nobody else.

    Args:
        data: Lists and objects of JSON.
        key: The API key; it has to be looked for after decoding, since JSON may spell it in many ways.
    """
    pending: list[Any] = [data]
    queries = 0
    while pending:
        item = pending.pop()
        for place, value in _places(item, key):
            if not isinstance(value, str):
                pending.append(value)
            elif place in _FIELDS:
                item[place] = HIDDEN
            else:
                queries += value.count("?")
                item[place] = _without_credentials(value, key) if queries <= _MOST_QUERIES else HIDDEN


def _places(item: object, key: Credential | None) -> Iterable[tuple[object, object]]:
    if isinstance(item, list):
        return enumerate(cast("list[object]", item))
    if not isinstance(item, dict):
        return ()
    fields = cast("dict[str, object]", item)
    for name in [name for name in fields if "?" in name or (key and key in name)]:
        fields[HIDDEN] = fields.pop(name)
    return fields.items()


def _without_credentials(text: str, key: Credential | None) -> str:
    if key:
        text = text.replace(key, HIDDEN)
    return _QUERY.sub(f"?{HIDDEN}", text) if "?" in text else text
