"""The GraphQL endpoint, with AppSync's responses.

graphql-core's `execute_sync` is called directly instead of Ariadne's ASGI application, which does not cache validated
documents, has other error bodies and statuses, and awaits resolvers that never wait.
"""

import hmac
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    # Its `middleware` parameter, which is not used here, has a bare `list` in its type.
    execute_sync,  # pyright: ignore[reportUnknownVariableType]
    get_operation_ast,
)
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from move_ugc_async.sandbox.backend import Backend, Context
from move_ugc_async.sandbox.documents import Document, Documents, Operation
from move_ugc_async.sandbox.error_items import error_item, request_error_item
from move_ugc_async.sandbox.errors import ApiError
from move_ugc_async.sandbox.faults.fault import RequestFault
from move_ugc_async.sandbox.graphql_request import GraphQLRequest, MalformedRequest, read_request
from move_ugc_async.sandbox.journal import FAULT_KEY, JournalEntry
from move_ugc_async.sandbox.request_log import log_document
from move_ugc_async.sandbox.storage.links import GRAPHQL_PATH
from move_ugc_async.sandbox.variables import variable_error_item

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _GraphQLEntry:
    """The journal entry of a request that is being served."""

    request_id: str
    method: str
    fault: RequestFault | None
    operation: Operation | None = None
    variables: dict[str, Any] = field(default_factory=dict[str, Any])


class GraphQLEndpoint:
    """Serve GraphQL requests."""

    def __init__(self, backend: Backend, schema: GraphQLSchema, documents: Documents) -> None:
        self._backend = backend
        self._schema = schema
        self._documents = documents

    async def handle(self, request: Request) -> Response:
        """Serve one request and record it in the journal."""
        entry = _GraphQLEntry(next(self._backend.request_ids), request.method, request.get(FAULT_KEY))
        try:
            body = await request.body()
        except ClientDisconnect:
            self._record(entry, None, [])
            return Response()
        status, payload = self._respond(request, body, entry)
        content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        self._record(entry, status, payload.get("errors", []))
        return Response(
            content,
            status,
            headers={"content-type": "application/json;charset=UTF-8", "x-amzn-requestid": entry.request_id},
        )

    def _respond(self, http: Request, body: bytes, entry: _GraphQLEntry) -> tuple[int, dict[str, Any]]:
        key = self._backend.options.api_key.encode()
        if not hmac.compare_digest(http.headers.get("authorization", "").encode(), key):
            return 401, _request_error("UnauthorizedException", "You are not authorized to make this call.")
        try:
            request = read_request(http.scope, body)
            document = self._documents.get(request.query)
        except (MalformedRequest, GraphQLError) as error:
            text = str(error) if isinstance(error, MalformedRequest) else None
            return 400, _request_error("MalformedHttpRequestException", text or "Unable to parse GraphQL query.")
        log_document(request.query)
        entry.operation = document.operation(request.operation_name)
        if entry.method != "POST" and entry.operation is not None and entry.operation.is_mutation:
            # The response of AppSync is an assumption.
            return 400, _request_error("MalformedHttpRequestException", "Mutations need the method POST.")
        entry.variables = self._backend.redactor.variables(request.variables, document.secret_variables)
        return 200, self._execute(request, document)

    def _execute(self, request: GraphQLRequest, document: Document) -> dict[str, Any]:
        if document.errors:
            return {"data": None, "errors": list(document.errors)}
        operation = get_operation_ast(document.tree, request.operation_name)
        if operation is not None:
            error = variable_error_item(self._schema, operation, request.variables)
            if error is not None:
                return {"data": None, "errors": [error]}
        context = Context(self._backend, self._backend.clock.now())
        result = execute_sync(
            self._schema,
            document.tree,
            context_value=context,
            variable_values=request.variables,
            operation_name=request.operation_name,
        )
        errors = [*map(_error_item, result.errors or ()), *context.extra_errors]
        _log_failures(result)
        return {"data": result.data, "errors": errors} if errors else {"data": result.data}

    def _record(
        self,
        entry: _GraphQLEntry,
        status: int | None,
        errors: Sequence[dict[str, Any]],
    ) -> None:
        operation = entry.operation
        redactor = self._backend.redactor
        self._backend.journal.record(
            JournalEntry(
                kind="graphql",
                method=entry.method,
                path=GRAPHQL_PATH,
                status=status,
                request_id=entry.request_id,
                operation=operation.name if operation else None,
                fields=operation.fields if operation else (),
                variables=entry.variables,
                errors=tuple(redactor.text(_one_line(error)) for error in errors),
            ),
            entry.fault,
        )


def _request_error(error_type: str, message: str) -> dict[str, Any]:
    return {"errors": [{"errorType": error_type, "message": message}]}


def _error_item(error: GraphQLError) -> dict[str, Any]:
    return request_error_item(error, error.message) if error.path is None else error_item(error)


def _one_line(error: dict[str, Any]) -> str:
    error_type, message = error.get("errorType"), error["message"]
    return f"{error_type}: {message}" if error_type else message


def _log_failures(result: ExecutionResult) -> None:
    """Log the errors of the sandbox itself."""
    for error in result.errors or ():
        cause = error.original_error
        if error.path is not None and not isinstance(cause, ApiError):
            _logger.error("%s failed", error.path, exc_info=cause or error)
