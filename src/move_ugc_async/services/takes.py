"""Takes: clips that were recorded together."""

from functools import partial
from typing import Any

from move_ugc_async._generated.enums import SortDirection
from move_ugc_async._generated.expand import TakeExpand
from move_ugc_async._generated.fragments import TakeType
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.base import KeyedService
from move_ugc_async.services.expand import Expand, take_flags
from move_ugc_async.services.inputs import Sources, Sync, ensure_camera_sources, ensure_sources, ensure_sync_method


class AsyncTakeService(KeyedService[TakeType, TakeExpand]):
    """Create, read, update and list takes.

    Available as `client.takes`.
    """

    _list_name = "takes"
    _flags = staticmethod(take_flags)

    async def create_singlecam(
        self,
        sources: Sources,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Expand[TakeExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> TakeType:
        """Create a take from a clip that one camera recorded. Takes are free.

        ```python
        file = await client.files.upload("dance.mp4")
        source = SourceIn(device_label="phone", file_id=file.id, format="mp4")
        take = await client.takes.create_singlecam(source, idempotency_key="order-7")
        ```

        Args:
            sources: One clip, and optionally the device recording (format `MOVE`) with the same device label.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            expand: Related objects to include in the result.
            idempotency_key: Your own name for this creation, 1 to 256 characters. Another call with the same key
                returns the same object instead of creating a second one, even after a lost response. The key is stored
                in the metadata, and removed when metadata is read.
            timeout: Deadline in seconds, with attempts, pauses and searches; above 0. Default: the client's `timeout`.

        Raises:
            AmbiguousCreateError: The outcome is unknown; call again with the same key.
            IdempotencyMismatchError: The key was used before with other parameters; nothing was created.
            MoveError: Any other error.
        """
        parameters: dict[str, Any] = {"sources": ensure_sources(sources), "name": name}
        send = self._context.api.create_single_cam_take
        return await self._create_keyed(
            "createSingleCamTake", send, parameters, metadata, expand, idempotency_key, timeout
        )

    async def create_multicam(
        self,
        sources: Sources,
        volume_id: str,
        name: str | None = None,
        sync_method: Sync | None = None,
        metadata: JsonInput = None,
        expand: Expand[TakeExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> TakeType:
        """Create a take from clips that several cameras recorded in a calibrated volume. Takes are free.

        Args:
            sources: One clip for each camera, at least two, each with its lens and with the device label that the
                camera has in the volume, which must differ. Lenses are not checked: an unknown one is refused by the
                server, or makes the job fail.
            volume_id: Id of a volume whose calibration has finished.
            name: Display name.
            sync_method: How to synchronise the cameras.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            expand: Related objects to include in the result.
            idempotency_key: As for `create_singlecam`.
            timeout: As for `create_singlecam`.

        Raises:
            MoveInvalidRequestError: There are fewer than two videos, or two with the same label; nothing was sent.
            MoveNotFoundError: There is no such volume or file.
            MoveError: As for `create_singlecam`.
        """
        parameters: dict[str, Any] = {
            "sources": ensure_camera_sources(sources),
            "volume_id": ensure_id(volume_id, "a volume"),
            "name": name,
            "sync_method": ensure_sync_method(sync_method),
        }
        send = self._context.api.create_multi_cam_take
        return await self._create_keyed(
            "createMultiCamTake", send, parameters, metadata, expand, idempotency_key, timeout
        )

    async def retrieve(self, id: str, expand: Expand[TakeExpand] = None, *, timeout: float | None = None) -> TakeType:
        """Read one take.

        Args:
            id: Id of the take.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Any other error.
        """
        return await self._context.api.get_take(
            ensure_id(id, "a take"), **take_flags(expand), call_options=self._call_options(timeout)
        )

    async def _read(self, id: str, expand: Expand[TakeExpand], timeout: float | None = None) -> TakeType:
        return await self.retrieve(id, expand, timeout=timeout)

    async def update(
        self,
        id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Expand[TakeExpand] = None,
        *,
        timeout: float | None = None,
    ) -> TakeType:
        """Update the name or metadata of a take; omitted ones stay unchanged.

        Args:
            id: Id of the take.
            name: New display name.
            metadata: Replaces the whole document; `{}` clears it. The idempotency key of the take is kept, for which
                the take is read first; if it has one, the document must be a JSON object.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Any other error.
        """
        take_id = ensure_id(id, "a take")
        keyed = await self._preserve_key(take_id, metadata, timeout)
        return await self._context.api.update_take(
            take_id, metadata=keyed, name=name, **take_flags(expand), call_options=self._call_options(timeout)
        )

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        expand: Expand[TakeExpand] = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[TakeType]:
        """List takes in order of creation.

        Args:
            limit: Maximum size of a page; 1 or more. Default: `default_page_size`, then the server's default.
            next_token: Cursor to continue from: the `next_token` of a page or an error.
            sort_by: `DESC` (newest first) or `ASC` (oldest first).
            expand: Related objects to include with each take.
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            A paginator: `await` it for one page, or iterate over it for all objects.
        """
        fetch = partial(
            self._context.api.list_takes,
            sort_direction=ensure_enum(SortDirection, sort_by, "sort_by"),
            **take_flags(expand),
            call_options=self._call_options(timeout),
        )
        return self._paginate(fetch, limit, next_token)
