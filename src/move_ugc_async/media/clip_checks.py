"""Checks of a single clip. What the API does not document is a warning, never an error."""

from collections.abc import Iterator

from move_ugc_async._findings import Finding, FindingCode
from move_ugc_async.media.clip_info import ClipInfo
from move_ugc_async.media.windows import MIN_SECONDS

MIN_FPS = 15
"""Frames per second below which fast motion is lost. The API documents no minimum."""

MIN_SIDE = 200
"""Pixels of the shorter side below which a person has too few of them. The API documents no minimum."""

_CONTAINERS = {"mp4", "mov", "avi"}
_CODECS = {"h264", "hevc", "mpeg4", "mjpeg", "prores", "dnxhd", "dvvideo", "mpeg2video"}
"""Codecs that cameras write. The API documents no codecs."""


def defect_finding(file: str, defect: str) -> Finding:
    """Return the finding for a defect that the container shows.

    Args:
        file: Path or name of the clip.
        defect: The defect, as `containers.find_defect` returns it.
    """
    if defect.startswith("is truncated"):
        advice = "copy it again, and wait until it is complete; if the recording broke off, export the part that plays"
        return Finding("truncated", "error", file, defect, advice)
    if defect == "has no video track":
        return Finding("no_video", "error", file, defect, "pass a clip with video")
    return Finding("unreadable", "error", file, defect, "export it again as MP4, MOV or AVI")


def check_clip_info(info: ClipInfo, *, has_video: bool, is_decodable: bool) -> Iterator[Finding]:
    """Yield the findings about what is known of a clip.

    Args:
        info: The clip, whose own findings are ignored.
        has_video: Whether it has a video stream.
        is_decodable: Whether its first frame could be decoded.
    """

    def warn(code: FindingCode, message: str, advice: str) -> Finding:
        return Finding(code, "warning", info.file, message, advice)

    if not has_video:
        if info.audio:
            yield Finding("audio_only", "error", info.file, "has audio and no video track", "pass a clip with video")
        else:
            yield Finding("no_video", "error", info.file, "has no video track", "pass a clip with video")
        return
    if info.container not in _CONTAINERS:
        message = f"has the container {info.container}, none of MP4, MOV and AVI"
        yield Finding("unsupported_format", "error", info.file, message, "export it as MP4")
    if info.codec not in _CODECS:
        yield warn("unusual_codec", f"has the video codec {info.codec or 'unknown'}", "export it as H.264 or H.265")
    if not is_decodable:
        yield warn("undecodable", "has a first frame that cannot be decoded", "check that it plays; export it again")
    if info.duration is not None and info.duration < MIN_SECONDS:
        yield warn("too_short", f"is {info.duration:g} s long, which the API may refuse", "record at least 1 s")
    yield from _check_frames(info)


def _check_frames(info: ClipInfo) -> Iterator[Finding]:
    if info.variable_frame_rate and info.fps and info.nominal_fps:
        message = (
            f"has a variable frame rate: {info.fps:.3g} fps on average, {info.nominal_fps:.3g} fps for most frames"
        )
        advice = "record or export it with a constant frame rate, since motion may be timed wrongly"
        yield Finding("variable_frame_rate", "warning", info.file, message, advice)
    if info.fps is not None and info.fps < MIN_FPS:
        message = f"has {info.fps:.3g} fps, too few for fast motion"
        yield Finding("low_frame_rate", "warning", info.file, message, f"record it with {MIN_FPS} fps or more")
    if info.width and info.height and min(info.width, info.height) < MIN_SIDE:
        message = f"has {info.width} x {info.height} pixels, too few to see joints"
        yield Finding("low_resolution", "warning", info.file, message, f"record it with {MIN_SIDE} pixels or more")
    if info.rotation:
        message = f"is turned by {info.rotation} degrees in its metadata only, which a reader may ignore"
        yield Finding("rotated", "warning", info.file, message, "if people lie on their side, export it upright")
