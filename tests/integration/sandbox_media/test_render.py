"""Rendered videos play the part of the clip that the job processes; PyAV decodes them."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from move_ugc_async.sandbox.media import make_output
from move_ugc_async.sandbox.media.clip import Section
from move_ugc_async.sandbox.media.render import cut_video, grey_video
from tests.integration.sandbox_media.conftest import CLIP

CLIPS = Path(__file__).parents[2] / "media"
VIDEOS = [CLIP, *(CLIPS / name for name in ("faststart.mp4", "quicktime.mov", "fragmented.mp4", "video.avi"))]


def _render(clip: Path | None, window: tuple[float, float] | None, output: str = "RENDER_VIDEO") -> bytes:
    made = make_output(output, clip=clip, window=window, actors=1, seed=1)
    return made if isinstance(made, bytes) else made.read_bytes() if isinstance(made, Path) else b"".join(made)


def _decode(data: bytes) -> tuple[int, float, float, list[bytes]]:
    """Return number of frames, seconds, frames per second and pictures."""
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        pictures = [bytes(frame.planes[0]) for frame in container.decode(stream)]
        return len(pictures), container.duration / 1e6, float(stream.average_rate), pictures


@pytest.mark.parametrize("output", ["RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"])
def test_rendered_videos_without_a_window_are_the_clip(output: str) -> None:
    assert make_output(output, clip=CLIP, window=None, actors=1, seed=0) == CLIP


@pytest.mark.parametrize("clip", VIDEOS, ids=[path.name for path in VIDEOS])
@pytest.mark.parametrize("window", [None, (0.0, 1.0), (1.0, 2.6), (1.4, 99.0)])
def test_rendered_videos_have_the_length_and_rate_of_the_window(clip: Path, window: tuple[float, float] | None) -> None:
    whole = _decode(clip.read_bytes())
    start, end = window or (0.0, 99.0)
    frames, seconds, rate, _ = _decode(_render(clip, window))
    assert frames == round((min(end, whole[0] / whole[2]) - start) * whole[2])
    assert rate == pytest.approx(whole[2])
    assert seconds == pytest.approx(frames / rate, abs=0.002)


def test_cut_videos_show_the_pictures_of_the_window() -> None:
    *_, whole = _decode(CLIP.read_bytes())
    *_, part = _decode(_render(CLIP, (1.0, 2.6)))
    assert part == whole[25:65]


def test_a_cut_keeps_every_byte_but_the_type_of_the_header() -> None:
    data, cut = CLIP.read_bytes(), _render(CLIP, (1.0, 2.0))
    place = data.index(b"moov")
    assert cut[: len(data)] == data[:place] + b"free" + data[place + 4 :]


@pytest.mark.parametrize("frames", [1, 2, 3, 60])
def test_grey_videos_have_as_many_frames_as_the_section(frames: int) -> None:
    count, seconds, rate, pictures = _decode(grey_video(Section(0.0, frames, 29.97)))
    assert (count, rate) == (frames, pytest.approx(29.97) if frames > 1 else rate)
    assert seconds == pytest.approx(frames / 29.97, abs=0.002)
    assert len(set(pictures)) == 1


def test_a_job_without_a_readable_clip_has_a_grey_video(tmp_path: Path) -> None:
    text = tmp_path / "clip.mp4"
    text.write_bytes(b"not a video")
    assert _decode(_render(text, None))[:2] == _decode(_render(None, None))[:2] == (300, 10.0)


def test_a_clip_whose_last_box_has_no_size_cannot_be_cut(saved: Callable[[str, bytes], Path]) -> None:
    data = CLIP.read_bytes()
    media = data.index(b"mdat") - 4
    endless = saved("clip.mp4", data[:media] + bytes(4) + data[media + 4 :])
    with pytest.raises(ValueError, match="its last box has no size"):
        b"".join(cut_video(endless, Section(0.0, 10, 25.0)))
    assert _decode(_render(endless, (0.0, 1.0)))[:2] == (25, 1.0)
