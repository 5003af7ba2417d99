"""An entry of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.request_info import RequestKind


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One request and its response.

    Entries do not depend on real time or on the port: two runs of the same calls with the same seed have equal
    journals.

    Args:
        kind: The endpoint that served the request.
        path: Without the query, which holds signatures and share codes.
        status: HTTP status that the client sees; None if the client disconnected before the response, or if a fault
            withheld it.
        request_id: As sent in the `x-amzn-requestid` or `x-amz-request-id` header.
        operation: Name of the GraphQL operation.
        fields: Root fields of the operation, in document order.
        variables: Variables as sent, with secrets redacted.
        errors: Type and message of each error, or the S3 error code.
        received: Bytes that storage received.
        sent: Bytes that storage sent, ignoring faults.
        fault: The fault that acted on the request.
    """

    kind: RequestKind
    method: str
    path: str
    status: int | None
    request_id: str
    operation: str | None = None
    fields: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: tuple[str, ...] = ()
    received: int = 0
    sent: int = 0
    fault: Fault | None = None
