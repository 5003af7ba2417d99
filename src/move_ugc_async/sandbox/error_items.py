"""The items of `errors`, in AppSync's shape."""

from typing import Any

from graphql import GraphQLError

from move_ugc_async.sandbox.errors import ApiError


def error_item(error: GraphQLError) -> dict[str, Any]:
    """Shape an error of a field as AppSync does: everything at the top level of the item."""
    cause = error.original_error
    api_error = cause if isinstance(cause, ApiError) else None
    return {
        "path": error.path,
        "data": api_error.data if api_error else None,
        "errorType": api_error.error_type if api_error else "InternalFailure",
        "errorInfo": api_error.info if api_error else None,
        "locations": locations(error),
        "message": error.message,
    }


def request_error_item(error: GraphQLError, message: str) -> dict[str, Any]:
    """Shape an error that stopped the whole request: no path, and no type."""
    return {"path": None, "locations": locations(error), "message": message}


def limit_error_item(message: str) -> dict[str, Any]:
    """Shape the refusal of a document that is too large."""
    return {"path": None, "locations": None, "errorType": "QueryLimitExceeded", "message": message}


def locations(error: GraphQLError) -> list[dict[str, Any]] | None:
    """Return the places in the document that an error speaks of."""
    if error.locations is None:
        return None
    return [{"line": place.line, "column": place.column, "sourceName": None} for place in error.locations]
