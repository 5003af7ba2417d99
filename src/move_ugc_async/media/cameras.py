"""Checks of the clips of several cameras that recorded one take."""

import re
from collections.abc import Iterator, Sequence

from move_ugc_async._findings import Finding
from move_ugc_async.media.clip_info import ClipInfo
from move_ugc_async.media.windows import MIN_SECONDS

_MAX_RATE_DIFFERENCE = 0.01
"""Fraction by which frame rates may differ: 29.97 and 30 fps are one setting of a camera."""

_MAX_LENGTH_DIFFERENCE = 0.1
"""Fraction of the longest clip by which another may be shorter; a second is always accepted."""

_DAY = 24 * 60 * 60
"""Seconds in a day. A timecode restarts from zero at midnight, even during a take."""

_TIMECODE = re.compile(r"(\d+):(\d\d):(\d\d)[:;.](\d+)")


def compare(clips: Sequence[ClipInfo], *, use_timecode: bool = False) -> tuple[Finding, ...]:
    """Compare the clips of the cameras of one take.

    Args:
        clips: The inspected clips, one for each camera.
        use_timecode: Whether the take is synchronised by timecode (`TimeCodeSyncInput(use_timecode=True)`).

    Returns:
        The findings about differences, not those of the single clips: `unequal_frame_rates` and `differing_lengths`
        (warnings), and with `use_timecode`, `missing_timecode` (warning) and `no_overlap` (error) for a clip whose
        timecodes have less than 1 s in common with those of all others.
    """
    findings = [*_compare_rates(clips), *_compare_lengths(clips)]
    if use_timecode:
        findings.extend(_compare_timecodes(clips))
    return tuple(sorted(findings, key=lambda each: each.severity))


def _compare_rates(clips: Sequence[ClipInfo]) -> Iterator[Finding]:
    rates = [(clip, clip.nominal_fps) for clip in clips if clip.nominal_fps]
    if not rates:
        return
    # The rate of most cameras; a mean would be the rate of none.
    usual = max((rate for _, rate in rates), key=lambda rate: sum(_is_close(rate, other) for _, other in rates))
    for clip, rate in rates:
        if not _is_close(rate, usual):
            message = f"has {rate:.4g} fps, and other cameras {usual:.4g} fps"
            advice = "set all cameras to the same frame rate"
            yield Finding("unequal_frame_rates", "warning", clip.file, message, advice)


def _is_close(rate: float, other: float) -> bool:
    return abs(rate - other) <= _MAX_RATE_DIFFERENCE * max(rate, other)


def _compare_lengths(clips: Sequence[ClipInfo]) -> Iterator[Finding]:
    lengths = [(clip, clip.duration) for clip in clips if clip.duration]
    if not lengths:
        return
    longest = max(length for _, length in lengths)
    for clip, length in lengths:
        if longest - length > max(1.0, _MAX_LENGTH_DIFFERENCE * longest):
            message = f"is {length:.3f} s long, and the clip of another camera {longest:.3f} s"
            advice = "check that all clips show the same take; what only some cameras show cannot be used"
            yield Finding("differing_lengths", "warning", clip.file, message, advice)


def _compare_timecodes(clips: Sequence[ClipInfo]) -> Iterator[Finding]:
    spans: list[tuple[ClipInfo, float, float]] = []
    for clip in clips:
        start = _start_of(clip)
        if start is None:
            message, advice = "has no timecode", "enable timecode in the camera, or synchronise by a clap"
            yield Finding("missing_timecode", "warning", clip.file, message, advice)
        elif clip.duration:
            spans.append((clip, start, start + clip.duration))
    for clip, start, end in spans:
        others = [(first, last) for other, first, last in spans if other is not clip]
        overlaps = [
            min(end, last + day) - max(start, first + day) for first, last in others for day in (-_DAY, 0, _DAY)
        ]
        if overlaps and max(overlaps) < MIN_SECONDS:
            message = f"starts at timecode {clip.timecode}, and overlaps with no other camera"
            advice = "check that all clips show the same take and that the clocks of the cameras agree"
            yield Finding("no_overlap", "error", clip.file, message, advice)


def _start_of(clip: ClipInfo) -> float | None:
    """Return the seconds from midnight to the first frame, by the timecode."""
    found = _TIMECODE.fullmatch(clip.timecode or "")
    if found is None:
        return None
    hours, minutes, seconds, frames = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds + frames / (clip.nominal_fps or 30)
