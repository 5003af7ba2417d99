"""The two workflows of a clip, as the engine runs them.

The first uploads the clip, creates its take and enqueues the second, which creates the job, waits for it and downloads
its outputs. Each has a queue of its own, whose concurrency is the limit of all processes together.

A workflow is run again from its first step after a crash; steps with a result are not. So the code outside of the
steps only depends on their results. Names and order of the steps are stored: they must not change under one
`APPLICATION_VERSION`.

All that the engine stores is JSON in ASCII: paths and messages may contain what no database stores, such as names of
files that are not Unicode.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

from move_ugc_async.batch import _steps
from move_ugc_async.batch._containment import park
from move_ugc_async.batch._dbos import (
    APPLICATION_VERSION,
    CAPTURE_WORKFLOW,
    UPLOAD_WORKFLOW,
    capture_id,
    job_queue,
    logger,
    upload_id,
)
from move_ugc_async.batch._outcomes import UNPAID
from move_ugc_async.batch._workers import run, worker_of

Result = dict[str, Any]
"""Plain data that the engine stores as JSON."""

PREPARED = "prepared"
"""State of the result of a first workflow whose clip the second one has."""

STEPS = {"job": 2, "wait": 3, "download": 4}
"""Number of each step of the second workflow that can fail; its first one is the intent."""


async def upload(batch: str, id: str) -> str:
    """Upload a clip, create its take, and enqueue its second workflow."""
    with run(upload_id(batch, id)):
        return json.dumps(_logged(id, await _upload(batch, id)))


async def capture(batch: str, id: str, state: str) -> str:
    """Create the job of a clip at most once, wait for it and download its outputs."""
    with run(capture_id(batch, id)):
        return json.dumps(_logged(id, await _capture(batch, id, json.loads(state))))


async def _upload(batch: str, id: str) -> Result:
    from dbos import DBOS

    worker = worker_of(batch)
    if worker is None:
        # The batch was left in the meantime.
        await park()
        raise AssertionError
    await worker.begin(id)
    prepared = await _run_step("prepare", _steps.prepare, worker, id)
    if "state" not in prepared:
        return _ended(prepared, "upload")
    options: Any = {
        "workflow_name": CAPTURE_WORKFLOW,
        "queue_name": job_queue(batch),
        "workflow_id": capture_id(batch, id),
        "app_version": APPLICATION_VERSION,
    }
    await DBOS.enqueue_workflow_with_options_async(options, batch, id, json.dumps(prepared["state"]))
    return {"state": PREPARED}


async def _capture(batch: str, id: str, state: Result) -> Result:
    worker = worker_of(batch)
    if worker is None:
        await park()
        raise AssertionError
    await worker.begin(id)
    intent = await _run_step("intent", _steps.intend, worker, id)
    known: Result = {"take_id": state["take_id"], "key": intent["key"]}
    created = await _run_step("job", _steps.create, worker, id, state, intent)
    known["job_id"] = created.get("job_id")
    if known["job_id"] is None or "cancelled" in created:
        return _ended(created, "job") | known
    waited = await _run_step("wait", _steps.wait, worker, id, known["job_id"])
    if waited:
        return _ended(waited, "wait") | known
    downloaded = await _run_step("download", _steps.download, worker, id, known["job_id"])
    if "outputs" not in downloaded:
        return _ended(downloaded, "download") | known
    return {"state": "done", "outputs": downloaded["outputs"], **known}


async def _run_step(name: str, step: Callable[..., Awaitable[Mapping[str, Any]]], *arguments: Any) -> Result:
    """Run a step, or return its stored result."""
    from dbos import DBOS

    async def run() -> str:
        return json.dumps(await step(*arguments))

    result: Result = json.loads(await DBOS.run_step_async({"name": name}, run))
    return result


@cache
def register() -> None:
    """Register the workflows with the engine, once: its registry outlives each of its instances."""
    from dbos import DBOS

    # Without a limit of attempts: a clip must not be given up because its process was killed often.
    DBOS.workflow(name=UPLOAD_WORKFLOW, max_recovery_attempts=None)(upload)
    DBOS.workflow(name=CAPTURE_WORKFLOW, max_recovery_attempts=None)(capture)


def _logged(id: str, result: Result) -> Result:
    """Log how a clip has ended, and return the result of its workflow."""
    state: str = result["state"]
    error: Result = result.get("error") or {}
    if state in {"failed", "quarantined"}:
        # Without the message, which may contain paths.
        logger.warning("clip %s: %s in the step %s: %s", id, state, error.get("stage"), error.get("type"))
    elif state != PREPARED:
        logger.info("clip %s: %s", id, state)
    return result


def _ended(result: Mapping[str, Any], stage: str) -> Result:
    """Return the result of a workflow that ends with the result of one of its steps."""
    if "cancelled" in result:
        message = f"cancelled before its job was created; {UNPAID}"
        if stage in {"wait", "download"} or result.get("job_id"):
            message = "cancelled; its job continues on the platform and is paid for: the API has no call to cancel it"
        return {"state": "cancelled", "error": {"type": None, "message": message, "stage": stage}}
    return {"state": result.get("state", "failed"), "error": result["error"]}
