"""Create an object at most once, even if responses are lost."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import anyio

from move_ugc_async._idempotency.create_call import CreateCall
from move_ugc_async._idempotency.creation import CreateContext, Creation
from move_ugc_async._idempotency.evidence import is_refused
from move_ugc_async._idempotency.fence import FenceError, check_fence, keeps_fence_errors
from move_ugc_async._idempotency.index import CreatedT
from move_ugc_async._idempotency.search import find_existing, search, search_until_conclusive
from move_ugc_async._schema.keyed_metadata import (
    WorkflowKey,
    digest_of,
    ensure_key,
    insert_key,
    parse_metadata,
    without_key,
)
from move_ugc_async._schema.scalars import JsonInput, encode_json
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import is_retryable
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveConnectionError,
    MoveError,
    MoveTimeoutError,
)


async def create(context: CreateContext, creation: Creation[CreatedT], key: str | None) -> CreatedT:
    """Create an object, or find the one that was created with this key before.

    Raises:
        AmbiguousCreateError: The outcome is unknown.
        IdempotencyMismatchError: The key belongs to an object with other parameters.
        MoveError: The object was not created.
        Exception: The fence raised it, and its attempt was not sent.
    """
    try:
        return await _create(context, creation, key)
    except FenceError as raised:
        if keeps_fence_errors():
            raise
        error = raised.error
    # Outside of the handler, since a context that refers to the error would be a cycle.
    raise error


async def _create(context: CreateContext, creation: Creation[CreatedT], key: str | None) -> CreatedT:
    metadata = cast("JsonInput", without_key(creation.metadata))
    creation = replace(creation, metadata=metadata)
    if key is None:
        return await _create_without_key(context, creation)
    ensure_key(key)
    # Raises a better error for invalid metadata than the digest would.
    encode_json(metadata)
    digest = digest_of(creation.operation, _identity(creation, key))
    keyed = insert_key(metadata, key, digest)
    scope = anyio.move_on_after(creation.timeout)
    call = CreateCall(context, creation, key, digest, keyed, context.clock.monotonic() + creation.timeout, scope)
    try:
        with scope:
            return await _create_with_key(call)
        late = creation.timeout_error()
        raise (call.inconclusive_error(late) if call.may_exist else late) from call.ambiguous_error
    except MoveTimeoutError as error:
        if not error.may_have_arrived:
            raise
        # A creation with an unknown outcome raises AmbiguousCreateError, so a search timed out: nothing was created.
        raise creation.timeout_error(error.message) from error
    finally:
        # Its traceback refers to the call, which would be a reference cycle.
        call.ambiguous_error = None


async def _create_without_key(context: CreateContext, creation: Creation[CreatedT]) -> CreatedT:
    written = list[float]()

    def record_write() -> None:
        if not written:
            check_fence(context.fence)
        written.append(context.clock.uptime())

    options = CallOptions(creation.timeout, record_write)
    reservation = context.reservation(creation, None)
    await reservation.reserve(creation.operation, creation.timeout, is_absent=True)
    try:
        return await creation.send(creation.metadata, options)
    except MoveError as error:
        if is_refused(error, creation.operation, was_written=bool(written)):
            await reservation.release()
            raise
        raise creation.unknown_outcome_error(None, error, context.conclusive_after(written[-1])) from error
    except BaseException:
        if not written:
            await reservation.release()
        raise


async def _create_with_key(call: CreateCall[CreatedT]) -> CreatedT:
    async with call.context.store.hold(call.key) as call.held:
        reservation = call.context.reservation(call.creation, call.key)
        found = await find_existing(call)
        if found is not None:
            reservation.record_created()
            return found
        remaining = call.deadline - call.context.clock.monotonic()
        await reservation.reserve(call.creation.operation, remaining, is_absent=call.has_proof_of_absence)
        try:
            created = await _send(call)
        except BaseException:
            if not call.may_exist:
                call.try_write(None)
            raise
        finally:
            if call.created_nothing:
                await reservation.release()
        reservation.record_created()
        call.record_created(created.id)
        return created


async def _send(call: CreateCall[CreatedT]) -> CreatedT:
    """Send attempts until one succeeds.

    Raises:
        AmbiguousCreateError: The creation failed after an attempt with an unknown outcome.
    """
    try:
        return await _retry(call)
    except (AmbiguousCreateError, IdempotencyMismatchError, JobFailedError):
        raise
    except MoveError as error:
        if call.ambiguous_error is None:
            raise
        raise call.inconclusive_error(call.ambiguous_error) from error


async def _retry(call: CreateCall[CreatedT]) -> CreatedT:
    """Send attempts until one succeeds; search for the object after each transient error."""
    while True:
        try:
            return await _attempt(call)
        except MoveError as error:
            refused = call.record_failure(error)
            delay = _retry_delay(call, error, refused=refused)
            found = await _pause_and_search(call, delay, refused=refused)
            if found is not None:
                return found
            if delay is None:
                raise


async def _attempt(call: CreateCall[CreatedT]) -> CreatedT:
    call.attempts += 1
    # An attempt follows only the proof that the earlier ones have created nothing.
    call.created_nothing = True
    timeout = _attempt_timeout(call)
    deadline, call.scope.deadline = call.scope.deadline, math.inf
    try:
        created = await call.creation.send(call.metadata, CallOptions(timeout, call.record_write))
        call.created_nothing = False
        call.check_key(created)
    except BaseException:
        if call.was_written:
            call.record_unknown_outcome()
        raise
    finally:
        call.scope.deadline = deadline
    return created


def _attempt_timeout(call: CreateCall[Any]) -> float:
    """Return the seconds for one attempt; a long timeout reserves time to search after a lost response."""
    remaining = call.deadline - call.context.clock.monotonic()
    if remaining <= 0:
        raise call.creation.timeout_error()
    reduced = remaining * 0.75 - call.consistency_delay
    return reduced if reduced >= remaining / 2 else remaining


def _retry_delay(call: CreateCall[Any], error: MoveError, *, refused: bool) -> float | None:
    """Return the seconds until the next attempt, or None without one."""
    context = call.context
    if not refused and context.on_ambiguous == "raise":
        return None
    if isinstance(error, MoveConnectionError) and not error.may_have_arrived:
        # The transport has already retried it.
        return None
    # Only whether the error is transient counts here.
    if not is_retryable(error, idempotent=True):
        return None
    delay = context.retry.wait(error, call.creation.operation, call.attempts, context.clock)
    if delay is None:
        return None
    delay = max(delay, 0.0 if refused else call.consistency_delay)
    return delay if call.has_time(delay) and context.budget.take() else None


async def _pause_and_search(call: CreateCall[CreatedT], delay: float | None, *, refused: bool) -> CreatedT | None:
    """Wait, and search for the object of the failed attempt; `delay` is None if there is no other attempt.

    Raises:
        AmbiguousCreateError: The deadline leaves no time to prove that the object does not exist.
    """
    if delay is None and refused:
        return None
    pause = call.consistency_delay if delay is None else delay
    if call.creation.search is not None and delay is not None and not refused:
        return await search_until_conclusive(call, call.context.seconds_until_conclusive(call.written_at), pause)
    if not call.has_time(pause):
        return None
    await call.context.clock.sleep(pause)
    return await search(call)


def _identity(creation: Creation[Any], key: str) -> Mapping[str, Any]:
    """Return the parameters that identify the object."""
    if isinstance(key, WorkflowKey) and key.identity is not None:
        return key.identity
    return {**creation.parameters, "metadata": parse_metadata(creation.metadata)}
