"""What is known about a clip."""

from dataclasses import dataclass

from move_ugc_async._findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipInfo:
    """What the headers and the index of a clip say. A value that they do not say is None.

    Attributes:
        file: Path or name of the clip.
        size: Size of the file in bytes; 0 or more.
        container: Container format: `mp4`, `mov`, `avi`, or FFmpeg's name of another one.
        codec: FFmpeg's name of the video codec, such as `h264` or `hevc`.
        audio: FFmpeg's name of the codec of the first audio track, such as `aac`; None without audio.
        duration: Length of the video in seconds, above 0.
        frames: Number of frames of the video, above 0.
        fps: Average frames per second, above 0.
        nominal_fps: Frames per second that the camera was set to, above 0: the rate of most frames. It differs from
            `fps` if frames were dropped or the frame rate is variable.
        variable_frame_rate: Whether more than 1 % of the times between two frames differ by more than 15 % and 6 ms
            from the median, or more than 5 % of the half seconds have a frame rate that differs by more than 10 % from
            the median, at least two of them; or a long pause changes the average by more than 10 % and 1 ms. Neither
            the jitter of a camera nor single dropped frames count.
        width: Width of the stored frames in pixels, above 0, before `rotation`.
        height: Height of the stored frames in pixels, above 0, before `rotation`.
        rotation: Degrees by which players turn the stored frames clockwise: 0, 90, 180 or 270, or for other angles the
            next whole degree below 360. A mirrored clip is mirrored horizontally afterwards.
        timecode: Timecode of the first frame as `HH:MM:SS:FF`, or with a semicolon before the frames for drop-frame.
        findings: Problems of the clip, errors first. Empty for a clip without any.
    """

    file: str
    size: int
    container: str | None = None
    codec: str | None = None
    audio: str | None = None
    duration: float | None = None
    frames: int | None = None
    fps: float | None = None
    nominal_fps: float | None = None
    variable_frame_rate: bool | None = None
    width: int | None = None
    height: int | None = None
    rotation: int | None = None
    timecode: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)
