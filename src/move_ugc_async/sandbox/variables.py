"""Checks of the variables of an operation, with the messages of AppSync.

The wording is recorded in
https://github.com/aws/aws-appsync-community/issues/406 (null), https://github.com/aws/aws-appsync-community/issues/273
(unknown field) and the source of graphql-java, on which AppSync is built.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    # Its overloads have bare generics in their types.
    type_from_ast,  # pyright: ignore[reportUnknownVariableType]
)

from move_ugc_async.sandbox.error_items import request_error_item
from move_ugc_async.sandbox.java_text import java_class, java_text


def variable_error_item(
    schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the item of `errors` for the first variable that does not have its type, None if all have."""
    for definition in operation.variable_definitions or ():
        kind = type_from_ast(schema, definition.type)
        name = definition.variable.name.value
        if name not in variables and definition.default_value is not None:
            continue
        try:
            _check(kind, variables.get(name), name, is_given=name in variables)
        except _UnknownFieldError as error:
            return {"path": None, "locations": None, "message": str(error)}
        except _InvalidValueError as error:
            return _item(definition, str(error))
    return None


class _InvalidValueError(Exception):
    """A value does not have its type."""


class _UnknownFieldError(Exception):
    """An input object has a field that its type does not have."""


def _item(definition: VariableDefinitionNode, message: str) -> dict[str, Any]:
    return request_error_item(GraphQLError(message, definition), message)


def _check(kind: Any, value: object, name: str, *, is_given: bool = True) -> None:
    if isinstance(kind, GraphQLNonNull):
        if value is None:
            # The variable is named even if the null is somewhere inside it.
            msg = f"Variable '{name}' has coerced Null value for NonNull type '{kind}'"
            raise _InvalidValueError(msg)
        _check(_inner(kind), value, name)
    elif value is None or not is_given:
        return
    elif isinstance(kind, GraphQLList):
        items = cast("Sequence[object]", value) if isinstance(value, list) else [value]
        for item in items:
            _check(_inner(kind), item, name)
    elif isinstance(kind, GraphQLInputObjectType):
        _check_object(kind, value, name)
    else:
        _check_leaf(kind, value, name)


def _inner(kind: Any) -> Any:
    return kind.of_type


def _check_object(kind: GraphQLInputObjectType, value: object, name: str) -> None:
    if not isinstance(value, dict):
        reason = (
            f"Expected type 'Map' but was '{java_class(value)}'."
            " Variables for input objects must be an instance of type 'Map'."
        )
        raise _invalid(name, reason)
    members = cast("dict[str, object]", value)
    if members.keys() - kind.fields.keys():
        # The space at the end is AppSync's.
        msg = f"The variables input contains a field that is not defined for input object type '{kind.name}' "
        raise _UnknownFieldError(msg)
    for field_name, field in kind.fields.items():
        is_given = field_name in members
        if is_given or field.default_value is Undefined:
            _check(field.type, members.get(field_name), name, is_given=is_given)


def _check_leaf(kind: GraphQLScalarType | GraphQLEnumType, value: object, name: str) -> None:
    if isinstance(kind, GraphQLEnumType):
        if not isinstance(value, str) or value not in kind.values:
            reason = f"Invalid input for Enum '{kind.name}'. No value found for name '{java_text(value)}'"
            raise _invalid(name, reason)
        return
    try:
        kind.parse_value(value)
    except GraphQLError as error:
        is_own = kind.name == "AWSJSON"
        expected = f"Expected type '{kind.name}' but was '{java_class(value)}'."
        raise _invalid(name, error.message if is_own else expected) from None


def _invalid(name: str, reason: str) -> _InvalidValueError:
    return _InvalidValueError(f"Variable '{name}' has an invalid value. {reason}")
