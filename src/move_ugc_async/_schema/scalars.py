"""Scalars and lists of the API: how they are read and written."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, NoReturn, Optional, TypeAlias, TypeVar, cast

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapSerializer,
    WrapValidator,
)
from pydantic_core import PydanticKnownError, from_json

from move_ugc_async._schema.keyed_metadata import KeyedMetadata, extract_key, insert_key
from move_ugc_async._schema.plain import to_plain
from move_ugc_async.errors import MoveInvalidRequestError

T = TypeVar("T")

JsonInput: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | float | bool | None
"""An argument for a JSON document: any JSON value, or the document as a string."""


class ResponseContext:
    """The validation context of responses, in which a document must be a string that contains JSON."""


RESPONSE = ResponseContext()


class DocumentText(str):
    """A string in a dump that happens to be valid JSON, and must not be parsed when the dump is read."""

    __slots__ = ()


def _read(document: object, info: ValidationInfo) -> object:
    # Without a call: this runs for each object of a list.
    if info.context.__class__ not in (ResponseContext, UnreadableItems):
        # Outside responses, such as in dumps, a document may be parsed already.
        if isinstance(document, KeyedMetadata):
            return document
        if isinstance(document, DocumentText):
            return str(document)
        if not (isinstance(document, str) and _is_json(document)):
            return extract_key(document)
    elif not isinstance(document, str | bytes | bytearray):
        raise PydanticKnownError("json_type")  # noqa: EM101 - an error type, not a message
    return extract_key(parse_document(document))


def _write(document: object, serialize: SerializerFunctionWrapHandler, info: SerializationInfo) -> object:
    """Serialise a document so that it can be read again, with its idempotency key."""
    if isinstance(document, KeyedMetadata):
        return serialize(insert_key(document, document.key, document.digest))
    if isinstance(document, str) and _is_json(document):
        return json.dumps(document) if info.mode == "json" else DocumentText(document)
    return serialize(document)


def parse_document(document: str | bytes | bytearray) -> object:
    """Parse a JSON document, or raise `ValueError`."""
    try:
        return from_json(document, cache_strings="keys")
    except (ValueError, TypeError):
        # pydantic rejects lone surrogates (unescaped ones with a TypeError) and more than 200 levels, both of which the
        # API stores. A document like that must not make the response unreadable, which may contain the only information
        # about a job that was billed.
        try:
            return json.loads(document, parse_int=whole_number)
        except RecursionError:
            msg = "JSON document is nested too deeply"
            raise ValueError(msg) from None


def whole_number(digits: str) -> int | str:
    """Parse an integer. It stays text if it has more digits than Python converts (`sys.get_int_max_str_digits`)."""
    try:
        return int(digits)
    except ValueError:
        return digits


AwsJson: TypeAlias = Annotated[Any, PlainValidator(_read), WrapSerializer(_write)]
"""A JSON document inside a string. It is parsed, and the idempotency key in it is removed."""


def encode_json(value: object) -> str | None:
    """Return a value as a JSON document in a string, the format of AWSJSON.

    A string that already is a JSON document is returned unchanged, so that nothing is encoded twice. None is returned
    as None, which sends nothing.

    Raises:
        MoveInvalidRequestError: The value cannot be encoded as JSON.
    """
    if value is None or (isinstance(value, str) and _is_json(value)):
        return value
    if isinstance(value, KeyedMetadata):
        value = insert_key(dict(value), value.key, value.digest)
    plain = to_plain(value)
    try:
        return json.dumps(plain, allow_nan=False)
    except (ValueError, RecursionError) as error:
        msg = f"cannot encode a value as JSON: {error}"
        raise MoveInvalidRequestError(msg) from None


def check_update(metadata: JsonInput) -> None:
    """Validate metadata that replaces the current metadata of an object.

    Raises:
        MoveInvalidRequestError: It cannot be encoded as JSON, or is a bare string, which is probably meant as a name
            and would replace the whole document.
    """
    if isinstance(metadata, str) and not _is_json(metadata):
        msg = (
            f"metadata must be a JSON value or a JSON document; got the bare string {metadata[:40]!r}; pass name= to "
            "change a name, and json.dumps(…) to store a string"
        )
        raise MoveInvalidRequestError(msg)
    encode_json(metadata)


def _is_json(text: str) -> bool:
    try:
        # Numbers stay text: conversion costs time and has a limit of digits.
        json.loads(text, parse_constant=_refuse_constant, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _as_text(cursor: object) -> object:
    # AppSync documents a string; if an object comes instead, the server accepts it back as JSON.
    return cursor if isinstance(cursor, str) or cursor is None else encode_json(cursor)


Cursor: TypeAlias = Annotated[str, BeforeValidator(_as_text)]
"""The position of the next page: opaque, and kept byte for byte as received."""


def is_kept(item: object) -> bool:
    """Return whether an item of a list is not null and of a known type; `{}` is of a type without a selection."""
    return item not in (None, {})


class PartialList(list[T]):
    """An incomplete list: an item or the whole list was null or unreadable."""


@dataclass(slots=True)
class UnreadableItems(ResponseContext):
    """A context of responses in which unreadable items of a page are left out instead of failing the page.

    An object that contains an unreadable list is unreadable as a whole.
    """

    MAX_ITEMS: ClassVar = 1000
    """With more unreadable items, the whole page is unreadable."""

    found: dict[int, ValidationError] = field(default_factory=dict[int, ValidationError])
    """The errors by the index of each item in the page."""
    _is_nested: bool = False

    def read(self, items: list[object], validate: ValidatorFunctionWrapHandler) -> list[object]:
        """Validate the items of a page, or of a list nested in an item."""
        if self._is_nested:
            return cast("list[object]", validate(items))
        self._is_nested = True
        with suppress(ValidationError):
            return cast("list[object]", validate(items))
        readable = PartialList[object]()
        for index, item in enumerate(items):
            try:
                readable += validate([item])
            except ValidationError as error:
                if len(self.found) == self.MAX_ITEMS:
                    raise
                self.found[index] = error
        return readable


def _leave_out(items: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
    if not isinstance(items, list):
        return validate(items)
    listed = cast("list[object]", items)
    # Few lists contain null, and searching costs far less than copying.
    is_partial = None in listed
    kept = [item for item in listed if is_kept(item)] if is_partial or {} in listed else listed
    context = cast("object", info.context)
    read = context.read(kept, validate) if isinstance(context, UnreadableItems) else validate(kept)
    return PartialList(read) if is_partial else read


# Without `fail_fast`, errors of a hundred thousand invalid items take seconds to collect.
Items = Annotated[list[T], Field(fail_fast=True), WrapValidator(_leave_out)]
"""A list without null items and items of an unknown type.

In the context of `UnreadableItems`, unreadable items are left out as well.
"""


Known = Annotated[Optional[T], BeforeValidator(lambda value: None if value == {} else value)]  # noqa: UP045 - T may be a forward reference
"""A member of a union; None if its type is unknown."""
