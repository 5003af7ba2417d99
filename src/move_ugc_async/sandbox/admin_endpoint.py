"""The admin API: what a test does in Python, over HTTP, for programs in other processes and languages."""

import hmac
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Final, TypeAlias, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.faults.documents import fault_to_json, plan_from_json, rule_to_json
from move_ugc_async.sandbox.journal import JournalEntry
from move_ugc_async.sandbox.json_body import read_json
from move_ugc_async.sandbox.progress import SUGGESTIONS, Failure
from move_ugc_async.sandbox.state.records import Charge, WorkKind

_PREFIX: Final = "/sandbox"

_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class AdminEndpoint:
    """Answer requests that script the sandbox. They need its API key, and the journal does not show them."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        """Return the routes to all that can be asked."""
        handlers: list[tuple[str, str, _Handler]] = [
            ("GET", "/faults", self._list_faults),
            ("POST", "/faults", self._add_fault),
            ("DELETE", "/faults", self._clear_faults),
            ("DELETE", "/faults/{id}", self._remove_fault),
            ("GET", "/requests", self._list_requests),
            ("DELETE", "/requests", self._clear_requests),
            ("GET", "/ledger", self._list_charges),
            ("POST", "/failures", self._order_failure),
            ("GET", "/clock", self._tell_time),
            ("POST", "/clock", self._advance_clock),
        ]
        return [Route(_PREFIX + path, self._guarded(handler), methods=[method]) for method, path, handler in handlers]

    def _guarded(self, handler: _Handler) -> _Handler:
        key = self._backend.options.api_key.encode()

        async def answer(request: Request) -> Response:
            given = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(given, key):
                return _refusal(401, "Give the API key of the sandbox in the header Authorization.")
            try:
                return await handler(request)
            except ClientDisconnect:
                return Response()
            except ValueError as error:
                return _refusal(400, str(error))

        return answer

    async def _list_faults(self, _: Request) -> Response:
        return JSONResponse({"faults": [rule_to_json(rule) for rule in self._backend.faults.rules]})

    async def _add_fault(self, request: Request) -> Response:
        rule = self._backend.faults.enforce(plan_from_json(await _document(request)))
        return JSONResponse(rule_to_json(rule), 201)

    async def _clear_faults(self, _: Request) -> Response:
        self._backend.faults.clear()
        return Response(status_code=204)

    async def _remove_fault(self, request: Request) -> Response:
        id = request.path_params["id"]  # noqa: A001 - the API's own name
        rules = [rule for rule in self._backend.faults.rules if str(rule.id) == id]
        if not rules:
            return _refusal(404, f"There is no rule {id}.")
        self._backend.faults.remove(rules[0])
        return Response(status_code=204)

    async def _list_requests(self, _: Request) -> Response:
        return JSONResponse({"requests": [_entry_to_json(entry) for entry in self._backend.journal]})

    async def _clear_requests(self, _: Request) -> Response:
        self._backend.journal.clear()
        return Response(status_code=204)

    async def _list_charges(self, _: Request) -> Response:
        return JSONResponse({"ledger": [_charge_to_json(charge) for charge in self._backend.state.ledger.all()]})

    async def _order_failure(self, request: Request) -> Response:
        self._backend.failures.order(*_failure(await _document(request)))
        return Response(status_code=204)

    async def _tell_time(self, _: Request) -> Response:
        return JSONResponse({"now": self._backend.clock.now().isoformat()})

    async def _advance_clock(self, request: Request) -> Response:
        self._backend.clock.advance(_seconds(await _document(request)))
        return await self._tell_time(request)


async def _document(request: Request) -> object:
    return read_json(await request.body())


def _failure(document: object) -> tuple[WorkKind, Failure]:
    members = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    kind, suggestions, failed_as = members.get("kind"), members.get("suggestions", []), members.get("failed_as")
    is_known = members.keys() <= {"kind", "suggestions", "failed_as"} and kind in ("job", "volume")
    is_text = isinstance(suggestions, list) and all(isinstance(each, str) for each in cast("list[object]", suggestions))
    if not is_known or not is_text or failed_as not in (None, "data", "error"):
        msg = (
            "The body is an object with the member kind, job or volume, and perhaps a list of suggestions,"
            ' and failed_as, data or error: {"kind": "job", "suggestions": ["Use more light."], "failed_as": "error"}.'
        )
        raise ValueError(msg)
    return cast("WorkKind", kind), Failure(tuple(cast("list[str]", suggestions)) or SUGGESTIONS, failed_as)


def _seconds(document: object) -> float:
    seconds = cast("dict[str, object]", document).get("advance") if isinstance(document, dict) else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < math.inf:
        msg = 'The body is an object with the member advance, in seconds: {"advance": 60}.'
        raise ValueError(msg)
    return seconds


def _entry_to_json(entry: JournalEntry) -> dict[str, Any]:
    return {**asdict(entry), "fault": None if entry.fault is None else fault_to_json(entry.fault)}


def _charge_to_json(charge: Charge) -> dict[str, Any]:
    return {**asdict(charge), "created": charge.created.isoformat()}


def _refusal(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
