"""Headers of webhooks, in the types of all common frameworks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast

from move_ugc_async.errors import MoveInvalidRequestError, WebhookVerificationError

_Text: TypeAlias = str | bytes


class HeaderItems(Protocol):
    """Headers with `items()` that are not a `Mapping`, such as those of `http.server` and `email`."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return pairs of names and values."""
        ...


WebhookHeaders: TypeAlias = (
    Mapping[str, str] | Mapping[str, Sequence[str]] | Iterable[tuple[_Text, _Text]] | HeaderItems
)
"""The headers of a request: a mapping to values or lists of values, or pairs of strings or bytes (ASGI)."""


def read_headers(headers: WebhookHeaders) -> dict[str, str]:
    """Return headers by their names in lower case.

    Raises:
        MoveInvalidRequestError: The headers have an unsupported type.
    """
    source: Any = headers
    try:
        pairs: Iterable[tuple[_Text, object]] = source.items() if hasattr(source, "items") else source
        return {_name(name): value for name, each in pairs if (value := _value(each)) is not None}
    except (TypeError, ValueError, AttributeError):
        msg = f"headers must be a mapping or pairs of names and values; got {type(source).__name__}"
        raise MoveInvalidRequestError(msg) from None


def require_header(headers: Mapping[str, str], name: str) -> str:
    """Return the header `svix-{name}` or `webhook-{name}`.

    Raises:
        WebhookVerificationError: The header is missing, or is not ASCII.
    """
    value = headers.get(f"svix-{name}") or headers.get(f"webhook-{name}")
    if not value:
        msg = f"webhook header svix-{name} is missing"
        raise WebhookVerificationError(msg)
    if not value.isascii():
        msg = f"webhook header svix-{name} must be ASCII"
        raise WebhookVerificationError(msg)
    return value


def _name(name: _Text) -> str:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    # WSGI names the header `HTTP_SVIX_ID`.
    return text.lower().replace("_", "-").removeprefix("http-")


def _value(value: object) -> str | None:
    """Return the text of a header value, or None. Several values are joined by spaces, as Svix joins signatures."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, list | tuple):
        return " ".join(each for each in map(_value, cast("Sequence[object]", value)) if each is not None)
    return value if isinstance(value, str) else None
