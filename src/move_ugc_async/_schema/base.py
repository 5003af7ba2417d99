"""The base class of all models, and the properties that some have in addition to their fields."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async.errors import GraphQLErrorItem

_ERRORS = "__errors__"


class BaseModel(PydanticBaseModel):
    """A model with the errors of its response, and without secrets in its repr."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        defer_build=True,
        extra="ignore",
        from_attributes=True,
        protected_namespaces=(),
        # NaN must not be sent as null.
        ser_json_inf_nan="constants",
    )

    __credentials__: ClassVar[frozenset[str]] = frozenset({"presigned_url", "thumbnail_url", "secret"})
    """Secret fields, which are redacted in the repr."""

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that nulled a part of the response; empty when it is complete."""
        # In `__dict__` instead of a field: no cost for models without errors, and no part of their data.
        errors: tuple[GraphQLErrorItem, ...] = self.__dict__.get(_ERRORS, ())
        return errors

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, "…" if value and name in self.__credentials__ else value


def record_errors(model: BaseModel, errors: tuple[GraphQLErrorItem, ...]) -> None:
    """Attach the errors of a response to its model."""
    vars(model)[_ERRORS] = errors


class _HasId(Protocol):
    id: str


class AdditionalFileMixin:
    """Adds `key` to an output."""

    if TYPE_CHECKING:
        format: str | None

    @property
    def key(self) -> str | None:
        """The file's role, the same value as `format`."""
        return self.format


class KeyedMixin:
    """Adds `idempotency_key` to objects with metadata."""

    if TYPE_CHECKING:
        metadata: Any

    @property
    def idempotency_key(self) -> str | None:
        """The idempotency key of its creation, or None."""
        return self.metadata.key if isinstance(self.metadata, KeyedMetadata) else None


class ShareCodeMixin:
    """Adds `file_id` to a share code, and marks its code and URL as secrets."""

    __credentials__: ClassVar[frozenset[str]] = frozenset({"code", "url"})

    if TYPE_CHECKING:
        file: _HasId | None

    @property
    def file_id(self) -> str | None:
        """Id of the file that can be accessed with the code."""
        return self.file.id if self.file else None
