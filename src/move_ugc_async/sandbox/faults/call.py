"""A call: what the rules know of a request."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError
from starlette.types import Message, Receive, Scope

from move_ugc_async.sandbox.documents import Documents
from move_ugc_async.sandbox.graphql_request import MalformedRequest, body_of, read_request
from move_ugc_async.sandbox.journal import EntryKind
from move_ugc_async.sandbox.redaction import Redactor
from move_ugc_async.sandbox.storage.links import BUCKET, GRAPHQL_PATH, SHARE_PATH


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request before its work is done.

    Args:
        kind: Which part of the sandbox it is for.
        path: Without the query.
        operation: Name of the GraphQL operation.
        fields: Root fields of the operation.
        variables: Without secrets.
    """

    kind: EntryKind
    method: str
    path: str
    operation: str | None = None
    fields: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def subject(self) -> str:
        """What the calls that are counted together have in common."""
        return self.operation or " ".join(self.fields) or f"{self.method} {self.path}"


def kind_of(path: str) -> EntryKind | None:
    """Return which part of the API a path belongs to, None for all others."""
    if path == GRAPHQL_PATH:
        return "graphql"
    if path == SHARE_PATH:
        return "share"
    return "storage" if path.startswith(f"{BUCKET}/") else None


def graphql_call(scope: Scope, body: bytes, documents: Documents, redactor: Redactor) -> Call:
    """Return the call of a request to the GraphQL endpoint; one that cannot be read has no operation."""
    call = Call(kind="graphql", method=scope["method"], path=scope["path"])
    try:
        request = read_request(body_of(scope, body))
        document = documents.get(request.query)
    except (MalformedRequest, GraphQLError):
        return call
    operation = document.operation(request.operation_name)
    if operation is None:
        return call
    return Call(
        kind="graphql",
        method=call.method,
        path=call.path,
        operation=operation.name,
        fields=operation.fields,
        variables=redactor.variables(request.variables, document.secret_variables),
    )


async def read_messages(receive: Receive) -> list[Message]:
    """Receive a whole request, or as much of it as the client sends before it goes away."""
    messages: list[Message] = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return messages


def replay(messages: Sequence[Message], receive: Receive) -> Receive:
    """Return a `receive` that gives messages once more before it goes on."""
    left = deque(messages)

    async def receive_again() -> Message:
        return left.popleft() if left else await receive()

    return receive_again
