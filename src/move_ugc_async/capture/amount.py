"""The work of a workflow: its minutes of video."""

from collections.abc import Sequence

from move_ugc_async._generated.input_types import ClipWindowInput
from move_ugc_async._spending.amounts import WorkAmount, is_amount
from move_ugc_async.capture.clip import KnownClip


def work_amount(clips: Sequence[KnownClip], window: ClipWindowInput | None, known: float | None) -> WorkAmount:
    """Return the work of a workflow: the sum of all cameras, limited by the clip window.

    Args:
        clips: Its clips. A sensor recording does not count if there is a video of its camera.
        window: Its clip window, in seconds. It limits a video of unknown length too.
        known: Minutes that an earlier call read from clips that may be missing now, or None.
    """
    filmed = {clip.clip.device_label for clip in clips if not clip.is_recording}
    billed = [clip for clip in clips if not (clip.is_recording and clip.clip.device_label in filmed)]
    lengths = [_seconds(clip, window) for clip in billed]
    minutes = sum(each for each in lengths if each is not None) / 60
    unknown = lengths.count(None)
    return WorkAmount(known, 0) if unknown and known is not None else WorkAmount(minutes, unknown)


def _seconds(clip: KnownClip, window: ClipWindowInput | None) -> float | None:
    length = clip.billed_duration if is_amount(clip.billed_duration) else None
    if window is None:
        return length
    end = window.end_time if length is None else min(window.end_time, length)
    return max(end - window.start_time, 0.0)
