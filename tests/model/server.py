"""A model of the Move API's GraphQL server: what it creates and bills, and what can happen to its responses.

It imports nothing of the SDK and knows no time but that of a clock that is passed in. What it assumes, marked as the
facts page marks it ([O] official, [P] AWS, [3] third-party code, [A] our assumption):

- [O] One POST holds `query` and `variables`; the response holds `data` and `errors`, and an error under a non-null
  field nulls its parent.
- [O] There is no idempotency key, no delete and no cancel: each creation that is executed creates and bills an object.
- [O] `metadata` and `after` are JSON documents in a string; `created` is UTC with microseconds and `Z`.
- [O] `Job.created` is nullable and sometimes null; those of takes and volumes are not.
- [O] Lists are paged and sorted by creation time; only `listJobs` filters, by `takeId`. The server's page holds 50.
- [O] A list can be null, its items can be null, and one item can be null, each with an error.
- [O] A resolver below a mutation can fail after the mutation was executed: the error's path has more than one part.
- [O] A business error such as `MoveNotFoundError`, exactly at the mutation, means that nothing was executed.
- [3] A request is executed within 30 s of its arrival, or never; also when the client has given it up.
- [A] Request and execution limit start when the last byte arrives, which is when it is written: bytes take no time.
- [A] A list shows an object at most `settle` (5 s) after the object was created, and shows it ever after.
- [A] A read by id can be as late as a list (an option): AppSync's data sources read eventually consistent [P].
- [A] Throttling in AppSync's own shape at the root means that nothing was executed.
- [A] Whatever stands between (proxy, gateway) may respond 302, 404, 413, 429, 502 or 504 whether or not the request was
  executed, and may break the connection at any time.
- [A] Objects keep their metadata unless an update replaces it.
"""

import functools
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any, Literal

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode, parse
from graphql.language import FragmentDefinitionNode

EPOCH = 1_750_000_000.0
"""Seconds since 1970 at which the clock reads 0."""
EXECUTION_LIMIT = 30.0
PAGE_SIZE = 50
MARK = "moveUgcAsync"
"""The name in metadata under which the client leaves its key."""

Kind = Literal["take", "job", "volume"]
Ending = Literal["whole", "truncated", "reset", "close", "never"]

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


_NOT_FOUND = ("MoveNotFoundError", "Resource not found in move-ugc-api.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one creation.

    Attributes:
        is_executed: Whether the object is created and billed.
        reply: Name of the response, a method of `Server` or a status.
        ending: How the connection ends.
        executed_after: Seconds from the arrival of the request to the creation of the object.
        replied_after: Seconds from the arrival of the request to the response, or to the end of the connection.
    """

    is_executed: bool
    reply: str | int = "object"
    ending: Ending = "whole"
    executed_after: float = 0.5
    replied_after: float = 1.0


def _statuses() -> Iterator[tuple[str, Fault]]:
    for status in (302, 404, 413, 429, 502, 504):
        yield f"{status} done", Fault(is_executed=True, reply=status)
        yield f"{status} not done", Fault(is_executed=False, reply=status)


FAULTS: dict[str, Fault] = {
    "ok": Fault(is_executed=True),
    "lost": Fault(is_executed=True, ending="reset"),
    "late": Fault(is_executed=True, ending="reset", executed_after=EXECUTION_LIMIT - 0.1),
    "partial": Fault(is_executed=True, ending="truncated"),
    "below": Fault(is_executed=True, reply="below_root"),
    "refused": Fault(is_executed=False, reply="not_found"),
    # Other spellings of the same.
    "lost, closed": Fault(is_executed=True, ending="close"),
    "lost, no answer": Fault(is_executed=True, ending="never"),
    "late, no answer": Fault(is_executed=True, ending="never", executed_after=EXECUTION_LIMIT - 0.1),
    "late, 504": Fault(is_executed=True, reply=504, executed_after=EXECUTION_LIMIT - 0.1, replied_after=29.0),
    "not executed, reset": Fault(is_executed=False, ending="reset"),
    "not executed, no answer": Fault(is_executed=False, ending="never"),
    "partial, nullable part": Fault(is_executed=True, reply="nulled_part"),
    "below, throttled": Fault(is_executed=True, reply="below_root_throttled"),
    "refused, denied": Fault(is_executed=False, reply="denied"),
    "refused, invalid": Fault(is_executed=False, reply="invalid"),
    "refused, bad key": Fault(is_executed=False, reply="bad_key"),
    "throttled": Fault(is_executed=False, reply="throttled"),
    "unknown error done": Fault(is_executed=True, reply="unknown_error"),
    "unknown error not done": Fault(is_executed=False, reply="unknown_error"),
    "empty error done": Fault(is_executed=True, reply="empty_error"),
    **dict(_statuses()),
}
SPELLINGS = tuple(FAULTS)
"""Every fault within the assumptions."""
FAULTS["too late"] = Fault(is_executed=True, ending="reset", executed_after=EXECUTION_LIMIT + 20)
RESPONSES = ("ok", "lost", "late", "partial", "below", "refused")
"""The responses of the small scope."""

PARTIAL = ("null item", "null items", "null list", "null metadata")
"""The ways in which a list can miss a part."""


@dataclass(slots=True)
class Thing:
    """An object that was created.

    Attributes:
        created_at: When, on the server's clock; in the future while the request is executed.
        requested_at: When the request arrived.
        shown_at: When lists begin to show it.
    """

    kind: Kind
    id: str
    key: str | None
    metadata: str | None
    name: str | None
    created_at: float
    requested_at: float
    shown_at: float
    take_id: str | None = None
    has_created: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back for one request.

    Attributes:
        after: Seconds until it comes.
        ending: Whether all of it comes, and how the connection ends.
    """

    status: int
    body: bytes
    headers: dict[str, str]
    after: float
    ending: Ending


class _RefusedError(Exception):
    """An error exactly at a root field."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message


@dataclass(slots=True)
class Server:
    """The server.

    Args:
        clock: Returns the seconds that have passed.
        tell: Called with each step, in words.
        lag: Seconds until a list shows an object that is created from now on, at most `settle`.
        reads_lag: Whether a read by id shows an object as late as a list does.
    page_size: How many objects a page holds at most.
        faults: What happens to the next creations, by name; afterwards, nothing happens to them.
        partial: What the next pages miss; "" for nothing.
    """

    clock: Callable[[], float]
    tell: Callable[[str], None] = lambda _: None
    lag: float = 0.0
    reads_lag: bool = False
    page_size: int = PAGE_SIZE
    faults: deque[str] = field(default_factory=deque[str])
    partial: Iterator[str] = field(default_factory=lambda: itertools.repeat(""))
    things: list[Thing] = field(default_factory=list[Thing])
    creations: int = 0

    def add_take(self) -> str:
        """Create a take without a request; return its id."""
        now = self.clock() - 3600
        self.things.append(Thing("take", "take-0", None, None, None, now, now, now))
        return "take-0"

    def billed(self) -> Mapping[str, list[Thing]]:
        """Return what was created, and will be by requests under way, by its key."""
        ledger = defaultdict[str, list[Thing]](list)
        for thing in self.things:
            if thing.key is not None:
                ledger[thing.key].append(thing)
        return ledger

    def heal(self) -> None:
        """End all faults of responses and lists; a list's delay remains."""
        self.faults.clear()
        self.partial = itertools.repeat("")

    def handle(self, query: str, variables: Mapping[str, Any]) -> Reply:
        """Execute one request."""
        document = _document(query)
        creation = next((name for name in document.roots() if name in CREATIONS), None)
        if creation is None:
            return self._reply(200, self._execute(document, variables), after=0.05)
        return self._create(creation, document, variables)

    def _create(self, name: str, document: "_Document", variables: Mapping[str, Any]) -> Reply:
        self.creations += 1
        spelling = self.faults.popleft() if self.faults else "ok"
        fault = FAULTS[spelling]
        created = None
        if fault.is_executed:
            body = self._execute(document, variables, executed_after=fault.executed_after)
            if body["data"] and body["data"].get(name):
                created = self.things[-1]
        else:
            body = {"data": None}
        what = "nothing is created" if created is None else f"{created.id} is created after {fault.executed_after:g} s"
        self.tell(f"{name} #{self.creations} arrives: {what}; response: {spelling}")
        if created is None and fault.is_executed:
            return self._reply(200, body, fault.replied_after)
        if isinstance(fault.reply, int):
            return Reply(
                fault.reply, b"<html>gateway</html>", _headers(self.clock()), fault.replied_after, fault.ending
            )
        status, body = _RESPONSES[fault.reply](name, body)
        return self._reply(status, body, fault.replied_after, fault.ending)

    def _reply(self, status: int, body: Mapping[str, Any], after: float, ending: Ending = "whole") -> Reply:
        headers = {**_headers(self.clock()), "content-type": "application/json"}
        return Reply(status, json.dumps(body).encode(), headers, after, ending)

    def _execute(
        self, document: "_Document", variables: Mapping[str, Any], executed_after: float = 0.0
    ) -> dict[str, Any]:
        data: dict[str, Any] | None = {}
        errors: list[dict[str, Any]] = []
        for root in document.operation.selection_set.selections:
            assert isinstance(root, FieldNode)
            name = root.alias.value if root.alias else root.name.value
            try:
                value = self._resolve(root.name.value, _arguments(root, variables), executed_after, errors, name)
            except _RefusedError as error:
                errors.append(_error([name], error.error_type, error.message))
                data[name] = None
            else:
                data[name] = document.select(value, root.selection_set, variables)
        return {"data": data, "errors": errors} if errors else {"data": data}

    def _resolve(
        self, name: str, arguments: dict[str, Any], after: float, errors: list[dict[str, Any]], alias: str
    ) -> Any:
        if name in CREATIONS:
            return self._show(self._new(CREATIONS[name], arguments, after))
        if name in LISTS:
            return self._list(LISTS[name], arguments, errors, alias)
        if name in READS:
            return self._show(self._find(READS[name], next(iter(arguments.values()))))
        if name in UPDATES:
            thing = self._find(UPDATES[name], arguments["id"])
            if arguments.get("metadata") is not None:
                json.loads(arguments["metadata"])
                thing.metadata = arguments["metadata"]
            thing.name = arguments.get("name") or thing.name
            return self._show(thing)
        msg = f"the model has no {name}"
        raise NotImplementedError(msg)

    def _new(self, kind: Kind, arguments: dict[str, Any], after: float) -> Thing:
        if kind == "job":
            self._find("take", arguments["takeId"])
        metadata = arguments.get("metadata")
        document = json.loads(metadata) if metadata is not None else None
        mark = document.get(MARK) if isinstance(document, dict) else None
        now = self.clock()
        name = arguments.get("name")
        thing = Thing(
            kind,
            f"{kind}-{len(self.things)}",
            # A program of the model calls each object by its key, so that one whose key was lost is counted as well.
            mark["key"] if isinstance(mark, dict) else name,
            metadata,
            name,
            now + after,
            now,
            now + after + self.lag,
            arguments.get("takeId"),
            has_created=kind != "job" or len(self.things) % 2 == 0,
        )
        self.things.append(thing)
        return thing

    def _find(self, kind: Kind, id: str) -> Thing:
        for thing in self.things:
            shown_at = thing.shown_at if self.reads_lag else thing.created_at
            if (thing.kind, thing.id) == (kind, id) and shown_at <= self.clock():
                return thing
        raise _RefusedError(*_NOT_FOUND)

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
        items: list[dict[str, Any] | None] | None = [self._show(thing) for thing in page]
        missing = next(self.partial)
        self.tell(f"{alias} shows {', '.join(thing.id for thing in page) or 'nothing'}{missing and f'; {missing}'}")
        if missing == "null list":
            errors.append(_error([alias], "ExecutionTimeout", "Execution timed out."))
            return None
        if missing == "null items":
            errors.append(_error([alias, "items"], "ThrottlingException", "Rate exceeded"))
            items = None
        for place, item in enumerate(items or ()):
            if missing == "null item":
                errors.append(_error([alias, "items", place], "InternalFailure", "Something went wrong."))
                items[place] = None  # type: ignore[index]
            elif missing == "null metadata" and item is not None:
                errors.append(_error([alias, "items", place, "metadata"], "InternalFailure", "Something went wrong."))
                item["metadata"] = None
        return {"first": size, "after": cursor, "items": items}

    def _show(self, thing: Thing) -> dict[str, Any]:
        moment = datetime.fromtimestamp(EPOCH + thing.created_at, UTC)
        age = self.clock() - thing.created_at
        state = "NOT_STARTED" if age < 1 else "RUNNING" if age < 30 else "FINISHED"
        client = {"id": "client-1", "name": "Somebody", "created": "2023-01-01T00:00:00.000000Z"}
        shown: dict[str, Any] = {
            "__typename": {"take": "Take", "job": "Job", "volume": "HumanVolume"}[thing.kind],
            "id": thing.id,
            "name": thing.name,
            "created": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if thing.has_created else None,
            "metadata": thing.metadata,
            "client": client,
        }
        if thing.kind != "take":
            percentage = {"NOT_STARTED": 0, "RUNNING": 50, "FINISHED": 100}[state]
            shown |= {"state": state, "progress": {"state": state, "percentageComplete": percentage}}
        if thing.kind == "job":
            shown["take"] = {"id": thing.take_id, "created": "2023-01-01T00:00:00.000000Z"}
        return shown


def _headers(now: float) -> dict[str, str]:
    return {"date": formatdate(EPOCH + now, usegmt=True)}


def _error(path: list[Any] | None, error_type: str | None, message: str) -> dict[str, Any]:
    return {"path": path, "data": None, "errorType": error_type, "errorInfo": None, "message": message}


def _refusal(path: bool, error_type: str | None, message: str, status: int = 200) -> Any:  # noqa: FBT001
    def response(name: str, _: object) -> tuple[int, dict[str, Any]]:
        body = {"errors": [_error([name] if path else None, error_type, message)]}
        return status, body if status != 200 else {"data": {name: None} if path else None, **body}

    return response


def _below(error_type: str, message: str) -> Any:
    # `Job.client` is not nullable, so that the error nulls the whole job.
    def response(name: str, _: object) -> tuple[int, dict[str, Any]]:
        return 200, {"data": {name: None}, "errors": [_error([name, "client"], error_type, message)]}

    return response


_RESPONSES: dict[str, Callable[[str, Any], tuple[int, dict[str, Any]]]] = {
    "object": lambda _, body: (200, body),
    "nulled_part": lambda name, body: (
        200,
        {**body, "errors": [_error([name, "name"], "InternalFailure", "Something went wrong.")]},
    ),
    "below_root": _below(*_NOT_FOUND),
    "below_root_throttled": _below("ThrottlingException", "Rate exceeded"),
    "not_found": _refusal(True, *_NOT_FOUND),  # noqa: FBT003
    "denied": _refusal(True, "Unauthorized", "Not Authorized to access this field"),  # noqa: FBT003
    "invalid": _refusal(False, None, "Validation error of type FieldUndefined: no such field"),  # noqa: FBT003
    "bad_key": _refusal(False, "UnauthorizedException", "You are not authorized to make this call.", 401),  # noqa: FBT003
    "throttled": _refusal(True, "ThrottlingException", "Rate exceeded"),  # noqa: FBT003
    "unknown_error": _refusal(True, "MoveCreditError", "no credits left"),  # noqa: FBT003
    "empty_error": lambda name, _: (200, {"data": {name: None}, "errors": [{}]}),
}


class _Document:
    """A parsed request: its operation and its fragments."""

    def __init__(self, query: str) -> None:
        definitions = parse(query).definitions
        self.operation = next(each for each in definitions if isinstance(each, OperationDefinitionNode))
        self._fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}

    def roots(self) -> Iterator[str]:
        for each in self.operation.selection_set.selections:
            assert isinstance(each, FieldNode)
            yield each.name.value

    def select(self, value: Any, selections: SelectionSetNode | None, variables: Mapping[str, Any]) -> Any:
        """Return the fields that were asked for."""
        if isinstance(value, list):
            return [self.select(each, selections, variables) for each in value]
        if not isinstance(value, dict) or selections is None:
            return value
        selected: dict[str, Any] = {}
        for each in selections.selections:
            if not _is_included(each, variables):
                continue
            if isinstance(each, FieldNode):
                name = each.name.value
                selected[each.alias.value if each.alias else name] = self.select(
                    value.get(name), each.selection_set, variables
                )
            elif isinstance(each, FragmentSpreadNode):
                selected |= self.select(value, self._fragments[each.name.value].selection_set, variables)
            elif isinstance(each, InlineFragmentNode):
                condition = each.type_condition
                if condition is None or condition.name.value == value.get("__typename"):
                    selected |= self.select(value, each.selection_set, variables)
        return selected


def _is_included(node: Any, variables: Mapping[str, Any]) -> bool:
    for directive in node.directives or ():
        argument = directive.arguments[0].value
        wanted = bool(variables.get(argument.name.value, False)) if hasattr(argument, "name") else argument.value
        if wanted != (directive.name.value == "include"):
            return False
    return True


def _arguments(root: FieldNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for argument in root.arguments:
        value: Any = argument.value
        if value.kind == "variable":
            if value.name.value in variables:
                given[argument.name.value] = variables[value.name.value]
        else:
            given[argument.name.value] = value.value
    return given


@functools.lru_cache(maxsize=256)
def _document(query: str) -> _Document:
    return _Document(query)
