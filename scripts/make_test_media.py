"""Create the small clips of the tests: each container format that a capture validates, written by a real muxer.

Usage: python scripts/make_test_media.py [DIRECTORY]        (needs PyAV; writes tests/media/)
"""

# PyAV's annotations leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

import sys
from pathlib import Path

import av

DIRECTORY = Path(__file__).parents[1] / "tests" / "media"
WIDTH, HEIGHT, FRAME_RATE, SECONDS = 32, 32, 10, 3
SAMPLE_RATE = 8000


def write_video(path: Path, codec: str, **options: str) -> None:
    """Write three seconds of video."""
    with av.open(path, "w", options={"fflags": "+bitexact", **options}) as container:
        stream = container.add_stream(codec, rate=FRAME_RATE, options={"threads": "1", "flags": "+bitexact", "g": "10"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FRAME_RATE * SECONDS):
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 8 % 256]) * plane.buffer_size)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def write_audio(path: Path, codec: str) -> None:
    """Write a second of silence."""
    with av.open(path, "w", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(codec, rate=SAMPLE_RATE, options={"flags": "+bitexact"})
        resampler = av.AudioResampler(stream.format, stream.layout, SAMPLE_RATE, stream.frame_size or 1024)
        silence = av.AudioFrame("s16", "mono", SAMPLE_RATE)
        silence.sample_rate = SAMPLE_RATE
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        for frame in [*resampler.resample(silence), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def write_all(directory: Path) -> None:
    """Write all clips."""
    directory.mkdir(parents=True, exist_ok=True)
    write_video(directory / "faststart.mp4", "mpeg4", movflags="faststart")
    write_video(directory / "quicktime.mov", "mpeg4")
    write_video(directory / "fragmented.mp4", "mpeg4", movflags="frag_keyframe+empty_moov")
    write_video(directory / "fragmented_later.mp4", "mpeg4", movflags="frag_keyframe")
    write_video(directory / "dash.mp4", "mpeg4", movflags="frag_keyframe+empty_moov+default_base_moof+dash")
    write_video(directory / "video.avi", "mpeg4")
    write_audio(directory / "audio.mp4", "aac")
    write_audio(directory / "audio.avi", "pcm_s16le")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else DIRECTORY)
