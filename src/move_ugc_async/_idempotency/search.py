"""Search for the object that was created with an idempotency key."""

from collections.abc import Sequence
from dataclasses import replace

from move_ugc_async._clock import boot_id
from move_ugc_async._idempotency.create_call import CreateCall
from move_ugc_async._idempotency.evidence import Absent, Found, Match, Unknown
from move_ugc_async._idempotency.index import CreatedT
from move_ugc_async._idempotency.record import Record
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async.errors import (
    AmbiguousCreateError,
    JobFailedError,
    MoveError,
    MoveMalformedResponseError,
    MoveNotFoundError,
)

_MIN_SEARCH_INTERVAL = 1.0
"""Minimum seconds between two searches."""


async def find_existing(call: CreateCall[CreatedT]) -> CreatedT | None:
    """Return the object that an earlier call created with this key, or None once absence is proven."""
    context, record = call.context, call.held.record
    if record is not None and record.in_flight:
        # Its process has ended: the time of its write is unknown, so the delay counts from now.
        call.try_write(replace(record, in_flight=False, boot=boot_id(), written_at=context.clock.uptime()))
    if record is not None and record.account == context.account:
        if record.digest != call.digest:
            raise call.mismatch_error(record.id)
        known = await _read_recorded(call, record)
        if known is not None:
            return known
    remaining = _seconds_until_listed(call)
    is_new = isinstance(call.key, WorkflowKey) and call.key.is_new
    if call.creation.search is None or (is_new and record is None):
        return None
    if remaining > 0:
        return await _search_unconfirmed(call, remaining)
    if record is None and context.scope == "host" and await context.store.has_every_attempt(context.window):
        return None
    return await search(call)


def _seconds_until_listed(call: CreateCall[CreatedT]) -> float:
    """Return the seconds until a search finds every object that an earlier attempt may have created."""
    context, held = call.context, call.held
    now = context.clock.uptime()
    # The record bounds all attempts on this host, including those of other accounts.
    recorded = held.record.remaining(context.consistency_delay, now) if held.record is not None else 0.0
    unrecorded = context.seconds_until_conclusive(held.unrecorded_at) if held.unrecorded_at is not None else 0.0
    # Another host may have sent an attempt until this call began.
    elsewhere = context.listing_delay - call.elapsed if context.scope == "concurrent" else 0.0
    return max(recorded, min(unrecorded, context.listing_delay), elsewhere)


async def _read_recorded(call: CreateCall[CreatedT], record: Record) -> CreatedT | None:
    if record.id is None or call.creation.read is None:
        return None
    try:
        return await _read(call, record.id)
    except AmbiguousCreateError as error:
        if isinstance(error.__cause__, MoveNotFoundError):
            # It belongs to another account, or to a restarted sandbox.
            call.may_exist = False
            return None
        raise


async def _search_unconfirmed(call: CreateCall[CreatedT], remaining: float) -> CreatedT | None:
    """Search for the object of an attempt that the server may still execute, or that lists do not show yet."""
    context = call.context
    call.may_exist = True
    call.written_at = context.clock.uptime() + remaining - context.listing_delay
    found = await search(call)
    if found is None:
        pause = min(max(context.consistency_delay, _MIN_SEARCH_INTERVAL), remaining)
        found = await search_until_conclusive(call, remaining, pause)
    call.may_exist = False
    return found


async def search(call: CreateCall[CreatedT]) -> CreatedT | None:
    """Return the oldest object with this key, or None once it is proven that no object has it.

    Raises:
        AmbiguousCreateError: The list stays incomplete.
        IdempotencyMismatchError: The object has other parameters.
    """
    context, creation = call.context, call.creation
    if creation.search is None:
        return None
    searches = 0
    while True:
        searches += 1
        match await creation.search(call.key):
            case Found(matches=matches):
                return await _found(call, matches)
            case Absent():
                return None
            case Unknown(error=error):
                error.operation = creation.operation
        pause = context.retry.wait(error, creation.operation, searches, context.clock)
        if pause is None or not call.has_time(pause) or not context.budget.take():
            raise call.inconclusive_error(error) from error
        await context.clock.sleep(pause)


async def _found(call: CreateCall[CreatedT], matches: Sequence[Match]) -> CreatedT:
    oldest, *others = [match for match in matches if match.digest == call.digest] or matches
    for other in others:
        logger.warning(
            "%s: %s and %s were both created with the same key, probably by a process with another state_dir; using %s",
            call.creation.operation,
            oldest.id,
            other.id,
            oldest.id,
        )
    if oldest.digest != call.digest:
        raise call.mismatch_error(oldest.id)
    call.record_created(oldest.id)
    return await _read(call, oldest.id)


async def _read(call: CreateCall[CreatedT], id: str) -> CreatedT:
    """Read the object that was created.

    Raises:
        AmbiguousCreateError: It exists but cannot be read.
        JobFailedError: It has failed, which the server reports as an error.
    """
    assert call.creation.read is not None  # noqa: S101 - searchable objects can be read
    # If the deadline passes during the read, the error must report that the object may exist.
    call.may_exist = True
    try:
        found = await call.creation.read(id)
        call.check_key(found)
        if found.id != id:
            msg = f"expected {id} in the response; got {found.id}"
            raise MoveMalformedResponseError(msg, operation=call.creation.operation)
    except JobFailedError:
        raise
    except MoveError as error:
        raise call.unreadable_error(id, error) from error
    return found


async def search_until_conclusive(call: CreateCall[CreatedT], remaining: float, pause: float) -> CreatedT | None:
    """Search from `pause` seconds on, until the object is found or a search after `remaining` seconds finds nothing."""
    while True:
        if not call.has_time(pause):
            raise call.inconclusive_error(call.ambiguous_error)
        await call.context.clock.sleep(pause)
        # Counted instead of measured, so that the loop also ends with a clock that does not sleep.
        remaining -= pause
        found = await search(call)
        if found is not None or remaining <= 0:
            return found
        pause = min(max(2 * pause, _MIN_SEARCH_INTERVAL), remaining)
