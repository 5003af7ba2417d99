from typing import Any, TypeVar

from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.operation import Operation, OperationTransport, prepare

ResultT = TypeVar("ResultT", bound=BaseModel)


class BaseClient:
    """Send operations through a transport and read the answers into models."""

    def __init__(self, transport: OperationTransport) -> None:
        self._transport = transport

    async def execute(self, operation: Operation, variables: dict[str, Any], result: type[ResultT]) -> ResultT:
        """Run one operation.

        Args:
            operation: The static document and what is known of it.
            variables: The operation's variables; those that are None are left out.
            result: The model of the answer's `data`.

        Raises:
            MoveError: No usable answer came back.
        """
        prepare(result)
        given = {name: value for name, value in variables.items() if value is not None}
        answer = await self._transport.execute(operation, given)
        return answer.read(result)
