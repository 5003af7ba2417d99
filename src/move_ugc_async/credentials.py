"""Values that let their holder in, and how they stay out of what others get to read."""

from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from pydantic import SecretStr

HIDDEN = "…"
"""What is shown in place of a credential."""

_FIELDS = frozenset({"presignedUrl", "thumbnailUrl", "secret", "code", "url"})
"""The API's names of fields that hold one."""


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


def hide_credentials(data: object) -> None:
    """Take the credentials out of a part of an answer that goes on in an error.

    In place: it may be large, and what has become an error is read by nobody else.
    """
    pending = [data]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(cast("list[object]", item))
        elif isinstance(item, dict):
            fields = cast("dict[str, Any]", item)
            for name in _FIELDS & fields.keys():
                if isinstance(fields[name], str):
                    fields[name] = HIDDEN
            pending.extend(fields.values())
