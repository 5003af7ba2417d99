"""The account that the API key belongs to."""

from move_ugc_async._generated.fragments import Client
from move_ugc_async._schema.scalars import JsonInput, check_update
from move_ugc_async.services.base import Service


class AsyncClientService(Service):
    """Read and update the account.

    Available as `client.client`.
    """

    async def retrieve(self, *, timeout: float | None = None) -> Client:
        """Read the account.

        Args:
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveError: The call failed.
        """
        return await self._context.api.get_client(call_options=self._call_options(timeout))

    async def update(self, metadata: JsonInput, *, timeout: float | None = None) -> Client:
        """Update the metadata of the account.

        Args:
            metadata: Replaces the whole document; `{}` and None clear it.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveError: The call failed.
        """
        check_update(metadata)
        return await self._context.api.update_client(
            metadata={} if metadata is None else metadata, call_options=self._call_options(timeout)
        )
