"""Names that other calls accept: rigs, and lenses of multi-camera clips."""

from move_ugc_async._generated.fragments import CameraSettings, CameraSettingsPage, Rig, RigsPage
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Service


class AsyncRigService(Service):
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
        options = self._call_options(timeout)

        async def fetch(**_: object) -> RigsPage | None:
            return await self._context.api.list_rigs(call_options=options)

        return self._paginate(fetch)


class AsyncCameraSettingsService(Service):
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
        options = self._call_options(timeout)

        async def fetch(**_: object) -> CameraSettingsPage | None:
            return await self._context.api.list_camera_settings(call_options=options)

        return self._paginate(fetch)
