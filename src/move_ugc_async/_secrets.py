"""Secrets, and their redaction from errors and logs."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import unquote

if TYPE_CHECKING:
    from pydantic import SecretStr

REDACTED = "…"
"""Replaces a secret in texts."""

_FIELDS = frozenset({"presignedUrl", "thumbnailUrl", "secret", "code", "url"})
"""Names of API fields that hold secrets."""

_QUERY = re.compile(r'(\?|%3F)[^\s"<>]+', re.IGNORECASE)
"""Matches the query of a URL, which holds the signature of a presigned one. The URL itself may be spelled in many ways,
such as with escaped slashes in JSON."""

_SIGNED = re.compile(
    r"((?:Signature|X-Amz-Security-Token|X-Amz-Credential|AWSAccessKeyId|Key-Pair-Id|\bsig)"
    r"(?:=|%3D|[\"']?:\s*[\"']?))[^\s\"'<>&;,]+",
    re.IGNORECASE,
)
"""Matches the secret parts of a presigned URL where they are quoted without the URL: as a query parameter, encoded or
not, as a header, or as a JSON member."""

_MIN_SECRET_LENGTH = 8
"""Shorter query parameters are versions or numbers of seconds, not secrets."""

_MAX_QUERIES = 1000
"""Texts after so many queries are redacted as a whole: redacting each takes time, and errors of the API have fewer."""


class Credential(str):
    """A secret string that `str`, `repr` and `format` redact, and with them logs and error trackers."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        # Slicing copies the characters without calling `__str__` of a subclass, such as an enum.
        return super().__new__(cls, str.__getitem__(text, slice(None)))

    def reveal(self) -> str:
        """Return the plain string."""
        return self[:]

    def __str__(self) -> str:
        return REDACTED

    def __format__(self, format_spec: str) -> str:
        return format(REDACTED, format_spec)

    def __repr__(self) -> str:
        return f"'{REDACTED}'"


def credential(value: "str | bytes | SecretStr") -> Credential:
    """Convert a secret argument to a `Credential`. A value of another type is returned, for the caller to refuse."""
    # Not isinstance: importing pydantic takes longer than everything else that a new client needs.
    reveal = getattr(value, "get_secret_value", None)
    text: object = reveal() if callable(reveal) else value
    text = text.decode("latin-1") if isinstance(text, bytes) else text
    return Credential(text) if isinstance(text, str) else cast("Credential", text)


class Secrets:
    """The secrets of one request, which the response may quote."""

    __slots__ = ("_values",)

    def __init__(self, *values: str) -> None:
        # A server may quote a webhook secret without prefix and padding. Longest first, since the forms overlap.
        bare = [value.removeprefix("whsec_").rstrip("=") for value in values]
        self._values = tuple(map(Credential, sorted({*values, *bare} - {""}, key=len, reverse=True)))

    @classmethod
    def of_call(cls, api_key: str, variables: Mapping[str, object]) -> "Secrets":
        """Return the secrets of a GraphQL call."""
        return cls(api_key, *[value for value in variables.values() if isinstance(value, Credential)])

    @classmethod
    def of_request(cls, url: object, headers: Mapping[str, str]) -> "Secrets":
        """Return the secrets of an HTTP request."""
        names = ("authorization", "proxy-authorization")
        query = str(url).partition("?")[2]
        # A quoted part of the URL may be decoded.
        encoded = [parameter.partition("=")[2] for parameter in query.split("&")]
        values = [
            spelling for value in encoded for spelling in (value, unquote(value)) if len(spelling) >= _MIN_SECRET_LENGTH
        ]
        return cls(query, *values, *(value for name, value in headers.items() if name.lower() in names))

    def redact(self, text: str) -> str:
        """Redact these secrets in a text, and queries and signatures of URLs."""
        for value in self._values:
            text = text.replace(value, REDACTED)
        if "?" in text or "%" in text:
            text = _QUERY.sub(rf"\1{REDACTED}", text)
        return _SIGNED.sub(rf"\1{REDACTED}", text) if any(sign in text for sign in "=:%") else text


NO_SECRETS = Secrets()


def redact_json(data: object, secrets: Secrets) -> None:
    """Redact secrets in a part of a response that an error will hold, in place, since it may be large.

    Encoded JSON may spell a secret in many ways, so `data` is decoded.
    """
    pending: list[Any] = [data]
    queries = 0
    while pending:
        item = pending.pop()
        for key, value in _entries(item, secrets):
            if not isinstance(value, str):
                pending.append(value)
            elif key in _FIELDS:
                item[key] = REDACTED
            else:
                queries += value.count("?") + value.count("%")
                item[key] = secrets.redact(value) if queries <= _MAX_QUERIES else REDACTED


def _entries(item: object, secrets: Secrets) -> Iterable[tuple[object, object]]:
    if isinstance(item, list):
        return enumerate(cast("list[object]", item))
    if not isinstance(item, dict):
        return ()
    fields = cast("dict[str, object]", item)
    for name in [name for name in fields if secrets.redact(name) != name]:
        fields[REDACTED] = fields.pop(name)
    return fields.items()
