"""Lenses that multi-camera clips can name."""

from move_ugc_async._generated.fragments import CameraSettings, CameraSettingsPage
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Service


class AsyncCameraSettingsService(Service):
    """List the lenses.

    Available as `client.camera_settings`.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[CameraSettings]:
        """List the lenses. The API returns them in one page.

        Args:
            timeout: Deadline of each page in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Returns:
            A paginator: `await` it for the page, or iterate over it.
        """
        options = self._call_options(timeout)

        async def fetch(_first: int | None, _after: str | None) -> CameraSettingsPage | None:
            return await self._context.api.list_camera_settings(call_options=options)

        return self._paginate(fetch)
