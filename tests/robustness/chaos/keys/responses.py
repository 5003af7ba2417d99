"""Response documents of the server: errors in AppSync's format, and incomplete pages."""

from typing import cast

from tests.robustness.chaos.keys.ledger import Json
from tests.robustness.chaos.keys.rule import Read


def error(path: list[str | int], error_type: str, data: object = None) -> Json:
    """Return a response with one error at this path."""
    item: Json = {"path": path, "data": None, "errorType": error_type, "errorInfo": None, "locations": []}
    item["message"] = f"{error_type} at {'.'.join(map(str, path))}"
    return {"data": {path[0]: data}, "errors": [item]}


def partial(query: str, page: Json, read: Read) -> Json:
    """Return an incomplete page."""
    items = cast("list[Json | None]", page["items"])
    place = int(read.place * len(items))
    match read.part:
        case "item" if items:
            missing: list[Json | None] = [*items[:place], None, *items[place + 1 :]]
            return error([query, "items", place], "ExecutionTimeout", {**page, "items": missing})
        case "metadata" if items:
            missing = [*items[:place], {**(items[place] or {}), "metadata": None}, *items[place + 1 :]]
            return error([query, "items", place, "metadata"], "ExecutionTimeout", {**page, "items": missing})
        case "list":
            return error([query], "ExecutionTimeout")
        case _:
            return error([query, "items"], "ExecutionTimeout", {**page, "items": None})
