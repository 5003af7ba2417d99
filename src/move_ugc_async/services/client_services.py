"""Services as attributes of a client, each imported and created when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from move_ugc_async._context import ClientContext
    from move_ugc_async.services.account import AsyncClientService
    from move_ugc_async.services.catalogs import AsyncCameraSettingsService, AsyncRigService
    from move_ugc_async.services.events import EventFeed
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService
    from move_ugc_async.services.webhooks import AsyncWebhookService

ServiceT = TypeVar("ServiceT")


class LazyService(Generic[ServiceT]):
    """Descriptor of a service: the service on a client, and the class of the service on the client's class.

    The latter lets `create_autospec(AsyncMoveUgc).jobs` have the methods of the service.
    """

    def __init__(self, path: str, doc: str) -> None:
        self._module, _, self._class = path.partition(".")
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> type[ServiceT]: ...

    @overload
    def __get__(self, client: object, owner: type | None = None) -> ServiceT: ...

    def __get__(self, client: Any, owner: type | None = None) -> Any:
        service = getattr(import_module(f"{__package__}.{self._module}"), self._class)
        if client is None:
            return service
        # The attribute of the instance takes precedence from now on.
        created = client.__dict__[self._name] = service(client._context)  # noqa: SLF001 - same package
        return created


class ClientServices:
    """The services of a client."""

    _context: ClientContext

    jobs: LazyService[AsyncJobService] = LazyService("jobs.AsyncJobService", "Motion capture over a take.")
    takes: LazyService[AsyncTakeService] = LazyService("takes.AsyncTakeService", "Clips that were recorded together.")
    files: LazyService[AsyncFileService] = LazyService(
        "files.AsyncFileService", "Clips, device recordings and outputs."
    )
    volumes: LazyService[AsyncVolumeService] = LazyService("volumes.AsyncVolumeService", "Calibrated recording spaces.")
    client: LazyService[AsyncClientService] = LazyService(
        "account.AsyncClientService", "The account that the API key belongs to."
    )
    camera_settings: LazyService[AsyncCameraSettingsService] = LazyService(
        "catalogs.AsyncCameraSettingsService", "Lenses that multi-camera clips can name."
    )
    rigs: LazyService[AsyncRigService] = LazyService(
        "catalogs.AsyncRigService", "Skeletons that an animation can be retargeted to."
    )
    webhooks: LazyService[AsyncWebhookService] = LazyService(
        "webhooks.AsyncWebhookService", "Endpoints that receive events of the API."
    )
    events: LazyService[EventFeed] = LazyService("events.EventFeed", "Webhooks that wake waits.")
