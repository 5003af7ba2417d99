"""The objects of the server, and when lists show them."""

import asyncio
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from tests.robustness.chaos.keys.rule import Rule

PAGE = 50
"""Default number of objects on a page."""

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Created:
    """An object in the ledger.

    Attributes:
        key: Its name.
        fields: The fields that a read returns.
        parent: Id of the take of a job.
        listed_at: Time from which lists show it, on the loop's clock.
        received_at: Arrival of the request that created it.
    """

    key: str
    fields: Json
    parent: str | None
    listed_at: float
    received_at: float


class Ledger:
    """All objects, in order of creation.

    Args:
        rule: Decides when lists show an object.
        takes: Number of takes that exist from the start.
    """

    def __init__(self, rule: Rule, takes: int) -> None:
        self._rule = rule
        self._objects: dict[str, list[Created]] = {"take": [], "job": []}
        self._of_take: defaultdict[str, list[Created]] = defaultdict(list)
        self._by_id: dict[str, Created] = {}
        self._created: Counter[tuple[str, str]] = Counter()
        self._latest = datetime.now(UTC) - timedelta(hours=1)
        for number in range(takes):
            self.add("take", f"take {number}", {"name": f"take {number}", "metadata": "{}"}, 0.0)

    def add(self, kind: str, key: str, variables: Mapping[str, Any], received_at: float) -> Json:
        """Create an object and return its fields."""
        number = self._rule.chance("id", kind, key, self._created[kind, key]).getrandbits(128)
        self._created[kind, key] += 1
        name = f"{kind}-{uuid.UUID(int=number, version=4)}"
        now = datetime.now(UTC) if received_at else self._latest
        self._latest = max(now, self._latest + timedelta(microseconds=1))
        fields: Json = {
            "id": name,
            "name": variables.get("name"),
            "created": self._latest.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "metadata": variables.get("metadata"),
        }
        if kind == "take":
            fields |= {"takeType": "SINGLE_CAM", "syncMethod": None}
        else:
            fields |= {"state": "NOT_STARTED", "progress": {"state": "NOT_STARTED", "percentageComplete": 0}}
        listed_at = received_at and asyncio.get_running_loop().time() + self._rule.listed_after(name)
        created = Created(key, fields, variables.get("takeId"), listed_at, received_at)
        self._objects[kind].append(created)
        self._of_take[created.parent or ""].append(created)
        self._by_id[name] = created
        return fields

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all objects of a kind."""
        return [each.fields["id"] for each in self._objects[kind]]

    def get(self, id: object) -> Json | None:
        """Return the fields of an object."""
        created = self._by_id.get(str(id))
        return None if created is None else created.fields

    def page(self, kind: str, variables: Mapping[str, Any], now: float) -> Json:
        """Return a page of the objects that lists show now."""
        take, first = variables.get("takeId"), variables.get("first") or PAGE
        is_ascending = variables.get("sortDirection") == "ASC"
        every = self._objects[kind] if take is None else self._of_take[take]
        listed = [each.fields for each in every if each.listed_at <= now]
        if not is_ascending:
            listed.reverse()
        after = json.loads(variables.get("after") or "null")
        if after is not None:
            # Creation times are unique and sort as text.
            last = after["created"]
            listed = [each for each in listed if each["created"] != last and (each["created"] > last) is is_ascending]
        items = listed[:first]
        token = json.dumps({"created": items[-1]["created"]}) if len(listed) > first else None
        return {"first": first, "after": token, "items": items}

    def by_key(self, kind: str) -> dict[str, list[tuple[str, float]]]:
        """Return the id of each object and the arrival of its request, by key."""
        found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for each in self._objects[kind]:
            if each.received_at:
                found[each.key].append((each.fields["id"], each.received_at))
        return found
