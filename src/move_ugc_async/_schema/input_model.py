"""The base class of models that users create and the API reads."""

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from pydantic import AliasChoices, AliasGenerator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from move_ugc_async._schema.base import BaseModel
from move_ugc_async._suggestions import did_you_mean
from move_ugc_async.errors import MoveInvalidRequestError


def _either_name(name: str) -> AliasChoices:
    # A plain alias would replace the name in `inspect.signature`.
    return AliasChoices(to_camel(name), name)


class InputModel(BaseModel):
    """A model that rejects unknown fields, and whose constructor raises `MoveInvalidRequestError`.

    `model_validate` raises pydantic's `ValidationError`, as frameworks expect.
    """

    model_config = ConfigDict(
        extra="forbid",
        alias_generator=AliasGenerator(validation_alias=_either_name, serialization_alias=to_camel),
        loc_by_alias=False,
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        # pydantic creates the same signature, but only on first use, when it builds the model.
        keywords = [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if field.is_required() else field.default,
                annotation=field.annotation,
            )
            for name, field in cls.model_fields.items()
        ]
        extra = [Parameter("extra_data", Parameter.VAR_KEYWORD, annotation=Any)]
        cls.__signature__ = Signature([*keywords, *(extra if cls.model_config.get("extra") == "allow" else [])])

    def __init__(self, /, **data: Any) -> None:
        """Create the model, or raise `MoveInvalidRequestError` that names the invalid, missing or unknown argument."""
        try:
            super().__init__(**data)
        except ValidationError as error:
            model = type(self)
            reasons = [_describe(each, list(model.model_fields)) for each in error.errors(include_url=False)]
            msg = f"cannot create {model.__name__}: {'; '.join(reasons)}"
            raise MoveInvalidRequestError(msg) from None

    # Otherwise pydantic would call `__init__` for nested models too, whose errors must be ValidationErrors.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined] # pyright: ignore[reportFunctionMemberAccess]

    # Hidden from type checkers, which would accept any name.
    if not TYPE_CHECKING:

        def __setattr__(self, name, value):  # noqa: ANN001, ANN204
            """Validate a value as the constructor does, and assign it."""
            # `validate_assignment` would assign the value before it validates the whole model.
            checked = value if name.startswith("_") else getattr(type(self)(**{**dict(self), name: value}), name)
            super().__setattr__(name, checked)


def _describe(error: ErrorDetails, fields: list[str]) -> str:
    name = ".".join(map(str, error["loc"]))
    cause = error.get("ctx", {}).get("error")
    if error["type"] == "missing":
        return f"{name} is missing"
    if error["type"] == "extra_forbidden":
        return f"{name!r} is unknown" + (f": {did_you_mean(name, fields)}" if len(error["loc"]) == 1 else "")
    if cause is not None:
        return f"{name} {cause}".strip()
    reason = error["msg"].replace("Input should be", "must be")
    return f"{name} {reason}; got {str(error['input'])[:40]!r}"
