"""How the API's own scalars and lists are read and written."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NoReturn, Optional, TypeAlias, TypeVar, cast

from pydantic import (
    BeforeValidator,
    FailFast,
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

from move_ugc_async._schema import keyed_metadata as idempotency
from move_ugc_async._schema.plain import to_plain
from move_ugc_async.errors import MoveInvalidRequestError

T = TypeVar("T")

JsonInput: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | float | bool | None
"""What may be given where the API keeps a JSON document: any JSON value, or the document as a string."""


RESPONSE: Mapping[str, bool] = {"response": True}
"""The context in which models of responses are validated: a document must be a string that holds JSON."""


class DocumentText(str):
    """A string that is JSON by chance, in a dump: reading it again must not parse it."""

    __slots__ = ()


def _read(document: object, info: ValidationInfo) -> object:
    if info.context == RESPONSE or isinstance(info.context, UnreadableItems):
        return _read_document(document)
    # A dump, or what a test made: already parsed, or as the API writes it.
    if isinstance(document, idempotency.KeyedMetadata):
        return document
    if isinstance(document, DocumentText):
        return str(document)
    if isinstance(document, str) and _is_json(document):
        return _read_document(document)
    return idempotency.take_out(document)


def _write(document: object, serialize: SerializerFunctionWrapHandler, info: SerializationInfo) -> object:
    """Write a document so that reading it gives the same one, key included."""
    if isinstance(document, idempotency.KeyedMetadata):
        return serialize(idempotency.put_in(document, document.key, document.digest))
    if isinstance(document, str) and _is_json(document):
        return json.dumps(document) if info.mode == "json" else DocumentText(document)
    return serialize(document)


def _read_document(document: object) -> object:
    if not isinstance(document, str | bytes | bytearray):
        raise PydanticKnownError("json_type")  # noqa: EM101 - a name, not a message
    return idempotency.take_out(parse_document(document))


def parse_document(document: str | bytes | bytearray) -> object:
    """Parse a JSON document.

    Raises:
        ValueError: It is not JSON.
    """
    # pydantic's own Json would refuse half a surrogate pair and more than 200 levels, both of which the API keeps. One
    # such document must not cost the answer, which may hold the only word of a job that was billed.
    try:
        return from_json(document, cache_strings="keys")
    except (ValueError, TypeError):
        # A TypeError is what half a surrogate pair becomes that is not escaped.
        return _parse_leniently(document)


def _parse_leniently(document: str | bytes | bytearray) -> object:
    try:
        return json.loads(document, parse_int=whole_number)
    except RecursionError:
        msg = "the document is nested too deeply"
        raise ValueError(msg) from None


def whole_number(digits: str) -> int | str:
    """Read a number of JSON. One with more digits than Python converts stays text (`sys.get_int_max_str_digits`)."""
    try:
        return int(digits)
    except ValueError:
        return digits


AwsJson: TypeAlias = Annotated[Any, PlainValidator(_read), WrapSerializer(_write)]
"""A JSON document that arrives inside a string and is parsed; a key that the library left in it is taken out."""


def encode_json(value: object) -> str | None:
    """Write a value as the JSON document in a string that AWSJSON demands.

    A string that is a JSON document already goes out as it is, so nothing is ever encoded twice; any other string
    becomes a JSON string. None means that nothing is sent.

    Raises:
        MoveInvalidRequestError: The value has no JSON form.
    """
    if value is None or (isinstance(value, str) and _is_json(value)):
        return value
    if isinstance(value, idempotency.KeyedMetadata):
        value = idempotency.put_in(dict(value), value.key, value.digest)
    plain = to_plain(value)
    try:
        return json.dumps(plain, allow_nan=False)
    except (ValueError, RecursionError) as error:
        msg = f"a value has no JSON form: {error}"
        raise MoveInvalidRequestError(msg) from None


def check_update(metadata: JsonInput) -> None:
    """Check metadata that replaces what an object has.

    Raises:
        MoveInvalidRequestError: It has no JSON form, or is a bare string, which is probably a name and would replace
            the whole document.
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
        # Only whether it reads counts: numbers stay text, which costs nothing and knows no limit of digits.
        json.loads(text, parse_constant=_refuse_constant, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _as_text(cursor: object) -> object:
    # AppSync documents a string; should an object come, its JSON form is what the server takes back.
    return cursor if isinstance(cursor, str) or cursor is None else encode_json(cursor)


Cursor: TypeAlias = Annotated[str, BeforeValidator(_as_text)]
"""Where a list goes on: opaque, and kept byte for byte as received."""


def is_kept(item: object) -> bool:
    """Tell whether an item of a list is one that this version can show.

    An object without fields is a member of a union that no selection of ours matches.
    """
    return item not in (None, {})


class PartialList(list[T]):
    """A list of which the server left a part out: an item was null, or the whole list."""


class UnreadableItems:
    """The context that lets the items of a page be read one by one, and leaves out those that are not of their model.

    An object with an unreadable list in it is unreadable as a whole.

    Attributes:
        found: The errors, by the place of each item in the page.
    """

    MOST = 1000
    """More of them make the page unreadable as a whole."""

    __slots__ = ("_is_inside", "found")

    def __init__(self) -> None:
        self.found: dict[int, ValidationError] = {}
        self._is_inside = False

    def read(self, items: list[object], validate: ValidatorFunctionWrapHandler) -> list[object]:
        """Validate the items of a page, or those of a list in one of them."""
        if self._is_inside:
            return cast("list[object]", validate(items))
        self._is_inside = True
        try:
            return cast("list[object]", validate(items))
        except ValidationError:
            return PartialList(read for place, item in enumerate(items) for read in self._read(place, item, validate))

    def _read(self, place: int, item: object, validate: ValidatorFunctionWrapHandler) -> list[object]:
        try:
            return cast("list[object]", validate([item]))
        except ValidationError as error:
            if len(self.found) == self.MOST:
                raise
            self.found[place] = error
            return []


def _leave_out(items: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
    if not isinstance(items, list):
        return validate(items)
    listed = cast("list[object]", items)
    # Hardly any list has one, and looking costs far less than copying.
    is_partial = None in listed
    kept = [item for item in listed if is_kept(item)] if is_partial or {} in listed else listed
    context = cast("object", info.context)
    read = context.read(kept, validate) if isinstance(context, UnreadableItems) else validate(kept)
    return PartialList(read) if is_partial else read


class _StopAtTheFirst(FailFast):
    # A list of a hundred thousand broken items would be described item by item, for seconds.
    def __hash__(self) -> int:
        return hash(self.fail_fast)


Items = Annotated[list[T], _StopAtTheFirst(), WrapValidator(_leave_out)]
"""A list without the items that are null, and without those of a kind that this version does not know.

In the context of `UnreadableItems`, those that cannot be read are left out as well.
"""


def _null_if_unknown(value: object) -> object:
    return None if value == {} else value


Known = Annotated[Optional[T], BeforeValidator(_null_if_unknown)]  # noqa: UP045 - a string may stand for T
"""A member of a union; None when it is of a kind that this version does not know."""
