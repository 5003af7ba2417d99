"""Checks of lenses and rigs against the server's lists before the upload: it rejects unknown ones only afterwards."""

from collections.abc import Awaitable, Callable
from typing import Any

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._findings import Finding
from move_ugc_async._log import logger
from move_ugc_async._suggestions import close_names, did_you_mean
from move_ugc_async.capture.findings import clip_label
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.errors import MoveError

_OVERRIDE = "(allow_unknown=True or --force sends it anyway)"


async def catalog_findings(plan: WorkflowPlan[Any], state: CaptureState) -> list[Finding]:
    """Check the lenses of clips that are still to be uploaded, and the rig of a job that does not exist yet.

    A list that cannot be read or is empty is not used.
    """
    findings: list[Finding] = []
    if plan.allow_unknown or state.job_id is not None:
        return findings
    if any(clip.lens for clip in plan.clips) and plan.needs_upload(state):
        findings.extend(_lens_findings(plan, await _read(_lenses, plan)))
    if plan.rig:
        rigs = await _read(_rigs, plan)
        if rigs and plan.rig not in rigs:
            message = f"cannot send rig {plan.rig!r}: it is unknown"
            findings.append(Finding("unknown_rig", "error", "", message, f"{did_you_mean(plan.rig, rigs)} {_OVERRIDE}"))
    return findings


def _lens_findings(plan: WorkflowPlan[Any], lenses: list[str]) -> list[Finding]:
    if not lenses:
        return []
    return [
        Finding(
            "unknown_lens",
            "error",
            clip_label(clip),
            f"has the unknown lens {clip.lens!r}",
            f"{_hint(clip.lens, lenses)} {_OVERRIDE}",
        )
        for clip in plan.clips
        if clip.lens and clip.lens not in lenses
    ]


def _hint(lens: str, lenses: list[str]) -> str:
    # There are too many lenses to list them all.
    close = close_names(lens, lenses)
    return f"did you mean {' or '.join(close)}?" if close else "`move-ugc lenses` lists the known ones"


async def _read(names: Callable[[WorkflowPlan[Any]], Awaitable[list[str]]], plan: WorkflowPlan[Any]) -> list[str]:
    try:
        return await names(plan)
    except MoveError as error:
        # The workflow meets the same error and reports it, or works without the list.
        logger.warning("names are not checked before the upload: %s", type(error).__name__)
        return []


async def _lenses(plan: WorkflowPlan[Any]) -> list[str]:
    return [settings.lens async for settings in plan.services.camera_settings.list()]


async def _rigs(plan: WorkflowPlan[Any]) -> list[str]:
    return [rig.name async for rig in plan.services.rigs.list()]
