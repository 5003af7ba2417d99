"""The streams of a clip, read with PyAV from headers, the index and the first frame."""

import math
import struct
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
        missing_bytes: Bytes of frames that the index of an MP4 or MOV file places after the end of the file.
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
    missing_bytes: int = 0


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
    video = _main_video(opened)
    if video is None:
        return Streams(container=name, audio=audio)
    tick = float(video.time_base or 0)
    ticks, is_complete = _frame_times(opened, video)
    context = _context(video)
    rotation = None if context is None else _rotation(opened, video)
    rates = frame_rates(ticks, tick) if tick else None
    return Streams(
        container=name,
        audio=audio,
        has_video=True,
        codec=_codec(video),
        duration=_duration(opened, video, rates if is_complete else None),
        frames=video.frames or (len(ticks) if is_complete else None) or None,
        rates=rates,
        stated_fps=_rate(video.guessed_rate) or _rate(video.average_rate),
        width=(context and context.width) or None,
        height=(context and context.height) or None,
        rotation=rotation,
        timecode=_timecode(opened),
        is_decodable=rotation is not None,
        missing_bytes=_missing_bytes(opened, video) if container in {"mp4", "mov"} else 0,
    )


def _duration(opened: "InputContainer", video: "VideoStream", rates: FrameRates | None) -> float | None:
    """Return the length in seconds, or None. `rates` are those of all frames, if all are known."""
    stated = float(video.duration * video.time_base) if video.duration and video.time_base else None
    if rates is not None and opened.format.name == "avi":
        # The header may count only the frames of the first part, and the file may include longer audio.
        return rates.length
    return stated or (opened.duration or 0) / _MICROSECONDS or None


def _main_video(opened: "InputContainer") -> "VideoStream | None":
    """Return the first video that has more than one frame, or else the first one; covers are none."""
    # Covers of audio files are video streams as well. Some cameras store a thumbnail before the video.
    videos = [stream for stream in opened.streams.video if not stream.disposition & Disposition.attached_pic]
    return next((stream for stream in videos if stream.frames != 1), videos[0] if videos else None)


def _context(stream: Any) -> "VideoCodecContext | None":
    """Return the codec context of a stream; None without a decoder, where size and codec raise AttributeError."""
    context: VideoCodecContext | None = stream.codec_context
    return context


def _codec(stream: Any) -> str | None:
    context = _context(stream)
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


def _missing_bytes(opened: "InputContainer", video: "VideoStream") -> int:
    """Return how many bytes the last frame in the index ends after the end of the file; 0 if it does not."""
    return max(0, *(entry.pos + entry.size - opened.size for entry in video.index_entries), 0)


def _rotation(opened: "InputContainer", video: "VideoStream") -> int | None:
    """Return the clockwise rotation of the first frame in degrees; None if it cannot be decoded."""
    try:
        opened.seek(video.start_time or 0, stream=video)
        for number, packet in enumerate(opened.demux(video)):
            for frame in packet.decode():
                return _clockwise(frame)
            if number == _MAX_PACKETS_TO_FIRST_FRAME:
                break
    except (FFmpegError, ValueError):
        pass
    return None


def _clockwise(frame: Any) -> int:
    """Return the clockwise rotation of a frame in degrees, before it is mirrored horizontally, if it is."""
    matrix = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return 0
    # ISO/IEC 14496-12, 8.3.2: a, b, u, c, d.
    a, b, _, c, d = struct.unpack("=5i", bytes(matrix)[:20])
    # A mirrored frame has a negative determinant. FFmpeg's own angle takes a mirrored frame for one upside down.
    return round(math.degrees(math.atan2(b, -a if a * d < b * c else a))) % 360


def _timecode(opened: "InputContainer") -> str | None:
    sources = [*(stream.metadata for stream in opened.streams), opened.metadata]
    return next((source["timecode"] for source in sources if "timecode" in source), None)
