"""Volumes: calibrated recording spaces for several cameras."""

from collections.abc import Iterable
from typing import Any

from move_ugc_async._generated.batches import GET_VOLUME
from move_ugc_async._generated.enums import AreaType, SortDirection
from move_ugc_async._generated.expand import VolumeExpand, VolumeFlags
from move_ugc_async._generated.fragments import HumanVolumeType, VolumePage
from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._idempotency.evidence import SearchResult, judge_reading
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.expand import names_of, volume_flags
from move_ugc_async.services.input_models import Sources, Sync, Window, source_list, sync_of, window_of
from move_ugc_async.services.inputs import height
from move_ugc_async.services.long_running import LongRunningService


class AsyncVolumeService(LongRunningService[HumanVolumeType, VolumeExpand]):
    """Calibrate, read and wait for volumes.

    Take it from a client, `client.volumes`; it can be kept in a variable.
    """

    _kind = "volume"
    _field = GET_VOLUME
    _model = HumanVolumeType

    async def create_human_volume(
        self,
        sources: Sources,
        human_height: float,
        area_type: AreaType | str,
        sync_method: Sync | None = None,
        metadata: JsonInput = None,
        name: str | None = None,
        clip_window: Window | None = None,
        expand: Iterable[VolumeExpand] | VolumeExpand | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> HumanVolumeType:
        """Start the calibration of a recording space. It costs credits.

        Without an idempotency key it is sent again only when it certainly never reached the server: a volume is billed
        when it is made.

        Args:
            sources: One video a camera, at least two, each with its lens.
            human_height: Height of the person who walks through the space, in metres.
            area_type: `NORMAL` below 20 square metres, else `LARGE`.
            sync_method: How to bring the cameras to one clock.
            metadata: Any JSON value, or a JSON document as a string.
            name: Display name.
            clip_window: The part of the clips to use; left out, the whole clips.
            expand: What else the volume shall carry.
            idempotency_key: Your own name for this very creation. Called again with it, the object is found instead of
                created again, and a lost answer makes no second one. It is left in the metadata, which must be a JSON
                object or left out, and hidden again from what is read.
            timeout: Seconds that the whole creation may take, with all its tries, waits and looks for the key; left
                out, the client's.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key was used before, with other parameters.
            MoveNotFoundError: There is no such file.
            MoveError: The volume was not made, or it is not known whether it was.
        """
        parameters: dict[str, Any] = {
            "sources": source_list(sources),
            "human_height": height(human_height),
            "area_type": ensure_enum(AreaType, area_type, "area_type"),
            "sync_method": sync_of(sync_method),
            "clip_window": window_of(clip_window),
            "name": name,
        }
        expand = names_of(expand)
        flags = volume_flags(expand)
        return await self._create(
            Creation(
                "createVolumeWithHuman",
                parameters,
                metadata,
                send=lambda kept, attempt: self._creating(attempt).create_volume_with_human(
                    **parameters, metadata=kept, **flags
                ),
                timeout=self._seconds(timeout),
                search=lambda key: self._search(key, timeout),
                read=lambda created: self.retrieve_human_volume(created, expand, timeout=timeout),
            ),
            idempotency_key,
        )

    async def retrieve_human_volume(
        self, id: str, expand: Iterable[VolumeExpand] | VolumeExpand | None = None, *, timeout: float | None = None
    ) -> HumanVolumeType:
        """Read one volume.

        Args:
            id: Id of the volume.
            expand: What else the volume shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            JobFailedError: It has failed, and the server says so with an error in its place.
            MoveNotFoundError: There is no such volume.
            MoveError: Anything else that went wrong.
        """
        volume_id, flags = ensure_id(id, "a volume"), volume_flags(expand)
        return await self._work(volume_id, self._calls(timeout).get_volume(volume_id, **flags))

    async def find(self, idempotency_key: str, *, timeout: float | None = None) -> HumanVolumeType | None:
        """Find the volume that was created with a key, within `idempotency_window`.

        Args:
            idempotency_key: What `create_…` was given.
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            The oldest with this key, or None.

        Raises:
            MoveError: Something went wrong.
        """
        found = await self._find("volumes", self.list(timeout=timeout), idempotency_key)
        return None if found is None else await self.retrieve_human_volume(found, timeout=timeout)

    async def _search(self, key: str, timeout: float | None) -> SearchResult:
        return judge_reading(await self._read_keys("volumes", self.list(timeout=timeout), key))

    async def _read(self, id: str, expand: Iterable[VolumeExpand] | VolumeExpand | None) -> HumanVolumeType:
        return await self.retrieve_human_volume(id, expand)

    def _flags(self, expand: Iterable[VolumeExpand] | VolumeExpand | None) -> VolumeFlags:
        return volume_flags(expand)

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        expand: Iterable[VolumeExpand] | VolumeExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[HumanVolumeType]:
        """List volumes in order of creation.

        Args:
            limit: The most volumes in one page; left out, the client's default and then the server's.
            next_token: Where to go on, from a page or an error.
            sort_by: Newest first, or oldest first.
            expand: What else each volume shall carry.
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            A list to `await` for one page, or to iterate over.
        """
        flags = volume_flags(expand)
        direction = ensure_enum(SortDirection, sort_by, "sort_by")
        api = self._calls(timeout)

        async def fetch(first: int | None, after: str | None) -> VolumePage | None:
            return await api.list_volumes(first=first, after=after, sort_direction=direction, **flags)

        return self._paginate(fetch, limit=limit, next_token=next_token)
