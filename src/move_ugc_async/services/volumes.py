"""Volumes: calibrated recording spaces for several cameras."""

from functools import partial
from typing import Any

from move_ugc_async._generated.batches import GET_VOLUME
from move_ugc_async._generated.enums import AreaType, SortDirection
from move_ugc_async._generated.expand import VolumeExpand
from move_ugc_async._generated.fragments import HumanVolumeType
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.errors import MoveError
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.expand import Expand, volume_flags
from move_ugc_async.services.inputs import (
    Sources,
    Sync,
    Window,
    count_videos,
    ensure_camera_sources,
    ensure_height,
    ensure_sync_method,
    ensure_window,
    window_amount,
)
from move_ugc_async.services.long_running import LongRunningService


class AsyncVolumeService(LongRunningService[HumanVolumeType, VolumeExpand]):
    """Create, read, list and wait for volumes.

    Available as `client.volumes`.
    """

    _kind = "volume"
    _field = GET_VOLUME
    _model = HumanVolumeType
    _list_name = "volumes"
    _flags = staticmethod(volume_flags)

    async def create_human_volume(
        self,
        sources: Sources,
        human_height: float,
        area_type: AreaType | str,
        sync_method: Sync | None = None,
        metadata: JsonInput = None,
        name: str | None = None,
        clip_window: Window | None = None,
        expand: Expand[VolumeExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> HumanVolumeType:
        """Create a volume: start the calibration of a recording space. The volume costs credits.

        Without an idempotency key, the request is retried only if it certainly did not reach the server, since each
        volume is billed when it is created.

        Args:
            sources: One clip for each camera, at least two, each with its lens and another device label. Lenses are
                not checked.
            human_height: Height of the person who walks through the space, in metres; above 0 and below 3.
            area_type: `NORMAL` below 20 square metres, otherwise `LARGE`.
            sync_method: How to synchronise the cameras.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            name: Display name.
            clip_window: Part of the clips to process, in seconds. Default: the whole clips.
            expand: Related objects to include in the result.
            idempotency_key: Your own name for this creation, 1 to 256 characters. Another call with the same key
                returns the same object instead of creating a second one, even after a lost response. The key is stored
                in the metadata, and removed when metadata is read.
            timeout: Deadline in seconds, with attempts, pauses and searches; above 0. Default: the client's `timeout`.

        Returns:
            The volume, usually in state `NOT_STARTED`; pass it to `wait`.

        Raises:
            AmbiguousCreateError: The outcome is unknown; call again with the same key.
            IdempotencyMismatchError: The key was used before with other parameters; nothing was created.
            MoveNotFoundError: There is no such file.
            MoveError: Any other error.
        """
        parameters: dict[str, Any] = {
            "human_height": ensure_height(human_height),
            "sources": ensure_camera_sources(sources),
            "area_type": ensure_enum(AreaType, area_type, "area_type"),
            "sync_method": ensure_sync_method(sync_method),
            "clip_window": ensure_window(clip_window),
            "name": name,
        }
        send = self._context.api.create_volume_with_human
        return await self._create_keyed(
            "createVolumeWithHuman",
            send,
            parameters,
            metadata,
            expand,
            idempotency_key,
            timeout,
            window_amount(parameters["clip_window"], videos=count_videos(parameters["sources"])),
        )

    async def retrieve_human_volume(
        self, id: str, expand: Expand[VolumeExpand] = None, *, timeout: float | None = None
    ) -> HumanVolumeType:
        """Read one volume.

        Args:
            id: Id of the volume.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            JobFailedError: It failed, and the server returned an error instead.
            MoveNotFoundError: There is no such volume.
            MoveError: Any other error.
        """
        volume_id, flags = ensure_id(id, "a volume"), volume_flags(expand)
        try:
            return await self._context.api.get_volume(volume_id, **flags, call_options=self._call_options(timeout))
        except MoveError as error:
            self._raise_if_failed(volume_id, error)
            raise

    async def _read(self, id: str, expand: Expand[VolumeExpand], timeout: float | None = None) -> HumanVolumeType:
        return await self.retrieve_human_volume(id, expand, timeout=timeout)

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        expand: Expand[VolumeExpand] = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[HumanVolumeType]:
        """List volumes in order of creation.

        Args:
            limit: Maximum size of a page; 1 or more. Default: `default_page_size`, then the server's default.
            next_token: Cursor to continue from: the `next_token` of a page or an error.
            sort_by: `DESC` (newest first) or `ASC` (oldest first).
            expand: Related objects to include with each volume.
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            A paginator: `await` it for one page, or iterate over it for all objects.
        """
        fetch = partial(
            self._context.api.list_volumes,
            sort_direction=ensure_enum(SortDirection, sort_by, "sort_by"),
            **volume_flags(expand),
            call_options=self._call_options(timeout),
        )
        return self._paginate(fetch, limit, next_token)
