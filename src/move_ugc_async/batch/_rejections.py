"""Clips that are rejected before anything of them is sent."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from move_ugc_async import CaptureError, CaptureState, MoveInvalidRequestError
from move_ugc_async.batch._items import UNPLANNED, Item
from move_ugc_async.batch._keys import default_key, text_digest


def rejected_item(path: str, directory: str, options: Mapping[str, Any], error: Exception) -> Item:
    """Return a clip that cannot be used because of an error of its preflight."""
    cause = error.__cause__ if isinstance(error, CaptureError) and error.__cause__ else error
    described = {"type": type(cause).__name__, "message": str(error), "stage": "preflight"}
    rejected = f"rejected-{text_digest(json.dumps([path, directory, options], sort_keys=True))[:32]}"
    return Item(
        id=rejected,
        key=rejected,
        content="",
        fingerprint="",
        path=path,
        directory=directory,
        options=options,
        rejected=described,
    )


def unplanned_item(item: Item) -> Item:
    """Return a rejected clip in place of one that is missing in the plan of its submission."""
    options = dict(item.options)
    if item.key != default_key(item.fingerprint):
        # A retry must not use another key.
        options["key"] = item.key
    cause = MoveInvalidRequestError(
        "cannot pay for the clip: it has changed, arrived or become usable since it was planned; plan it again, and "
        "submit it with the new plan"
    )
    error = CaptureError(f"preflight: {cause}", stage="preflight", state=CaptureState(item.key))
    error.__cause__ = cause
    rejected = rejected_item(item.path, item.directory, options, error)
    return replace(rejected, rejected={**(rejected.rejected or {}), UNPLANNED: True})
