"""The admin API: controls a sandbox over HTTP, for programs in other processes and languages."""

import hmac
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from typing import Any, Final, TypeAlias, cast, get_args

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.content import CONTENT_PATH, ContentEndpoint
from move_ugc_async.sandbox.console.event_stream import EventStream
from move_ugc_async.sandbox.console.page import is_same_origin
from move_ugc_async.sandbox.console.snapshot import Snapshots, delivery_to_json
from move_ugc_async.sandbox.faults.serialization import fault_to_json, plan_from_json, rule_to_json
from move_ugc_async.sandbox.journal import JournalEntry
from move_ugc_async.sandbox.json_body import read_json
from move_ugc_async.sandbox.request_log import MAX_REQUESTS
from move_ugc_async.sandbox.state.records import Charge, WorkKind
from move_ugc_async.sandbox.work_control import WorkEndedError
from move_ugc_async.sandbox.work_endpoint import WorkEndpoint

_PREFIX: Final = "/sandbox"

_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class AdminEndpoint:
    """Serve the admin API. Its requests need the sandbox's API key and do not appear in the journal."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._snapshots = Snapshots(backend)

    def routes(self) -> list[Route]:
        """Return the routes of the admin API."""
        work = WorkEndpoint(self._backend)
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
            ("POST", "/failures", work.add_failure),
            ("GET", "/clock", self._read_clock),
            ("POST", "/clock", self._change_clock),
            ("POST", "/reset", self._reset),
            ("GET", "/events", self._stream),
            ("GET", "/requests/{number:int}", self._read_request),
        ]
        for kind in get_args(WorkKind):
            handlers += [
                ("GET", f"/{kind}s/{{id}}", partial(work.read, kind)),
                ("POST", f"/{kind}s/{{id}}/finish", partial(work.finish, kind)),
                ("POST", f"/{kind}s/{{id}}/fail", partial(work.fail, kind)),
            ]
        return [
            Route(f"{CONTENT_PATH}/{{name}}", ContentEndpoint(self._backend).handle, methods=["GET"]),
            *(
                Route(_PREFIX + path, self._authenticated(handler), methods=[method])
                for method, path, handler in handlers
            ),
        ]

    def _authenticated(self, handler: _Handler) -> _Handler:
        key = self._backend.options.api_key.encode()

        async def handle(request: Request) -> Response:
            if not is_same_origin(request):
                return _error_response(403, "the admin API is not available to pages of other sites")
            authorization = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(authorization, key):
                return _error_response(401, "the Authorization header must be the API key of the sandbox")
            try:
                return await handler(request)
            except ClientDisconnect:
                return Response()
            except (ValueError, LookupError, WorkEndedError) as error:
                return _error_response(_status_of(error), str(error))

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
        return JSONResponse({"deliveries": [delivery_to_json(each) for each in self._backend.webhooks]})

    async def _resend(self, request: Request) -> Response:
        self._backend.webhooks.resend(request.path_params["id"])
        return Response(status_code=204)

    async def _read_clock(self, _: Request) -> Response:
        clock = self._backend.clock
        return JSONResponse({"now": clock.now().isoformat(), "rate": clock.rate})

    async def _change_clock(self, request: Request) -> Response:
        clock = self._backend.clock
        name, number = _clock_change(await _document(request))
        if name == "advance":
            clock.advance(number)
        else:
            clock.set_rate(number)
        return await self._read_clock(request)

    async def _reset(self, _: Request) -> Response:
        self._backend.reset()
        return Response(status_code=204)

    async def _stream(self, _: Request) -> Response:
        return EventStream(self._backend)

    async def _read_request(self, request: Request) -> Response:
        number = request.path_params["number"]
        found = self._backend.journal.log.find(number)
        if found is None:
            return _error_response(404, f"request {number} is unknown, or older than the {MAX_REQUESTS} that are kept")
        return JSONResponse(self._snapshots.request(found))


async def _document(request: Request) -> object:
    return read_json(await request.body())


def _status_of(error: ValueError | LookupError | WorkEndedError) -> int:
    if isinstance(error, WorkEndedError):
        return 409
    return 404 if isinstance(error, LookupError) else 400


def _clock_change(document: object) -> tuple[str, float]:
    members = cast("dict[str, object]", document) if isinstance(document, dict) else {}
    ((name, number),) = members.items() if len(members) == 1 else [("", None)]
    is_number = isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < math.inf
    if name not in {"advance", "rate"} or not is_number:
        msg = (
            'body must be an object with advance in seconds, at least 0, such as {"advance": 60},'
            ' or with rate, such as {"rate": 10}'
        )
        raise ValueError(msg)
    return name, cast("float", number)


def _entry_to_json(entry: JournalEntry) -> dict[str, Any]:
    return {**asdict(entry), "fault": None if entry.fault is None else fault_to_json(entry.fault)}


def _charge_to_json(charge: Charge) -> dict[str, Any]:
    return {**asdict(charge), "created": charge.created.isoformat()}


def _error_response(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
