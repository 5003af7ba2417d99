"""The steps of a clip. Each returns ids, paths and messages only; the engine stores them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import chain, repeat
from time import monotonic
from typing import Any, TypeVar

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    Budget,
    BudgetExceededError,
    CaptureState,
    IdempotencyMismatchError,
    JobFailedError,
    MoveAuthenticationError,
    MoveError,
    content_digest,
)
from move_ugc_async.batch._items import Item
from move_ugc_async.batch._keys import content_of, digests_of
from move_ugc_async.batch._ledger import is_unanswered
from move_ugc_async.batch._worker import CANCELLED, Worker, cause_of
from move_ugc_async.batch.errors import LeaseLostError

Result = Mapping[str, Any]
T = TypeVar("T")

_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between the attempts of an upload, search or download; the last one is repeated."""

_PATIENCE = 300.0
"""Seconds after the first error within which the last attempt begins. An attempt may retry for as long itself."""

_MAX_PAUSE = 60.0
"""Maximum seconds between two attempts while the budget of a rolling window is used up."""


async def prepare(worker: Worker, id: str) -> Result:
    """Upload a clip and create its take. Nothing is paid for."""

    async def step() -> Result:
        await worker.admission.wait(id)
        item = await worker.item(id)
        if item.cancelled:
            return CANCELLED
        # `submit` has inspected the clip, and has warned.
        client = _within_budget(worker, await worker.client(), item).with_options(check_media=False)
        # The key belongs to the content: a take of another one would make it useless for the clip once it is restored.
        # `prepare` hashes a file again only if it changes from now on, and then refuses the state.
        if content_of([await content_digest(each) for each in item.files]) != item.content:
            message = "the clip was changed after it was submitted; restore it and retry, or submit it again"
            return {"error": {"type": "MoveSourceChangedError", "message": message, "stage": "preflight"}}
        known = CaptureState(item.workflow_key, content_digests=digests_of(item.content))
        prepare = partial(client.prepare, item.path, until="take", resume_from=known, **item.options)
        # A worker that cannot reach the API for a moment would end clip after clip.
        state = await _retried(prepare)
        return {"state": state.to_json()}

    return await worker.run(id, "upload", step)


async def intend(worker: Worker, id: str) -> Result:
    """Store which process is about to create the job, and with which key.

    If another one runs the next step, it knows by the nonce that this one may have sent its request.
    """
    item = await worker.item(id)
    return {"nonce": worker.fence.nonce, "key": item.workflow_key}


async def create(worker: Worker, id: str, state: Result, intent: Result) -> Result:
    """Create the job, or find the one that an earlier attempt has created."""

    async def step() -> Result:
        item = await worker.item(id)
        nonce: str = intent["nonce"]
        # An earlier process may have waited before its first attempt, such as for a valid key.
        is_foreign = nonce not in (worker.fence.nonce, item.unsent)
        known = CaptureState.from_json(state).changed(key=intent["key"])
        may_exist = is_foreign or known.key in worker.sent_keys
        if item.cancelled:
            return {**CANCELLED, "job_id": await _find_conclusively(worker, known) if may_exist else None}
        if may_exist and worker.arguments.on_ambiguous == "quarantine":
            return await _found_or_quarantined(worker, id, known, "an earlier attempt may have created its job")
        return await _create(worker, item, known, nonce, is_foreign=is_foreign)

    return await worker.run(id, "job", step, may_stop=False)


async def wait(worker: Worker, id: str, job_id: str) -> Result:
    """Wait until the job has finished. All waits of a client share their requests."""

    async def step() -> Result:
        client = await worker.client()
        try:
            await client.jobs.wait(job_id, expand=["outputs"])
        except JobFailedError as error:
            # The server repeats them in its message, or not.
            advice = [each for each in error.suggestions if each not in str(error)]
            message = "; ".join([str(error), *advice])
            return {"error": {"type": "JobFailedError", "message": message, "stage": "wait"}}
        return {}

    return await worker.run(id, "wait", step)


async def download(worker: Worker, id: str, job_id: str) -> Result:
    """Download the outputs of the job."""

    async def step() -> Result:
        item = await worker.item(id)
        client = await worker.client()
        outputs = await _retried(partial(client.jobs.download_outputs, job_id, item.directory))
        return {"outputs": [str(output.path) for output in outputs]}

    return await worker.run(id, "download", step)


async def _retried(call: Callable[[], Awaitable[T]]) -> T:
    """Retry a call while its errors are transient, for as long as workflows of a client do."""
    pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
    end: float | None = None
    while True:
        try:
            return await call()
        except MoveError as error:
            end = monotonic() + _PATIENCE if end is None else end
            pause = next(pauses)
            if not error.transient or monotonic() + pause > end:
                raise
        await asyncio.sleep(pause)


def _within_budget(worker: Worker, client: AsyncMoveUgc, item: Item) -> AsyncMoveUgc:
    """Return a client that uploads no clip whose job the budget of the batch does not allow."""
    budget = worker.budget(item.minutes)
    if budget is None or budget.limits.per is not None:
        # In a rolling window, its job only waits, beside at most `ahead` other uploaded clips.
        return client
    return client.with_options(budget=[*client.budgets, budget])


async def _creating_client(worker: Worker, budget: Budget | None, *, is_foreign: bool) -> AsyncMoveUgc:
    """Return the client that creates the job of a clip."""
    client = await worker.client()
    options: dict[str, Any] = {"fence": worker.fence.check}
    if is_foreign:
        options["idempotency_scope"] = "concurrent"
    if worker.arguments.on_ambiguous == "quarantine":
        options["on_ambiguous"] = "raise"
    if budget is not None:
        options["budget"] = [*client.budgets, budget]
    return client.with_options(**options)


async def _create(worker: Worker, item: Item, state: CaptureState, nonce: str, *, is_foreign: bool) -> Result:
    may_exist = is_foreign or state.key in worker.sent_keys
    while True:
        item = await _record_attempt(worker, item, state, nonce, is_foreign=is_foreign)
        # New for each attempt: whether its ledger is unanswered is the state of one reservation.
        budget = worker.budget(item.minutes)
        client = await _creating_client(worker, budget, is_foreign=is_foreign)
        try:
            job = await client.submit(item.path, resume_from=state, **item.options)
        except MoveError as error:
            if not may_exist and not _may_have_created(worker, cause_of(error)):
                item = await _record_refusal(worker, item, state, nonce, cause_of(error))
            if isinstance(error, BudgetExceededError):
                if error.available_at is None:
                    raise
                await _pause_until(error.available_at)
            elif isinstance(error, AmbiguousCreateError) and worker.arguments.on_ambiguous == "quarantine":
                return await _found_or_quarantined(worker, item.id, state, str(error))
            elif budget is None or not is_unanswered(budget):
                raise
        else:
            return {"job_id": job.id}
        # This read waits for the database.
        if (await worker.item(item.id)).cancelled:
            return CANCELLED


async def _record_attempt(worker: Worker, item: Item, state: CaptureState, nonce: str, *, is_foreign: bool) -> Item:
    """Record that an attempt may create the job of a clip from now on; return the clip."""
    while item.unsent == nonce or (is_foreign and item.unsent is None):
        # The process of the intent may be suspended, and must not state the opposite for this attempt afterwards.
        item = await worker.set_unsent(item, f"attempted by {worker.fence.nonce}")
    worker.sent_keys.add(state.key)
    return item


async def _record_refusal(worker: Worker, item: Item, state: CaptureState, nonce: str, error: BaseException) -> Item:
    """Record that no attempt has created the job of a clip; return the clip."""
    worker.sent_keys.discard(state.key)
    # Nothing but the lease says which process may record anything.
    return item if isinstance(error, LeaseLostError) else await worker.set_unsent(item, nonce)


async def _pause_until(available_at: datetime) -> None:
    """Wait until a budget with a rolling window may allow a job, for a minute at most."""
    pause = (available_at - datetime.now(UTC)).total_seconds()
    await asyncio.sleep(min(max(pause, 1.0), _MAX_PAUSE))


def _may_have_created(worker: Worker, error: BaseException) -> bool:
    """Return whether a creation that raised this error may have created the job."""
    if isinstance(error, LeaseLostError):
        # The fence stopped an attempt. An earlier one may have created it, unless ambiguous ones are not sent again.
        return worker.arguments.on_ambiguous == "resend"
    return isinstance(error, AmbiguousCreateError | IdempotencyMismatchError | JobFailedError)


async def _find(worker: Worker, state: CaptureState) -> str | None:
    client = await worker.client()
    job = await _retried(partial(client.jobs.find, f"{state.key}-job", state.take_id))
    return None if job is None else job.id


async def _find_conclusively(worker: Worker, state: CaptureState) -> str | None:
    """Return the id of a job that an earlier attempt may have created; None if that is proven not to exist."""
    found = await _find(worker, state)
    if found is None:
        # Counted from now on: the attempt was made before this step, at an unknown time.
        await asyncio.sleep((await worker.client()).listing_delay)
        found = await _find(worker, state)
    return found


async def _found_or_quarantined(worker: Worker, id: str, state: CaptureState, reason: str) -> Result:
    try:
        found = await _find(worker, state)
    except MoveError as error:
        if isinstance(cause_of(error), MoveAuthenticationError):
            # The clip waits for a valid key. The step that is run again searches only, as this one.
            raise
        # Not a failed clip: a retry of it could create the job again.
        return _quarantined(id, f"{reason}; the search for it failed: {error}")
    return {"job_id": found} if found else _quarantined(id, reason)


def _quarantined(id: str, reason: str) -> Result:
    message = (
        f"{reason}; a job may exist and none was found; call retry_failed([{id!r}]) to search for it again, and with "
        "pay_again=True to create another one if the search finds nothing"
    )
    return {"state": "quarantined", "error": {"type": "AmbiguousCreateError", "message": message, "stage": "job"}}
