"""Lenses that multi-camera sources may name."""

from move_ugc_async._generated.fragments import CameraSettings, CameraSettingsPage
from move_ugc_async.pagination import Paginator
from move_ugc_async.services.base import Service


class AsyncCameraSettingsService(Service):
    """List the lenses.

    Take it from a client, `client.camera_settings`; it can be kept in a variable.
    """

    def list(self, *, timeout: float | None = None) -> Paginator[CameraSettings]:
        """List the lenses. The API gives them in one page.

        Args:
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            A list to `await` for its page, or to iterate over.
        """
        api = self._calls(timeout)

        async def fetch(_first: int | None, _after: str | None) -> CameraSettingsPage | None:
            return await api.list_camera_settings()

        return self._paginate(fetch)
