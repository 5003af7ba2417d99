"""The streams of a clip, read with PyAV from headers, the index and the first frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

from move_ugc_async._extras import import_extra
from move_ugc_async.media.frame_times import FrameRates, frame_rates

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.error import FFmpegError
    from av.stream import Disposition
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream
else:
    av = import_extra("av", "media")
    FFmpegError = av.FFmpegError
    Disposition = import_extra("av.stream", "media").Disposition

_FORMATS = "mov,avi,matroska,mpegts,mpeg,mpegvideo,asf,flv,mxf,ogg,wav,mp3,aac,flac,gif"
"""Formats that FFmpeg may detect. Others, such as playlists, could name files and addresses for it to open."""

_MAX_PACKETS = 3000
"""Packets to read of a clip without a complete index: 50 s at 60 fps."""

_MAX_PACKETS_TO_FIRST_FRAME = 100
_MICROSECONDS = 1_000_000


class UnreadableClipError(Exception):
    """FFmpeg cannot read the headers of a clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """The streams of a clip; `ClipInfo` describes the values.

    Attributes:
        has_video: Whether there is a video stream.
        is_decodable: Whether the first frame could be decoded.
    """

    container: str
    audio: str | None
    has_video: bool = False
    codec: str | None = None
    duration: float | None = None
    frames: int | None = None
    rates: FrameRates | None = None
    stated_fps: float | None = None
    width: int | None = None
    height: int | None = None
    rotation: int | None = None
    timecode: str | None = None
    is_decodable: bool = True


def read_streams(file: BinaryIO, container: str | None) -> Streams:
    """Read the streams of a clip.

    A complete index, which MP4, MOV and AVI files have, lists all frames. Of other clips, up to 3,000 packets are read.
    One frame is decoded, for its rotation.

    Args:
        file: The clip, from its start.
        container: The container that its first bytes show, `mp4`, `mov` or `avi`; None lets FFmpeg detect it.

    Raises:
        UnreadableClipError: FFmpeg cannot read the headers.
        ImportError: The extra `media` is not installed.
    """
    demuxer = None if container is None else "avi" if container == "avi" else "mov"
    try:
        # Cameras write texts in the encoding of their country, which files do not name.
        options = {"format_whitelist": _FORMATS}
        with av.open(file, "r", format=demuxer, options=options, metadata_errors="replace") as opened:
            return _read(opened, container)
    except (FFmpegError, ValueError, IndexError) as error:
        raise UnreadableClipError(getattr(error, "strerror", None) or str(error)) from error


def _read(opened: "InputContainer", container: str | None) -> Streams:
    name = container or opened.format.name.partition(",")[0]
    audio = next((_codec(stream) for stream in opened.streams.audio), None)
    # Covers of audio files are video streams as well.
    cover = Disposition.attached_pic
    video = next((stream for stream in opened.streams.video if not stream.disposition & cover), None)
    if video is None:
        return Streams(container=name, audio=audio)
    tick = float(video.time_base or 0)
    ticks, is_complete = _frame_times(opened, video)
    # A stream without a decoder has no context, and raises AttributeError for what it would read from there.
    context: VideoCodecContext | None = video.codec_context
    rotation = None if context is None else _rotation(opened, video)
    duration = float(video.duration) * tick if video.duration else (opened.duration or 0) / _MICROSECONDS
    return Streams(
        container=name,
        audio=audio,
        has_video=True,
        codec=_codec(video),
        duration=duration or None,
        frames=video.frames or (len(ticks) if is_complete else None) or None,
        rates=frame_rates(ticks, tick) if tick else None,
        stated_fps=_rate(video.guessed_rate) or _rate(video.average_rate),
        width=(context and context.width) or None,
        height=(context and context.height) or None,
        rotation=rotation,
        timecode=_timecode(opened),
        is_decodable=rotation is not None,
    )


def _codec(stream: Any) -> str | None:
    context = stream.codec_context
    # The name of a decoder can differ from that of its codec, such as libdav1d for av1.
    return None if context is None else context.codec.canonical_name


def _rate(rate: Fraction | None) -> float | None:
    return float(rate) if rate else None


def _frame_times(opened: "InputContainer", video: "VideoStream") -> tuple[Sequence[int], bool]:
    """Return the times of the frames in ticks, and whether they are those of all frames."""
    index = [entry.timestamp for entry in video.index_entries if not entry.is_discard]
    if video.frames and len(index) >= video.frames:
        return index, True
    ticks: list[int] = []
    for number, packet in enumerate(opened.demux(video)):
        if number == _MAX_PACKETS:
            return ticks, False
        if packet.dts is not None and packet.size:
            ticks.append(packet.dts)
        elif packet.pts is not None and packet.size:
            ticks.append(packet.pts)
    return ticks, True


def _rotation(opened: "InputContainer", video: "VideoStream") -> int | None:
    """Return the clockwise rotation of the first frame in degrees; None if it cannot be decoded."""
    try:
        opened.seek(video.start_time or 0, stream=video)
        for number, packet in enumerate(opened.demux(video)):
            for frame in packet.decode():
                # FFmpeg counts anticlockwise.
                return -frame.rotation % 360
            if number == _MAX_PACKETS_TO_FIRST_FRAME:
                break
    except (FFmpegError, ValueError):
        pass
    return None


def _timecode(opened: "InputContainer") -> str | None:
    sources = [*(stream.metadata for stream in opened.streams), opened.metadata]
    return next((source["timecode"] for source in sources if "timecode" in source), None)
