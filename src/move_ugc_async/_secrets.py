"""Values that let their holder in, and how they stay out of what others get to read."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import unquote

if TYPE_CHECKING:
    from pydantic import SecretStr

HIDDEN = "…"
"""What is shown in place of a credential."""

_FIELDS = frozenset({"presignedUrl", "thumbnailUrl", "secret", "code", "url"})
"""The API's names of fields that hold one."""

_QUERY = re.compile(r'(\?|%3F)[^\s"<>]+', re.IGNORECASE)
"""What comes after a question mark, as far as a URL may go: a presigned one has its signature there. The URL itself may
be spelt in many ways, such as with the slashes of JSON in JSON."""

_SIGNED = re.compile(
    r"((?:Signature|X-Amz-Security-Token|X-Amz-Credential|AWSAccessKeyId|Key-Pair-Id|\bsig)"
    r"(?:=|%3D|[\"']?:\s*[\"']?))[^\s\"'<>&;,]+",
    re.IGNORECASE,
)
"""The parts of a presigned URL that let their holder in, where they are quoted without the rest of it: as a parameter,
encoded or not, as a header, or as a member of JSON."""

_SHORTEST = 8
"""Characters of a parameter of a URL from which on it may be a secret, and is no version or number of seconds."""

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


class Secrets:
    """The secrets that went into one request, which whatever comes back may quote.

    Args:
        values: The secrets.
    """

    __slots__ = ("_values",)

    def __init__(self, *values: str) -> None:
        # A server may know a signing secret without its prefix and padding. The longest first: they overlap.
        bare = [value.removeprefix("whsec_").rstrip("=") for value in values]
        self._values = tuple(map(Credential, sorted({*values, *bare} - {""}, key=len, reverse=True)))

    @classmethod
    def of_call(cls, api_key: str, variables: Mapping[str, object]) -> "Secrets":
        """Return those of a GraphQL call."""
        return cls(api_key, *(value for value in variables.values() if isinstance(value, Credential)))

    @classmethod
    def of_request(cls, url: object, headers: Mapping[str, str]) -> "Secrets":
        """Return those of an HTTP request."""
        names = ("authorization", "proxy-authorization")
        query = str(url).partition("?")[2]
        # Whoever quotes a part of the URL may have decoded it.
        encoded = [parameter.partition("=")[2] for parameter in query.split("&")]
        values = [spelling for value in encoded for spelling in (value, unquote(value)) if len(spelling) >= _SHORTEST]
        return cls(query, *values, *(value for name, value in headers.items() if name.lower() in names))

    def __contains__(self, text: str) -> bool:
        return any(value in text for value in self._values)

    def hide(self, text: str) -> str:
        """Return a text without them, and without queries and signatures of URLs."""
        for value in self._values:
            text = text.replace(value, HIDDEN)
        if "?" in text or "%" in text:
            text = _QUERY.sub(rf"\1{HIDDEN}", text)
        return _SIGNED.sub(rf"\1{HIDDEN}", text) if any(sign in text for sign in "=:%") else text


NO_SECRETS = Secrets()


def hide_credentials(data: object, secrets: Secrets = NO_SECRETS) -> None:
    """Take the credentials out of a part of an answer that goes on in an error.

    These are the fields that hold one, the queries and signatures of URLs, and what went into the request. In place: it
    may be large, and what has become an error is read by nobody else.

    Args:
        data: Lists and objects of JSON.
        secrets: What went into the request; it has to be looked for after decoding, since JSON may spell it in many
            ways.
    """
    pending: list[Any] = [data]
    queries = 0
    while pending:
        item = pending.pop()
        for place, value in _places(item, secrets):
            if not isinstance(value, str):
                pending.append(value)
            elif place in _FIELDS:
                item[place] = HIDDEN
            else:
                queries += value.count("?") + value.count("%")
                item[place] = secrets.hide(value) if queries <= _MOST_QUERIES else HIDDEN


def _places(item: object, secrets: Secrets) -> Iterable[tuple[object, object]]:
    if isinstance(item, list):
        return enumerate(cast("list[object]", item))
    if not isinstance(item, dict):
        return ()
    fields = cast("dict[str, object]", item)
    for name in [name for name in fields if secrets.hide(name) != name]:
        fields[HIDDEN] = fields.pop(name)
    return fields.items()
