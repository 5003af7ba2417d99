"""The base class of all models."""

from collections.abc import Iterable
from typing import Any, ClassVar

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

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
