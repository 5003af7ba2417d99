"""Plans clips with a dry run, and registers them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import sqlalchemy as sa

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureSpec,
    IdempotencyMismatchError,
    MoveInvalidRequestError,
    PreflightError,
)
from move_ugc_async.batch._items import Item, Items
from move_ugc_async.batch._keys import content_of, default_key, fingerprint, plain_spec, text_digest
from move_ugc_async.batch._rejections import rejected_item, unplanned_item

if TYPE_CHECKING:
    from move_ugc_async import CaptureOptions
    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient

Action: TypeAlias = Literal["new", "known", "duplicate", "rejected"]

PlannedJob: TypeAlias = tuple[str, str]
"""The key and the fingerprint of a clip."""

_HASHED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one clip."""

    item: Item
    action: Action


class Submission:
    """Registers clips of one batch; the same clip once."""

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str, version: str) -> None:
        self._database, self._client, self._items = database, client, items
        self._batch, self._version = batch, version

    async def plan(
        self, sdk: AsyncMoveUgc, specs: Sequence[CaptureSpec], on_read: Callable[[], Awaitable[None]]
    ) -> list[Item]:
        """Validate and hash clips; those that cannot be used are marked as rejected.

        Args:
            sdk: The client.
            specs: The clips.
            on_read: Called after each clip.

        Raises:
            MoveInvalidRequestError: An argument of a spec is invalid.
        """
        # Budgets are for creations: a clip that is known may have been paid for, and another one waits or fails then.
        sdk = sdk.with_options(budget=())
        plain = [plain_spec(spec) for spec in specs]
        slots = asyncio.Semaphore(_HASHED_AT_ONCE)

        async def plan(path: str, directory: str, options: dict[str, Any]) -> Item:
            async with slots:
                item = await self._planned(sdk, path, directory, options)
            await on_read()
            return item

        try:
            async with asyncio.TaskGroup() as tasks:
                planned = [tasks.create_task(plan(*each)) for each in plain]
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        return [each.result() for each in planned]

    def register(
        self,
        items: Sequence[Item],
        planned: Collection[PlannedJob] | None = None,
        *,
        retried: Sequence[str] = (),
        keep: Collection[str] = (),
    ) -> list[Decision]:
        """Store new clips and enqueue their workflows, in one transaction. Blocks.

        Args:
            items: The clips.
            planned: The jobs that may be new; others are rejected. None: all.
            retried: Ids of the rejected clips that they replace. Default: all rejected clips with their paths.
            keep: Ids of rejected clips that they do not replace, since they belong to the same submission.

        Raises:
            IdempotencyMismatchError: A key was used for other content or options; nothing was stored.
        """
        with self._database.write(lock=f"items {self._batch}") as connection:
            decisions, moved = self._decide(connection, items, planned)
            # First, since it takes longest: workers wait once revisions are taken.
            for each in decisions:
                if each.action == "new":
                    self._client.enqueue_upload(connection, self._batch, each.item.id)
            # Specs that are the same are one row.
            fresh = [*{each.item.id: each.item for each in decisions if each.action != "known"}.values()]
            # Earlier rejections are obsolete, whether these clips can be used now, are known or are rejected again.
            replaced = retried or self._items.rejected_with(connection, [item.path for item in items])
            others = {*keep}.difference(each.id for each in fresh)
            self._items.remove_rejected(connection, [each for each in replaced if each not in others])
            self._items.add(connection, fresh)
            for item in moved:
                self._items.change(connection, [item.id], path=item.path, options=item.options)
        return decisions

    async def submit_again(
        self, sdk: AsyncMoveUgc, items: Sequence[Item], on_read: Callable[[], Awaitable[None]]
    ) -> int:
        """Submit clips again that were rejected, and return how many are not any more; arguments as of `plan`."""
        number = 0
        for item in items:
            spec = CaptureSpec(item.path, item.directory, cast("CaptureOptions", dict(item.options)))
            try:
                planned = await self.plan(sdk, [spec], on_read)
                decisions = await self._database.run(partial(self.register, planned, retried=[item.id]))
            except (IdempotencyMismatchError, MoveInvalidRequestError) as error:
                # Others are not held up by it.
                again = rejected_item(item.path, item.directory, item.options, error)
                decisions = await self._database.run(partial(self.register, [again], retried=[item.id]))
            number += decisions[0].action != "rejected"
        return number

    def decide(self, items: Sequence[Item]) -> list[Decision]:
        """Return what `register` would do. Blocks."""
        with self._database.read() as connection:
            return self._decide(connection, items)[0]

    def _decide(
        self, connection: sa.Connection, items: Sequence[Item], planned: Collection[PlannedJob] | None = None
    ) -> tuple[list[Decision], list[Item]]:
        with_keys = self._items.by_key(connection, [item.key for item in items])
        known = {item.key: item for item in with_keys if item.has_workflow}
        copies = {(item.key, item.path) for item in with_keys if item.rejected is None}
        decisions, moved = list[Decision](), list[Item]()
        for item in items:
            original = known.get(item.key)
            if item.rejected is not None:
                decisions.append(Decision(item, "rejected"))
            elif original is None and planned is not None and (item.key, item.fingerprint) not in planned:
                decisions.append(Decision(unplanned_item(item), "rejected"))
            elif original is None:
                known[item.key] = item
                copies.add((item.key, item.path))
                decisions.append(Decision(item, "new"))
            elif original.fingerprint != item.fingerprint:
                msg = (
                    f"the key {item.key!r} was used before in this batch, for {original.path} with other content or "
                    "options; another key pays for a new job"
                )
                raise IdempotencyMismatchError(msg, id=original.id)
            elif (item.key, item.path) in copies and (item.files == original.files or _is_complete(original)):
                same = original.id if original.path == item.path else _copy_id(item)
                decisions.append(Decision(replace(item, id=same), "known"))
            elif not _is_complete(original):
                # Also if its copy is known, which is done in its place from now on.
                moved.append(_moved(original, item))
                known[item.key] = moved[-1]
                is_copy = item.path != original.path and (item.key, item.path) in copies
                copies.add((item.key, item.path))
                decisions.append(Decision(replace(item, id=_copy_id(item) if is_copy else original.id), "known"))
            else:
                copies.add((item.key, item.path))
                copy = replace(item, id=_copy_id(item), duplicate_of=original.id)
                decisions.append(Decision(copy, "duplicate"))
        return decisions, moved

    async def _planned(self, sdk: AsyncMoveUgc, path: str, directory: str, options: dict[str, Any]) -> Item:
        arguments = {name: value for name, value in options.items() if name != "key"}
        try:
            plan = await sdk.capture(path, directory, dry_run=True, **options)
        except (CaptureError, PreflightError, OSError) as error:
            if isinstance(error.__cause__, IdempotencyMismatchError):
                # As for a key of this batch.
                raise error.__cause__ from None
            return rejected_item(path, directory, options, error)
        except MoveInvalidRequestError as error:
            error.add_note(f"in the spec of {path}")
            raise
        content = content_of(clip.content_digest or "" for clip in plan.clips)
        digest = fingerprint(self._version, content, options)
        key = options.get("key", default_key(digest))
        return Item(
            id=key,
            key=key,
            content=content,
            fingerprint=digest,
            path=path,
            directory=directory,
            options=arguments,
            minutes=plan.video_minutes,
            warnings=tuple(str(each) for each in plan.warnings),
        )


def _is_complete(item: Item) -> bool:
    """Return whether all files of a clip exist."""
    return all(Path(each).exists() for each in item.files)


def _moved(original: Item, copy: Item) -> Item:
    """Return a clip with the files of a copy. It keeps its folder, which may have outputs."""
    options = {**original.options}
    if "move_file" in copy.options:
        options["move_file"] = copy.options["move_file"]
    return replace(original, path=copy.path, options=options)


def _copy_id(item: Item) -> str:
    return f"{item.key}.{text_digest(item.path)[:16]}"
