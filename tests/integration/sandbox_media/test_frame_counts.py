"""Rendered videos have as many frames as the motion, counted by a decoder; sound and pauses do not count."""

import io
import json
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from move_ugc_async.sandbox.media import make_output, video_duration
from move_ugc_async.sandbox.media.clip import read_clip, section_of
from scripts.outputs.video import read_video
from tests.integration.sandbox_media.unpacking import unzip

SIZE = 32
Clips = Callable[..., Path]


@pytest.fixture
def clips(tmp_path: Path) -> Clips:
    """Return a function that encodes a clip whose pictures differ."""

    def encode(
        frames: int = 40,
        rate: str = "30",
        *,
        codec: str = "libx264",
        reordered: bool = False,
        sound: float = 0.0,
        pause: int = 0,
        suffix: str = ".mp4",
        gap: int = 1,
    ) -> Path:
        """Write a clip with sound of some seconds, after a pause of some frames; every tenth frame lasts for `gap`."""
        path = tmp_path / f"clip{suffix}"
        with av.open(str(path), "w") as container:
            video = container.add_stream(codec, rate=Fraction(rate))
            video.width = video.height = SIZE
            video.pix_fmt = "yuv420p"
            video.options = {"bf": "2" if reordered else "0", "g": "12"}
            audio = container.add_stream("aac", rate=44_100) if sound else None
            time = pause
            for number in range(frames):
                picture = np.full((SIZE, SIZE, 3), number * 5 % 250, np.uint8)
                frame = av.VideoFrame.from_ndarray(picture, "rgb24")
                frame.pts, frame.time_base = time, 1 / Fraction(rate)
                time += 1 if number % 10 else gap
                container.mux(video.encode(frame))
            container.mux(video.encode())
            if audio is not None:
                for start in range(0, int(44_100 * sound), 1024):
                    silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", layout="stereo")
                    silence.sample_rate, silence.pts = 44_100, start
                    container.mux(audio.encode(silence))
                container.mux(audio.encode())
        return path

    return encode


def _content(output: str, clip: Path, window: tuple[float, float] | None) -> bytes:
    made = make_output(output, clip=clip, window=window, actors=1, seed=1)
    return made if isinstance(made, bytes) else made.read_bytes() if isinstance(made, Path) else b"".join(made)


def _pictures(data: bytes) -> list[int]:
    with av.open(io.BytesIO(data)) as container:
        return [round(float(frame.to_ndarray(format="gray8").mean())) for frame in container.decode(video=0)]


def _assert_agreement(clip: Path, window: tuple[float, float] | None) -> list[int]:
    """Assert that video, motion and table have as many frames; return the pictures of the video."""
    data = _content("RENDER_VIDEO", clip, window)
    pictures = _pictures(data)
    (motion,) = unzip(_content("MOTION_DATA", clip, window)).values()
    content = read_video(data)
    assert len(pictures) == len(json.loads(motion)["mocap_data"]) == content.frames, window
    section = section_of(read_clip(clip), window)
    assert content.seconds == pytest.approx(section.frames / section.rate)
    return pictures


@pytest.mark.parametrize(
    ("rate", "order"),
    [
        ("24", "in order"),
        ("25", "reordered"),
        ("30000/1001", "in order"),
        ("30000/1001", "reordered"),
        ("60", "in order"),
        *(
            pytest.param(rate, order, marks=pytest.mark.slow)
            for rate in ("24000/1001", "30", "50", "60000/1001")
            for order in ("in order", "reordered")
        ),
    ],
)
def test_video_of_any_window_has_as_many_frames_as_the_motion(rate: str, order: str, clips: Clips) -> None:
    clip = clips(int(2 * Fraction(rate)), rate, reordered=order == "reordered")
    whole = _pictures(clip.read_bytes())
    for step in range(8):
        start, end = step * 0.11, step * 0.11 + 0.3 + step * 0.0517
        first = section_of(read_clip(clip), (start, end)).start
        pictures = _assert_agreement(clip, (start, end))
        assert pictures == whole[round(first * Fraction(rate)) :][: len(pictures)]


@pytest.mark.parametrize("window", [None, (0.0, 9.0), (0.4, 1.0), (0.5, 1.033)])
@pytest.mark.parametrize(
    "clip",
    [
        {"sound": 1.0},
        {"sound": 40 / 30 + 0.03},
        {"sound": 3.5},
        {"sound": 3.5, "codec": "mpeg4", "suffix": ".mov"},
        {"pause": 15},
        {"pause": 7, "sound": 2.5, "reordered": True},
        {"gap": 4},
        {"gap": 3, "reordered": False, "sound": 3.0},
    ],
    ids=["short sound", "sound", "long sound", "MOV", "pause", "pause and sound", "uneven", "uneven with sound"],
)
def test_length_is_that_of_the_frames_of_the_video(
    clip: dict[str, str], window: tuple[float, float] | None, clips: Clips
) -> None:
    path = clips(**clip)
    whole = _pictures(path.read_bytes())
    header = read_clip(path)
    assert header is not None
    assert (len(whole), round(header.seconds * (header.rate or 0))) == (40, 40)
    assert video_duration(path) == header.seconds
    pictures = _assert_agreement(path, window)
    assert pictures == whole[round(section_of(header, window).start * (header.rate or 0)) :][: len(pictures)]


def test_video_that_was_cut_can_be_cut_again(clips: Clips, tmp_path: Path) -> None:
    whole = _pictures(clips(60, "24", reordered=True).read_bytes())
    part = tmp_path / "part.mp4"
    part.write_bytes(_content("RENDER_VIDEO", tmp_path / "clip.mp4", (0.5, 2.05)))
    assert _assert_agreement(part, None) == whole[12:49]
    assert _assert_agreement(part, (0.25, 1.3)) == whole[18:43]


def test_frame_that_is_shown_in_part_counts(clips: Clips, tmp_path: Path) -> None:
    # An edit list in milliseconds: 1.034 s at 30 frames per second end within the 32nd frame.
    data = clips().read_bytes()
    place = data.index(b"elst") + 12
    edited = tmp_path / "edited.mp4"
    edited.write_bytes(data[:place] + struct.pack(">I", 1034) + data[place + 4 :])
    assert len(_assert_agreement(edited, None)) == 32


def test_video_that_shows_separate_parts_is_rendered_grey(clips: Clips, tmp_path: Path) -> None:
    data = clips(sound=0.0).read_bytes()
    start = data.index(b"edts") - 4
    (size,) = struct.unpack_from(">I", data, start)
    second = struct.pack(">IiI", 500, 512, 1 << 16)
    rows = struct.pack(">I4s3I", 16 + 24, b"elst", 0, 2, 0)[:16] + struct.pack(">IiI", 500, 0, 1 << 16) + second
    edits = struct.pack(">I4s", 8 + len(rows), b"edts") + rows
    moov, trak = data.index(b"moov") - 4, data.index(b"trak") - 4
    changed = bytearray(data[:start] + edits + data[start + size :])
    for box in (moov, trak):
        struct.pack_into(">I", changed, box, struct.unpack_from(">I", data, box)[0] + len(edits) - size)
    path = tmp_path / "parts.mp4"
    path.write_bytes(changed)
    (motion,) = unzip(_content("MOTION_DATA", path, (0.0, 0.5))).values()
    pictures = _pictures(_content("RENDER_VIDEO", path, (0.0, 0.5)))
    assert len(pictures) == len(json.loads(motion)["mocap_data"])
    assert len(set(pictures)) == 1
