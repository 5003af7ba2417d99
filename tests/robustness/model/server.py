"""A model of the Move API's GraphQL server: the objects that it creates and bills, and the faults of its responses.

It imports nothing of the SDK and reads the time only from a clock that is passed in. Its assumptions and their sources
([O] official, [P] AWS, [3] third-party code, [A] our assumption):

- [O] One POST holds `query` and `variables`; the response holds `data` and `errors`, and an error under a non-null
  field nulls its parent.
- [O] There is no idempotency key, no delete and no cancel: each creation that is executed creates and bills an object.
- [O] `metadata` and `after` are JSON documents in a string; `created` is UTC with microseconds and `Z`.
- [O] `Job.created` is nullable and sometimes null; those of takes and volumes are not.
- [O] Lists are paged and sorted by creation time; only `listJobs` filters, by `takeId`. The server's page holds 50.
- [O] A list can be null, its items can be null, and one item can be null, each with an error.
- [O] A resolver below a mutation can fail after the mutation was executed: the error's path has more than one part.
- [O] A business error such as `MoveNotFoundError`, at the path of the mutation, means that nothing was executed.
- [3] A request is executed within 30 s of its arrival, or never, even if the client has disconnected.
- [A] Request and execution limit start when the last byte arrives, which is when it is written.
- [A] A list shows an object at most `settle` (5 s) after the object was created, and always afterwards.
- [A] A read by id can be as late as a list (an option): AppSync's data sources read eventually consistent [P].
- [A] Throttling in AppSync's format at the root means that nothing was executed.
- [A] A proxy or gateway may respond 302, 404, 413, 429, 502 or 504 whether or not the request was
  executed, and may break the connection at any time.
- [A] Objects keep their metadata unless an update replaces it.
"""

import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from graphql import FieldNode

from tests.robustness.model.documents import Document, arguments_of, document_of
from tests.robustness.model.faults import FAULTS, NOT_FOUND, REPLIES, Ending, error_item
from tests.robustness.model.things import EPOCH, Kind, Reply, Thing, show

PAGE_SIZE = 50
METADATA_FIELD = "moveUgcAsync"
"""Field of the metadata in which the client stores its key."""

CREATIONS: dict[str, Kind] = {
    "createSingleCamTake": "take",
    "createMultiCamTake": "take",
    "createSingleCamJob": "job",
    "createMultiCamJob": "job",
    "createVolumeWithHuman": "volume",
}
LISTS: dict[str, Kind] = {"listTakes": "take", "listJobs": "job", "listVolumes": "volume"}
READS: dict[str, Kind] = {"getTake": "take", "getJob": "job", "getVolume": "volume"}
UPDATES: dict[str, Kind] = {"updateTake": "take", "updateJob": "job"}


class _RefusedError(Exception):
    """An error at a root field."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


@dataclass(slots=True)
class ModelServer:
    """The server.

    Args:
        clock: Returns the simulated time in seconds.
        report: Called with a description of each step.
        account: Name of the account.
        consistency_delay: Seconds until a list shows an object that is created from now on, at most `settle`.
        reads_are_late: Whether reads by id show objects as late as lists.
        page_size: Maximum number of objects on a page.
        faults: Faults of the next creations, by name; later creations succeed.
        partial: Missing parts of the next pages; "" for complete pages.
    """

    clock: Callable[[], float]
    report: Callable[[str], None] = lambda _: None
    account: str = "A"
    consistency_delay: float = 0.0
    reads_are_late: bool = False
    page_size: int = PAGE_SIZE
    faults: deque[str] = field(default_factory=deque[str])
    partial: Iterator[str] = field(default_factory=lambda: itertools.repeat(""))
    things: list[Thing] = field(default_factory=list[Thing])
    creations: int = 0

    def add_take(self) -> str:
        """Create a take without a request; return its id."""
        self.add_older("take", None)
        return self.things[-1].id

    def add_older(self, kind: Kind, key: str | None) -> None:
        """Create an object without a request, dated an hour ago."""
        now, number = self.clock() - 3600, len(self.things)
        marker = None if key is None else json.dumps({METADATA_FIELD: {"key": key, "digest": "0"}})
        take_id = self.things[0].id if kind == "job" else None
        has_created = kind != "job" or number % 2 == 0
        self.things.append(Thing(kind, f"{kind}-{number}", key, marker, None, now, now, now, take_id, has_created))

    def billed(self) -> Mapping[str, list[Thing]]:
        """Return the objects that were created or will be by requests in flight, by key."""
        ledger = defaultdict[str, list[Thing]](list)
        for thing in self.things:
            if thing.key is not None:
                ledger[thing.key].append(thing)
        return ledger

    def heal(self) -> None:
        """End all faults of responses and lists; the consistency delay remains."""
        self.faults.clear()
        self.partial = itertools.repeat("")

    def handle(self, query: str, variables: Mapping[str, Any]) -> Reply:
        """Execute one request."""
        document = document_of(query)
        creation = next((name for name in document.roots() if name in CREATIONS), None)
        if creation is None:
            return self._reply(200, self._execute(document, variables), after=0.05)
        return self._create(creation, document, variables)

    def _create(self, name: str, document: Document, variables: Mapping[str, Any]) -> Reply:
        self.creations += 1
        name_of_fault = self.faults.popleft() if self.faults else "ok"
        fault = FAULTS[name_of_fault]
        created = None
        if fault.is_executed:
            body = self._execute(document, variables, executed_after=fault.executed_after)
            if body["data"] and body["data"].get(name):
                created = self.things[-1]
        else:
            body = {"data": None}
        effect = "nothing is created" if created is None else f"{created.id} created after {fault.executed_after:g} s"
        self.report(f"{name} #{self.creations} arrives: {effect}; response: {name_of_fault}")
        if created is None and fault.is_executed:
            return self._reply(200, body, fault.replied_after)
        if isinstance(fault.reply, int):
            return Reply(
                fault.reply, b"<html>gateway</html>", _headers(self.clock()), fault.replied_after, fault.ending
            )
        status, body = REPLIES[fault.reply](name, body)
        return self._reply(status, body, fault.replied_after, fault.ending)

    def _reply(self, status: int, body: Mapping[str, Any], after: float, ending: Ending = "whole") -> Reply:
        headers = {**_headers(self.clock()), "content-type": "application/json"}
        return Reply(status, json.dumps(body).encode(), headers, after, ending)

    def _execute(self, document: Document, variables: Mapping[str, Any], executed_after: float = 0.0) -> dict[str, Any]:
        data: dict[str, Any] | None = {}
        errors: list[dict[str, Any]] = []
        for root in document.operation.selection_set.selections:
            assert isinstance(root, FieldNode)
            name = root.alias.value if root.alias else root.name.value
            try:
                value = self._resolve(root.name.value, arguments_of(root, variables), executed_after, errors, name)
            except _RefusedError as error:
                errors.append(error_item([name], error.error_type, error.message))
                data[name] = None
            else:
                data[name] = document.select(value, root.selection_set, variables)
        return {"data": data, "errors": errors} if errors else {"data": data}

    def _resolve(
        self, name: str, arguments: dict[str, Any], after: float, errors: list[dict[str, Any]], alias: str
    ) -> Any:
        if name in CREATIONS:
            return show(self._new(CREATIONS[name], arguments, after), self.clock())
        if name in LISTS:
            return self._list(LISTS[name], arguments, errors, alias)
        if name in READS:
            return show(self._find(READS[name], next(iter(arguments.values()))), self.clock())
        if name in UPDATES:
            thing = self._find(UPDATES[name], arguments["id"])
            if arguments.get("metadata") is not None:
                json.loads(arguments["metadata"])
                thing.metadata = arguments["metadata"]
            thing.name = arguments.get("name") or thing.name
            return show(thing, self.clock())
        msg = f"the model has no {name}"
        raise NotImplementedError(msg)

    def _new(self, kind: Kind, arguments: dict[str, Any], after: float) -> Thing:
        if kind == "job":
            self._find("take", arguments["takeId"])
        metadata = arguments.get("metadata")
        document = json.loads(metadata) if metadata is not None else None
        marker = document.get(METADATA_FIELD) if isinstance(document, dict) else None
        now = self.clock()
        name = arguments.get("name")
        thing = Thing(
            kind,
            f"{kind}-{len(self.things)}",
            # Objects are named by their key, so that one without its key is counted as well.
            marker["key"] if isinstance(marker, dict) else name,
            metadata,
            name,
            now + after,
            now,
            now + after + self.consistency_delay,
            arguments.get("takeId"),
            has_created=kind != "job" or len(self.things) % 2 == 0,
        )
        self.things.append(thing)
        return thing

    def _find(self, kind: Kind, id: str) -> Thing:
        for thing in self.things:
            shown_at = thing.shown_at if self.reads_are_late else thing.created_at
            if (thing.kind, thing.id) == (kind, id) and shown_at <= self.clock():
                return thing
        raise _RefusedError(*NOT_FOUND)

    def _list(
        self, kind: Kind, arguments: dict[str, Any], errors: list[dict[str, Any]], alias: str
    ) -> dict[str, Any] | None:
        now, take_id = self.clock(), arguments.get("takeId")
        shown = sorted(
            (
                thing
                for thing in self.things
                if thing.kind == kind and thing.shown_at <= now and (take_id is None or thing.take_id == take_id)
            ),
            key=lambda thing: (thing.created_at, thing.id),
            reverse=arguments.get("sortDirection") != "ASC",
        )
        size = arguments.get("first") or self.page_size
        start = 0
        if (after := arguments.get("after")) is not None:
            last = json.loads(after)["id"]
            start = next(place for place, thing in enumerate(shown) if thing.id == last) + 1
        page = shown[start : start + size]
        rest = len(shown) > start + size
        cursor = json.dumps({"id": page[-1].id}) if rest else None
        items: list[dict[str, Any] | None] | None = [show(thing, now) for thing in page]
        missing = next(self.partial)
        self.report(f"{alias} shows {', '.join(thing.id for thing in page) or 'nothing'}{missing and f'; {missing}'}")
        if missing == "null list":
            errors.append(error_item([alias], "ExecutionTimeout", "Execution timed out."))
            return None
        if missing == "null items":
            errors.append(error_item([alias, "items"], "ThrottlingException", "Rate exceeded"))
            items = None
        for place, item in enumerate(items or ()):
            if missing == "null item":
                errors.append(error_item([alias, "items", place], "InternalFailure", "Something went wrong."))
                items[place] = None  # type: ignore[index]
            elif missing == "null metadata" and item is not None:
                errors.append(
                    error_item([alias, "items", place, "metadata"], "InternalFailure", "Something went wrong.")
                )
                item["metadata"] = None
        return {"first": size, "after": cursor, "items": items}


def _headers(now: float) -> dict[str, str]:
    return {"date": formatdate(EPOCH + now, usegmt=True)}
