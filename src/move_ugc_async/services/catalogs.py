"""Names that other calls accept: rigs, and lenses of multi-camera clips."""

from collections.abc import Awaitable, Callable

from move_ugc_async._generated.fragments import CameraSettings, Rig
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Page, Service, T


class _Catalog(Service):
    """A list that the API returns in one page, without paging arguments."""

    def _list(self, read: Callable[..., Awaitable[Page[T] | None]], timeout: float | None) -> Paginator[T]:
        options = self._call_options(timeout)

        async def fetch(**_: object) -> Page[T] | None:
            return await read(call_options=options)

        return self._paginate(fetch)


class AsyncRigService(_Catalog):
    """List the rigs, skeletons that an animation can be retargeted to.

    Available as `client.rigs`.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[Rig]:
        """List the rigs. The API returns them in one page.

        Args:
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            A paginator: `await` it for the page, or iterate over it.
        """
        return self._list(self._context.api.list_rigs, timeout)


class AsyncCameraSettingsService(_Catalog):
    """List the lenses that multi-camera clips can name.

    Available as `client.camera_settings`.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[CameraSettings]:
        """List the lenses. The API returns them in one page.

        Args:
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            A paginator: `await` it for the page, or iterate over it.
        """
        return self._list(self._context.api.list_camera_settings, timeout)
