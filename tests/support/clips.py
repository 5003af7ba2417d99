"""Clips of a real muxer, each with one property that an inspection reports."""

# PyAV's annotations leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

TICKS = 600
"""Ticks per second of the times of frames."""

SAMPLE_RATE = 8000
BLOCK = 1000
"""Samples in one frame of audio."""


def write_clip(
    path: Path,
    *,
    seconds: float = 2,
    fps: int = 30,
    size: tuple[int, int] = (320, 240),
    rotation: int = 0,
    codec: str = "mpeg4",
    audio: bool = False,
    video: bool = True,
    times: Sequence[int] | None = None,
    timecode: str | None = None,
    title: str | None = None,
    audio_codec: str = "aac",
    **options: str,
) -> Path:
    """Write a clip and return its path.

    Args:
        path: The clip; its suffix selects the container.
        seconds: Length in seconds.
        fps: Frames per second.
        size: Width and height in pixels.
        rotation: Clockwise rotation in the metadata, in degrees.
        codec: Codec of the video.
        audio: Whether to add a track of silence.
        video: Whether to add a video track.
        times: Start of each frame in 1/600 s; replaces `seconds` and `fps`.
        timecode: Timecode of the first frame.
        title: Title in the metadata.
        audio_codec: Codec of the audio.
        options: Options of the muxer.
    """
    with av.open(path, "w", options=options) as container:
        stream = container.add_stream(codec, rate=fps, options={"threads": "1"}) if video else None
        silence = container.add_stream(audio_codec, rate=SAMPLE_RATE) if audio else None
        if title:
            container.metadata["title"] = title
        if stream is not None:
            stream.width, stream.height = size
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            if rotation:
                stream.set_display_rotation(-rotation)
            if timecode:
                stream.metadata["timecode"] = timecode
            tick = Fraction(1, fps if times is None else TICKS)
            stream.codec_context.time_base = tick
            _mux_video(container, stream, times or range(round(seconds * fps)), tick)
        if silence is not None:
            _mux_silence(container, silence, seconds)
    return path


def _mux_video(container: OutputContainer, stream: VideoStream, times: Sequence[int], tick: Fraction) -> None:
    for start in times:
        frame = av.VideoFrame(stream.width, stream.height, stream.pix_fmt or "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([100]) * plane.buffer_size)
        frame.pts, frame.time_base = start, tick
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _mux_silence(container: OutputContainer, stream: AudioStream, seconds: float) -> None:
    for number in range(round(seconds * SAMPLE_RATE) // BLOCK):
        samples = av.AudioFrame("fltp", "mono", BLOCK)
        samples.sample_rate, samples.pts = SAMPLE_RATE, number * BLOCK
        for plane in samples.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux(stream.encode(samples))
    container.mux(stream.encode())
