"""Takes: clips that were recorded together."""

from collections.abc import Iterable
from typing import Any

from move_ugc_async._generated.enums import SortDirection
from move_ugc_async._generated.expand import TakeExpand
from move_ugc_async._generated.fragments import TakesPage, TakeType
from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._idempotency.evidence import SearchResult, judge_reading
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import names_of, take_flags
from move_ugc_async.services.input_models import Sources, Sync, source_list, sync_of


class AsyncTakeService(Service):
    """Make, read and change takes.

    Take it from a client, `client.takes`; it can be kept in a variable.
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
        """Make a take of a clip that one camera recorded.

        Args:
            sources: One video, and the device recording of format MOVE with the same device label where there is one.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string.
            expand: What else the take shall carry.
            idempotency_key: Your own name for this very creation. Called again with it, the object is found instead of
                created again, and a lost answer makes no second one. It is left in the metadata, which must be a JSON
                object or left out, and hidden again from what is read.
            timeout: Seconds that the whole creation may take, with all its tries, waits and looks for the key; left
                out, the client's.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key was used before, with other parameters.
            MoveError: The take was not made, or it is not known whether it was.
        """
        parameters: dict[str, Any] = {"sources": source_list(sources), "name": name}
        expand = names_of(expand)
        flags = take_flags(expand)
        return await self._create(
            Creation(
                "createSingleCamTake",
                parameters,
                metadata,
                send=lambda kept, attempt: self._creating(attempt).create_single_cam_take(
                    **parameters, metadata=kept, **flags
                ),
                timeout=self._seconds(timeout),
                search=lambda key: self._search(key, timeout),
                read=lambda created: self.retrieve(created, expand, timeout=timeout),
            ),
            idempotency_key,
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
        """Make a take of clips that several cameras recorded in a calibrated volume.

        Args:
            sources: One video a camera, each with its lens, with the device labels of the volume's cameras.
            volume_id: Id of the volume, whose calibration has finished.
            name: Display name.
            sync_method: How to bring the cameras to one clock.
            metadata: Any JSON value, or a JSON document as a string.
            expand: What else the take shall carry.
            idempotency_key: Your own name for this very creation. Called again with it, the object is found instead of
                created again, and a lost answer makes no second one. It is left in the metadata, which must be a JSON
                object or left out, and hidden again from what is read.
            timeout: Seconds that the whole creation may take, with all its tries, waits and looks for the key; left
                out, the client's.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key was used before, with other parameters.
            MoveNotFoundError: There is no such volume or file.
            MoveError: The take was not made, or it is not known whether it was.
        """
        parameters: dict[str, Any] = {
            "sources": source_list(sources),
            "volume_id": ensure_id(volume_id, "a volume"),
            "name": name,
            "sync_method": sync_of(sync_method),
        }
        expand = names_of(expand)
        flags = take_flags(expand)
        return await self._create(
            Creation(
                "createMultiCamTake",
                parameters,
                metadata,
                send=lambda kept, attempt: self._creating(attempt).create_multi_cam_take(
                    **parameters, metadata=kept, **flags
                ),
                timeout=self._seconds(timeout),
                search=lambda key: self._search(key, timeout),
                read=lambda created: self.retrieve(created, expand, timeout=timeout),
            ),
            idempotency_key,
        )

    async def retrieve(
        self, id: str, expand: Iterable[TakeExpand] | TakeExpand | None = None, *, timeout: float | None = None
    ) -> TakeType:
        """Read one take.

        Args:
            id: Id of the take.
            expand: What else the take shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Anything else that went wrong.
        """
        return await self._calls(timeout).get_take(ensure_id(id, "a take"), **take_flags(expand))

    async def find(self, idempotency_key: str, *, timeout: float | None = None) -> TakeType | None:
        """Find the take that was created with a key, within `idempotency_window`.

        Args:
            idempotency_key: What `create_…` was given.
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            The oldest with this key, or None.

        Raises:
            MoveError: Something went wrong.
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
        """Change a take's name or metadata; what is left out stays as it is.

        Args:
            id: Id of the take.
            name: The new display name.
            metadata: Replaces the old document as a whole; `{}` clears it. An idempotency key is kept, for which the
                object is read first; the document must then be a JSON object.
            expand: What else the take shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveNotFoundError: There is no such take.
            MoveError: Anything else that went wrong.
        """
        take_id = ensure_id(id, "a take")
        kept = await self._with_key_of(lambda: self.retrieve(take_id, timeout=timeout), metadata)
        return await self._calls(timeout).update_take(take_id, metadata=kept, name=name, **take_flags(expand))

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
            limit: The most takes in one page; left out, the client's default and then the server's.
            next_token: Where to go on, from a page or an error.
            sort_by: Newest first, or oldest first.
            expand: What else each take shall carry.
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            A list to `await` for one page, or to iterate over.
        """
        flags = take_flags(expand)
        direction = ensure_enum(SortDirection, sort_by, "sort_by")
        api = self._calls(timeout)

        async def fetch(first: int | None, after: str | None) -> TakesPage | None:
            return await api.list_takes(first=first, after=after, sort_direction=direction, **flags)

        return self._paginate(fetch, limit=limit, next_token=next_token)
