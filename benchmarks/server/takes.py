"""A list of takes, with a number of takes per day."""

import functools
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

PAGE_SIZE = 50
_DAYS = 2
"""Days that the list covers: twice the default idempotency window."""
_START = datetime.fromtimestamp(time.time(), UTC)


def take(number: int, created: datetime = _START, key: str | None = None) -> dict[str, Any]:
    """Return a take as the API does when nothing is expanded."""
    keyed = {"moveUgcAsync": {"key": key, "digest": "0123456789abcdef0123456789abcdef"}} if key else {}
    return {
        "id": f"take-9c4eb80e-860d-40ff-8d39-{number:012x}",
        "name": f"Dance, take {number}",
        "created": f"{created:%Y-%m-%dT%H:%M:%S.%fZ}",
        "metadata": json.dumps({"scene": "12B", **keyed}),
        "numberOfActors": 1,
        "__typename": "Take",
    }


@functools.cache
def page(number: int, a_day: int) -> dict[str, Any]:
    """Return a page of the list, newest take first.

    Args:
        number: Number of the page.
        a_day: Takes per day.
    """
    first, total = number * PAGE_SIZE, _DAYS * a_day
    pause = timedelta(days=1) / a_day
    items = [take(each, _START - each * pause, f"key-{each}") for each in range(first, min(first + PAGE_SIZE, total))]
    after = json.dumps({"page": number + 1}) if first + PAGE_SIZE < total else None
    return {"first": PAGE_SIZE, "after": after, "items": items}
