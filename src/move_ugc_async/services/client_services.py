"""Services as attributes of a client, each imported and created when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    from move_ugc_async._context import ClientContext
    from move_ugc_async.services.account import AsyncClientService
    from move_ugc_async.services.camera_settings import AsyncCameraSettingsService
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.rigs import AsyncRigService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService
    from move_ugc_async.services.webhooks import AsyncWebhookService

ServiceT = TypeVar("ServiceT")


class LazyService(Generic[ServiceT]):
    """Descriptor of a service: the service on a client, and the class of the service on the client's class.

    The latter lets `create_autospec(AsyncMoveUgc).jobs` have the methods of the service.

    Args:
        load: Imports and returns the class of the service.
    """

    def __init__(self, load: Callable[[Any], Callable[[ClientContext], ServiceT]]) -> None:
        self._load = load
        self.__doc__ = load.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> type[ServiceT]: ...

    @overload
    def __get__(self, client: object, owner: type | None = None) -> ServiceT: ...

    def __get__(self, client: Any, owner: type | None = None) -> Any:
        service = self._load(client)
        if client is None:
            return service
        # The attribute of the instance takes precedence from now on.
        created = client.__dict__[self._name] = service(client._context)  # noqa: SLF001 - same package
        return created


class ClientServices:
    """The services of a client."""

    _context: ClientContext

    @LazyService
    def jobs(self) -> type[AsyncJobService]:
        """Motion capture over a take."""
        from move_ugc_async.services.jobs import AsyncJobService

        return AsyncJobService

    @LazyService
    def takes(self) -> type[AsyncTakeService]:
        """Clips that were recorded together."""
        from move_ugc_async.services.takes import AsyncTakeService

        return AsyncTakeService

    @LazyService
    def files(self) -> type[AsyncFileService]:
        """Clips, device recordings and outputs."""
        from move_ugc_async.services.files import AsyncFileService

        return AsyncFileService

    @LazyService
    def volumes(self) -> type[AsyncVolumeService]:
        """Calibrated recording spaces."""
        from move_ugc_async.services.volumes import AsyncVolumeService

        return AsyncVolumeService

    @LazyService
    def client(self) -> type[AsyncClientService]:
        """The account that the API key belongs to."""
        from move_ugc_async.services.account import AsyncClientService

        return AsyncClientService

    @LazyService
    def camera_settings(self) -> type[AsyncCameraSettingsService]:
        """Lenses that multi-camera clips can name."""
        from move_ugc_async.services.camera_settings import AsyncCameraSettingsService

        return AsyncCameraSettingsService

    @LazyService
    def rigs(self) -> type[AsyncRigService]:
        """Skeletons that an animation can be retargeted to."""
        from move_ugc_async.services.rigs import AsyncRigService

        return AsyncRigService

    @LazyService
    def webhooks(self) -> type[AsyncWebhookService]:
        """Endpoints that receive events of the API."""
        from move_ugc_async.services.webhooks import AsyncWebhookService

        return AsyncWebhookService
