"""The way of one GraphQL call: auth, deadline, tries, errors."""

from dataclasses import dataclass, field
from typing import Any

import anyio
from pydantic import SecretStr
from pydantic_core import PydanticSerializationError, to_json

from move_ugc_async._version import __version__
from move_ugc_async.clock import Clock
from move_ugc_async.errors import MoveError, MoveInvalidRequestError, MoveTimeoutError
from move_ugc_async.log import logger
from move_ugc_async.transport.answers import read_answer
from move_ugc_async.transport.http import Http, Request, Url
from move_ugc_async.transport.operation import Answer, Operation
from move_ugc_async.transport.retry import RetryPolicy

USER_AGENT = f"move-ugc-async/{__version__}"


@dataclass(frozen=True, slots=True)
class GraphQLTransport:
    """Run operations on one endpoint.

    Args:
        http: The connections.
        url: The endpoint.
        api_key: Goes into each request, never into the defaults of a client.
        timeout: Seconds that a call may take with all its tries and waits.
        connect_timeout: Seconds that establishing a connection may take.
        retry: When a call is tried again.
        clock: Time and chance.
    """

    http: Http
    url: Url
    api_key: SecretStr
    timeout: float
    connect_timeout: float
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    clock: Clock = field(default_factory=Clock)

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> Answer:
        """Run one operation.

        Raises:
            MoveError: No usable answer came back.
        """
        request = Request(
            "POST",
            self.url,
            headers=self._headers(),
            content=_encode(operation, variables),
            connect_timeout=self.connect_timeout,
        )
        last: MoveError | None = None
        tries = 0
        try:
            with anyio.fail_after(self.timeout):
                while True:
                    tries += 1
                    try:
                        return await self._try(operation, request)
                    except MoveError as error:
                        error.operation = operation.name
                        last = error
                    wait = self.retry.wait(last, operation, tries, self.clock)
                    if wait is None:
                        raise last
                    logger.info("%s: try %d failed with %s", operation.name, tries, type(last).__name__)
                    await self.clock.sleep(wait)
        except TimeoutError:
            msg = f"no answer within {self.timeout:g} s"
            raise MoveTimeoutError(msg, operation=operation.name) from last

    async def _try(self, operation: Operation, request: Request) -> Answer:
        async with self.http.stream(request) as response:
            body = await response.aread()
        return read_answer(operation, response.status_code, response.headers, body, self.clock)

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Authorization": self.api_key.get_secret_value(),
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
        }


def _encode(operation: Operation, variables: dict[str, Any]) -> bytes:
    payload = {"query": operation.document, "operationName": operation.name, "variables": variables}
    try:
        return to_json(payload, by_alias=True, exclude_none=True)
    except (PydanticSerializationError, ValueError) as error:
        msg = f"a value cannot be sent: {error}"
        raise MoveInvalidRequestError(msg, operation=operation.name) from None
