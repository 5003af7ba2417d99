"""The account that the API key belongs to."""

from move_ugc_async._generated.fragments import Client
from move_ugc_async._schema.scalars import JsonInput, check_update
from move_ugc_async.services.base import Service


class AsyncClientService(Service):
    """Read and change the account.

    Take it from a client, `client.client`; it can be kept in a variable.
    """

    async def retrieve(self, *, timeout: float | None = None) -> Client:
        """Read the account.

        Args:
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveError: Something went wrong.
        """
        return await self._calls(timeout).get_client()

    async def update(self, metadata: JsonInput, *, timeout: float | None = None) -> Client:
        """Change the account's metadata.

        Args:
            metadata: Takes the place of the old document as a whole; `{}` and None clear it.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveError: Something went wrong.
        """
        check_update(metadata)
        return await self._calls(timeout).update_client(metadata={} if metadata is None else metadata)
