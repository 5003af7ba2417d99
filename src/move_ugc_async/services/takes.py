"""Takes: clips that were recorded together."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from move_ugc_async._generated.client import GraphQLClient
from move_ugc_async._generated.enums import SortDirection
from move_ugc_async._generated.expand import TakeExpand
from move_ugc_async._generated.fragments import TakesPage, TakeType
from move_ugc_async._idempotency.creation import Creation
from move_ugc_async._idempotency.evidence import SearchResult, judge_reading
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import names_of, take_flags
from move_ugc_async.services.inputs import Sources, Sync, ensure_sources, ensure_sync_method


class AsyncTakeService(Service):
    """Create, read, update and list takes.

    Available as `client.takes`.
    """

    async def create_singlecam(
        self,
        sources: Sources,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Iterable[TakeExpand] | TakeExpand | None = None,
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
            timeout: Deadline of the creation in seconds, including all attempts, pauses and searches for the key; above
                0. Default: the client's `timeout`.

        Raises:
            AmbiguousCreateError: The outcome is unknown; call again with the same key.
            IdempotencyMismatchError: The key was used before with other parameters; nothing was created.
            MoveError: Any other error.
        """
        parameters: dict[str, Any] = {"sources": ensure_sources(sources), "name": name}
        return await self._create_take(
            "createSingleCamTake",
            GraphQLClient.create_single_cam_take,
            parameters,
            metadata,
            expand,
            idempotency_key,
            timeout,
        )

    async def create_multicam(
        self,
        sources: Sources,
        volume_id: str,
        name: str | None = None,
        sync_method: Sync | None = None,
        metadata: JsonInput = None,
        expand: Iterable[TakeExpand] | TakeExpand | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> TakeType:
        """Create a take from clips that several cameras recorded in a calibrated volume. Takes are free.

        Args:
            sources: One clip for each camera, with its lens, and with the device label that the camera has in the
                volume.
            volume_id: Id of a volume whose calibration has finished.
            name: Display name.
            sync_method: How to synchronise the cameras.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            expand: Related objects to include in the result.
            idempotency_key: Your own name for this creation, 1 to 256 characters. Another call with the same key
                returns the same object instead of creating a second one, even after a lost response. The key is stored
                in the metadata, and removed when metadata is read.
            timeout: Deadline of the creation in seconds, including all attempts, pauses and searches for the key; above
                0. Default: the client's `timeout`.

        Raises:
            AmbiguousCreateError: The outcome is unknown; call again with the same key.
            IdempotencyMismatchError: The key was used before with other parameters; nothing was created.
            MoveNotFoundError: There is no such volume or file.
            MoveError: Any other error.
        """
        parameters: dict[str, Any] = {
            "sources": ensure_sources(sources),
            "volume_id": ensure_id(volume_id, "a volume"),
            "name": name,
            "sync_method": ensure_sync_method(sync_method),
        }
        return await self._create_take(
            "createMultiCamTake",
            GraphQLClient.create_multi_cam_take,
            parameters,
            metadata,
            expand,
            idempotency_key,
            timeout,
        )

    async def _create_take(
        self,
        operation: str,
        method: Callable[..., Awaitable[TakeType]],
        parameters: dict[str, Any],
        metadata: JsonInput,
        expand: Iterable[TakeExpand] | TakeExpand | None,
        idempotency_key: str | None,
        timeout: float | None,
    ) -> TakeType:
        expand = names_of(expand)
        flags = take_flags(expand)
        creation = Creation(
            operation,
            parameters,
            metadata,
            send=lambda keyed, options: method(
                self._context.api, **parameters, metadata=keyed, **flags, call_options=options
            ),
            timeout=self._call_options(timeout).timeout,
            search=lambda key: self._search(key, timeout),
            read=lambda created: self.retrieve(created, expand, timeout=timeout),
        )
        return await self._create(creation, idempotency_key)

    async def retrieve(
        self, id: str, expand: Iterable[TakeExpand] | TakeExpand | None = None, *, timeout: float | None = None
    ) -> TakeType:
        """Read one take.

        Args:
            id: Id of the take.
            expand: Related objects to include in the result.
            timeout: Deadline of the call in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Any other error.
        """
        return await self._context.api.get_take(
            ensure_id(id, "a take"), **take_flags(expand), call_options=self._call_options(timeout)
        )

    async def find(self, idempotency_key: str, *, timeout: float | None = None) -> TakeType | None:
        """Find the take that was created with an idempotency key, within `idempotency_window`.

        Args:
            idempotency_key: The `idempotency_key` of the creation.
            timeout: Deadline of each page in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Returns:
            The oldest object with this key, or None.

        Raises:
            MoveError: The list cannot be read, or a part of it is missing.
        """
        found = await self._find("takes", self.list(timeout=timeout), idempotency_key)
        return None if found is None else await self.retrieve(found, timeout=timeout)

    async def _search(self, key: str, timeout: float | None) -> SearchResult:
        return judge_reading(await self._read_keys("takes", self.list(timeout=timeout), key))

    async def update(
        self,
        id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Iterable[TakeExpand] | TakeExpand | None = None,
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
            timeout: Deadline of the call in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Any other error.
        """
        take_id = ensure_id(id, "a take")
        keyed = await self._preserve_key(lambda: self.retrieve(take_id, timeout=timeout), metadata)
        return await self._context.api.update_take(
            take_id, metadata=keyed, name=name, **take_flags(expand), call_options=self._call_options(timeout)
        )

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        expand: Iterable[TakeExpand] | TakeExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[TakeType]:
        """List takes in order of creation.

        Args:
            limit: Maximum number of takes in one page; 1 or more. Default: the client's `default_page_size`, then the
                server's default.
            next_token: Cursor to continue from: the `next_token` of a page or an error.
            sort_by: `DESC` (newest first) or `ASC` (oldest first).
            expand: Related objects to include with each take.
            timeout: Deadline of each page in seconds, including all attempts and pauses; above 0. Default: the client's
                `timeout`.

        Returns:
            A paginator: `await` it for one page, or iterate over it for all objects.
        """
        flags = take_flags(expand)
        direction = ensure_enum(SortDirection, sort_by, "sort_by")
        options = self._call_options(timeout)

        async def fetch(first: int | None, after: str | None) -> TakesPage | None:
            return await self._context.api.list_takes(
                first=first, after=after, sort_direction=direction, **flags, call_options=options
            )

        return self._paginate(fetch, limit=limit, next_token=next_token)
