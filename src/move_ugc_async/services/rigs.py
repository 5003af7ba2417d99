"""Rigs: skeletons that an animation can be retargeted to."""

from move_ugc_async._generated.fragments import Rig, RigsPage
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Service


class AsyncRigService(Service):
    """List the rigs.

    Available as `client.rigs`.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[Rig]:
        """List the rigs. The API returns them in one page.

        Args:
            timeout: Deadline of each page in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Returns:
            A paginator: `await` it for the page, or iterate over it.
        """
        options = self._call_options(timeout)

        async def fetch(_first: int | None, _after: str | None) -> RigsPage | None:
            return await self._context.api.list_rigs(call_options=options)

        return self._paginate(fetch)
