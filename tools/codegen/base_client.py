from typing import Any, TypeVar

from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.operation import CallOptions, Operation, OperationTransport, prepare

ResultT = TypeVar("ResultT", bound=BaseModel)


class BaseClient:
    """Send operations over a transport and parse the responses into models."""

    def __init__(self, transport: OperationTransport) -> None:
        self._transport = transport

    async def execute(
        self,
        operation: Operation,
        variables: dict[str, Any],
        result: type[ResultT],
        call_options: CallOptions | None = None,
    ) -> ResultT:
        """Execute an operation.

        Args:
            operation: The static document with its properties.
            variables: The variables of the operation; None values are omitted.
            result: The model of the `data` of the response.
            call_options: Default: the transport's.

        Raises:
            MoveError: The call failed.
        """
        prepare(result)
        sent = {name: value for name, value in variables.items() if value is not None}
        response = await self._transport.execute(operation, sent, call_options)
        return response.read(result)
