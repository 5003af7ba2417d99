"""Parts of clips: whether a clip window lies inside a clip and is long enough."""

import math

from move_ugc_async._findings import Finding
from move_ugc_async.errors import MoveInvalidRequestError

MIN_SECONDS = 1.0
"""Minimum length that another product of the vendor demands; for this API, it is an assumption."""

_TOLERANCE = 0.05
"""Seconds by which a window may end after its clip, since headers round lengths."""


def check_window(file: str, duration: float | None, start: float, end: float) -> tuple[Finding, ...]:
    """Return the findings about the clip window of a clip.

    Args:
        file: Path or name of the clip.
        duration: Length of the clip in seconds; None if it is unknown.
        start: Start of the window in seconds from the start of the clip; 0 or more.
        end: End of the window in seconds from the start of the clip; above `start`.

    Returns:
        `window_outside` (error) if the window ends after the clip; `window_too_short` (warning) if it is below 1 s.

    Raises:
        MoveInvalidRequestError: The window has no length, or `start` is negative.
    """
    if not (math.isfinite(end) and 0 <= start < end):
        msg = f"start and end must be finite, with 0 <= start < end; got start={start:g} and end={end:g}"
        raise MoveInvalidRequestError(msg)
    findings: list[Finding] = []
    if duration is not None and end > duration + _TOLERANCE:
        message = f"ends at {duration:g} s, before the end of the clip window at {end:g} s"
        advice = f"clip_window must end by {duration:g} s"
        findings.append(Finding("window_outside", "error", file, message, advice))
    if end - start < MIN_SECONDS:
        message = f"has a clip window of {end - start:g} s, which the API may refuse"
        findings.append(Finding("window_too_short", "warning", file, message, "use a window of at least 1 s"))
    return tuple(findings)


def check_clap_window(file: str, duration: float | None, end: float) -> tuple[Finding, ...]:
    """Return the finding about the clap window that synchronises a clip with others, if it ends after the clip."""
    if duration is None or end <= duration + _TOLERANCE:
        return ()
    message = f"ends at {duration:g} s, before the end of the clap window at {end:g} s"
    advice = "set the clap window to the seconds in which the clap is visible in all clips"
    return (Finding("clap_outside", "error", file, message, advice),)
