"""Rigs that an animation may be retargeted to."""

from move_ugc_async._generated.fragments import Rig, RigsPage
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Service


class AsyncRigService(Service):
    """List the rigs.

    Take it from a client, `client.rigs`; it can be kept in a variable.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[Rig]:
        """List the rigs. The API gives them in one page.

        Args:
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            A list to `await` for its page, or to iterate over.
        """
        api = self._calls(timeout)

        async def fetch(_first: int | None, _after: str | None) -> RigsPage | None:
            return await api.list_rigs()

        return self._paginate(fetch)
