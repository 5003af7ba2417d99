"""The admin API: controls a sandbox over HTTP, for programs in other processes and languages."""

import hmac
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, Final, TypeAlias, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.faults.serialization import fault_to_json, plan_from_json, rule_to_json
from move_ugc_async.sandbox.journal import JournalEntry
from move_ugc_async.sandbox.json_body import read_json
from move_ugc_async.sandbox.progress import SUGGESTIONS, Failure
from move_ugc_async.sandbox.state.delivery_records import WebhookDelivery
from move_ugc_async.sandbox.state.records import Charge, WorkKind

_PREFIX: Final = "/sandbox"

_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class AdminEndpoint:
    """Serve the admin API. Its requests need the sandbox's API key and do not appear in the journal."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        """Return the routes of the admin API."""
        handlers: list[tuple[str, str, _Handler]] = [
            ("GET", "/faults", self._list_faults),
            ("POST", "/faults", self._add_fault),
            ("DELETE", "/faults", self._clear_faults),
            ("DELETE", "/faults/{id}", self._remove_fault),
            ("GET", "/requests", self._list_requests),
            ("DELETE", "/requests", self._clear_requests),
            ("GET", "/ledger", self._list_charges),
            ("GET", "/webhooks", self._list_deliveries),
            ("POST", "/webhooks/{id}/resend", self._resend),
            ("POST", "/failures", self._add_failure),
            ("GET", "/clock", self._read_clock),
            ("POST", "/clock", self._advance_clock),
        ]
        return [
            Route(_PREFIX + path, self._authenticated(handler), methods=[method]) for method, path, handler in handlers
        ]

    def _authenticated(self, handler: _Handler) -> _Handler:
        key = self._backend.options.api_key.encode()

        async def handle(request: Request) -> Response:
            authorization = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(authorization, key):
                return _error_response(401, "the Authorization header must be the API key of the sandbox")
            try:
                return await handler(request)
            except ClientDisconnect:
                return Response()
            except ValueError as error:
                return _error_response(400, str(error))
            except LookupError as error:
                return _error_response(404, str(error))

        return handle

    async def _list_faults(self, _: Request) -> Response:
        return JSONResponse({"faults": [rule_to_json(rule) for rule in self._backend.faults.rules]})

    async def _add_fault(self, request: Request) -> Response:
        rule = self._backend.faults.add_plan(plan_from_json(await _document(request)))
        return JSONResponse(rule_to_json(rule), 201)

    async def _clear_faults(self, _: Request) -> Response:
        self._backend.faults.clear()
        return Response(status_code=204)

    async def _remove_fault(self, request: Request) -> Response:
        id = request.path_params["id"]  # noqa: A001 - the API's own name
        rules = [rule for rule in self._backend.faults.rules if str(rule.id) == id]
        if not rules:
            return _error_response(404, f"unknown rule {id}")
        self._backend.faults.remove(rules[0])
        return Response(status_code=204)

    async def _list_requests(self, _: Request) -> Response:
        return JSONResponse({"requests": [_entry_to_json(entry) for entry in self._backend.journal]})

    async def _clear_requests(self, _: Request) -> Response:
        self._backend.journal.clear()
        return Response(status_code=204)

    async def _list_charges(self, _: Request) -> Response:
        return JSONResponse({"ledger": [_charge_to_json(charge) for charge in self._backend.state.ledger.all()]})

    async def _list_deliveries(self, _: Request) -> Response:
        return JSONResponse({"deliveries": [_delivery_to_json(each) for each in self._backend.webhooks]})

    async def _resend(self, request: Request) -> Response:
        self._backend.webhooks.resend(request.path_params["id"])
        return Response(status_code=204)

    async def _add_failure(self, request: Request) -> Response:
        self._backend.failures.add(*_failure(await _document(request)))
        return Response(status_code=204)

    async def _read_clock(self, _: Request) -> Response:
        return JSONResponse({"now": self._backend.clock.now().isoformat()})

    async def _advance_clock(self, request: Request) -> Response:
        self._backend.clock.advance(_seconds(await _document(request)))
        return await self._read_clock(request)


async def _document(request: Request) -> object:
    return read_json(await request.body())


def _failure(document: object) -> tuple[WorkKind, Failure]:
    members = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    kind, suggestions, failed_as = members.get("kind"), members.get("suggestions", []), members.get("failed_as")
    is_known = members.keys() <= {"kind", "suggestions", "failed_as"} and kind in ("job", "volume")
    is_text = isinstance(suggestions, list) and all(isinstance(each, str) for each in cast("list[object]", suggestions))
    if not is_known or not is_text or failed_as not in (None, "data", "error"):
        msg = (
            'body must be an object with kind "job" or "volume", and optionally a list of suggestions and failed_as'
            ' "data" or "error", such as {"kind": "job", "suggestions": ["Use more light."], "failed_as": "error"}'
        )
        raise ValueError(msg)
    return cast("WorkKind", kind), Failure(tuple(cast("list[str]", suggestions)) or SUGGESTIONS, failed_as)


def _seconds(document: object) -> float:
    seconds = cast("dict[str, object]", document).get("advance") if isinstance(document, dict) else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < math.inf:
        msg = 'body must be an object with advance in seconds, at least 0, such as {"advance": 60}'
        raise ValueError(msg)
    return seconds


def _entry_to_json(entry: JournalEntry) -> dict[str, Any]:
    return {**asdict(entry), "fault": None if entry.fault is None else fault_to_json(entry.fault)}


def _delivery_to_json(delivery: WebhookDelivery) -> dict[str, Any]:
    attempts = [
        {
            **asdict(each),
            "time": each.time.isoformat(),
            "fault": None if each.fault is None else fault_to_json(each.fault),
        }
        for each in delivery.attempts
    ]
    next_attempt = None if delivery.next_attempt is None else delivery.next_attempt.isoformat()
    return {**asdict(delivery), "attempts": attempts, "next_attempt": next_attempt}


def _charge_to_json(charge: Charge) -> dict[str, Any]:
    return {**asdict(charge), "created": charge.created.isoformat()}


def _error_response(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
