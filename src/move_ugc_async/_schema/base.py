"""The base of every model."""

from collections.abc import Iterable
from typing import Any, ClassVar

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from move_ugc_async.errors import GraphQLErrorItem

_ERRORS = "__errors__"


class BaseModel(PydanticBaseModel):
    """A model that knows which errors came with it, and keeps credentials out of its repr."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        defer_build=True,
        extra="ignore",
        from_attributes=True,
        protected_namespaces=(),
        # What is given as NaN must not arrive as null.
        ser_json_inf_nan="constants",
    )

    __credentials__: ClassVar[frozenset[str]] = frozenset({"presigned_url", "thumbnail_url", "secret"})
    """Fields whose value lets its holder in: they are left out of the repr."""

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that nulled a part of the answer; empty when it is whole."""
        # Beside the fields, as functools.cached_property does it: no cost for the many models without errors.
        errors: tuple[GraphQLErrorItem, ...] = self.__dict__.get(_ERRORS, ())
        return errors

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, "…" if value and name in self.__credentials__ else value


def record_errors(model: BaseModel, errors: tuple[GraphQLErrorItem, ...]) -> None:
    """Keep the errors that came with a model."""
    vars(model)[_ERRORS] = errors
