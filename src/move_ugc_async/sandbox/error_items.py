"""Items of the `errors` of a response, in AppSync's shape."""

from typing import Any

from graphql import GraphQLError

from move_ugc_async.sandbox.errors import ApiError


def error_item(error: GraphQLError) -> dict[str, Any]:
    """Return the item of a field error; as in AppSync, everything is at its top level."""
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
    """Return the item of an error that failed the whole request; it has no path and no type."""
    return {"path": None, "locations": locations(error), "message": message}


def limit_error_item(message: str) -> dict[str, Any]:
    """Return the item for a document that is too large."""
    return {"path": None, "locations": None, "errorType": "QueryLimitExceeded", "message": message}


def locations(error: GraphQLError) -> list[dict[str, Any]] | None:
    """Return the locations of an error in the document."""
    if error.locations is None:
        return None
    return [{"line": each.line, "column": each.column, "sourceName": None} for each in error.locations]
