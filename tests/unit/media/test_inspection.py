"""Inspection of clips that a real muxer wrote, and of damaged ones."""

import io
import os
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import av
import pytest

from move_ugc_async import ByteStream, MoveInvalidRequestError, media
from move_ugc_async.media import ClipInfo
from tests.support.clips import write_clip

CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"


def codes(info: ClipInfo) -> list[tuple[str, str]]:
    return [(finding.severity, finding.code) for finding in info.findings]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.avi"])
def test_inspect_reports_length_rates_size_and_codec(tmp_path: Path, name: str) -> None:
    path = write_clip(tmp_path / name, seconds=2, fps=30, audio=name != "clip.avi")
    info = media.inspect(path)
    assert (info.file, info.size, info.container) == (str(path), path.stat().st_size, path.suffix[1:])
    assert (info.duration, info.frames, info.fps, info.nominal_fps) == (2, 60, 30, 30)
    assert (info.width, info.height, info.rotation, info.variable_frame_rate) == (320, 240, 0, False)
    assert (info.codec, info.audio) == ("mpeg4", None if name == "clip.avi" else "aac")
    assert (info.findings, info.is_usable) == ((), True)


def test_inspect_reads_frames_of_a_fragmented_clip_from_its_packets(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", movflags="frag_keyframe+empty_moov")
    info = media.inspect(path)
    assert (info.duration, info.frames, info.fps, codes(info)) == (2, 60, 30, [])


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_inspect_warns_about_rotation_in_metadata(tmp_path: Path, rotation: int) -> None:
    path = write_clip(tmp_path / "clip.mp4", rotation=rotation)
    info = media.inspect(path)
    assert (info.rotation, codes(info)) == (rotation, [("warning", "rotated")])
    assert (info.width, info.height, info.is_usable) == (320, 240, True)
    if rotation == 90:
        # A matrix that turns clockwise (ISO 14496-12, 8.3.2): 0, 1, 0; -1, 0, 0.
        assert bytes.fromhex("00000000 00010000 00000000 ffff0000 00000000") in path.read_bytes()


@pytest.mark.parametrize(
    ("matrix", "rotation"),
    [
        ((-1, 0, 0, 1), 0),  # a selfie, mirrored
        ((1, 0, 0, -1), 180),  # mirrored and upside down
        ((0, 1, 1, 0), 90),
        ((0, 0, 0, 0), 0),  # invalid
    ],
)
def test_inspect_reads_the_rotation_of_a_mirrored_clip(
    tmp_path: Path, matrix: tuple[int, int, int, int], rotation: int
) -> None:
    content = write_clip(tmp_path / "clip.mp4", rotation=90).read_bytes()
    old, new = (struct.pack(">2i4x2i", *(each << 16 for each in each)) for each in ((0, 1, -1, 0), matrix))
    assert content.count(old) == 1
    info = media.inspect(content.replace(old, new))
    assert (info.rotation, len(info.findings)) == (rotation, bool(rotation))


def test_inspect_reports_media_data_that_extends_to_the_end_and_is_truncated(tmp_path: Path) -> None:
    content = write_clip(tmp_path / "clip.mp4", movflags="faststart").read_bytes()
    start = content.rindex(b"mdat")
    # A box of size 0 extends to the end of the file (ISO/IEC 14496-12, 4.2).
    endless = content[: start - 4] + bytes(4) + content[start:]
    assert media.inspect(endless).findings == ()
    for missing in (1, 100, len(content) - start - 100):
        assert media.inspect(endless[:-missing]).findings[0].code == "truncated"


def test_inspect_reads_the_video_and_not_a_thumbnail_before_it(tmp_path: Path) -> None:
    video, path = write_clip(tmp_path / "video.mp4", fps=25), tmp_path / "clip.mp4"
    with av.open(video) as source, av.open(path, "w") as target:
        thumbnail = target.add_stream("mjpeg", rate=1)
        thumbnail.width, thumbnail.height, thumbnail.pix_fmt = 100, 100, "yuvj420p"
        copied = target.add_stream_from_template(source.streams.video[0])
        target.mux([*thumbnail.encode(av.VideoFrame(100, 100, "yuvj420p")), *thumbnail.encode()])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = copied
                target.mux(packet)
    info = media.inspect(path)
    assert (info.codec, info.width, info.frames, info.fps, info.findings) == ("mpeg4", 320, 50, 25, ())


def test_nominal_rate_of_rounded_times_is_no_multiple(tmp_path: Path) -> None:
    # 240 fps in ticks of 1/600 s.
    info = media.inspect(write_clip(tmp_path / "clip.mp4", times=[number * 5 // 2 for number in range(480)]))
    assert info.nominal_fps == pytest.approx(240, rel=0.01)


def test_inspect_warns_about_a_variable_frame_rate(tmp_path: Path) -> None:
    # Every fifth interval is 50 ticks longer than the other 20 ticks.
    path = write_clip(tmp_path / "clip.mp4", times=[20 * number + 50 * (number // 5) for number in range(60)])
    info = media.inspect(path)
    assert codes(info) == [("warning", "variable_frame_rate")]
    assert info.variable_frame_rate is True
    assert info.nominal_fps == 30
    assert info.fps == pytest.approx(59 * 600 / (59 * 20 + 11 * 50))


def test_inspect_accepts_one_dropped_frame(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", times=[20 * number for number in range(200) if number != 70])
    assert media.inspect(path).variable_frame_rate is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seconds": 0.9}, "too_short"),
        ({"fps": 10}, "low_frame_rate"),
        ({"size": (128, 320)}, "low_resolution"),
        ({"codec": "ffv1", "name": "clip.avi"}, "unusual_codec"),
    ],
)
def test_inspect_warns_where_the_api_documents_nothing(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    path = write_clip(tmp_path / change.pop("name", "clip.mp4"), **change)
    assert codes(media.inspect(path)) == [("warning", code)]


@pytest.mark.parametrize("missing", ["length", "rate", "size", "size of a pipe", "index"])
def test_inspect_counts_the_frames_of_an_avi_of_unknown_length(tmp_path: Path, missing: str) -> None:
    content = bytearray(write_clip(tmp_path / "clip.avi").read_bytes())
    stream, index = content.index(b"strh") + 8, content.index(b"idx1")
    at, value = {
        "length": (stream + 32, bytes(4)),
        "rate": (stream + 24, bytes(4)),
        "size": (4, bytes(4)),
        "size of a pipe": (4, b"\xff" * 4),
        "index": (stream + 32, bytes(4)),
    }[missing]
    content[at : at + 4] = value
    if missing == "index":
        content[4:8] = bytes(4)
        content = content[:index]
    info = media.inspect(bytes(content))
    assert (info.duration, info.frames, info.findings) == (pytest.approx(2, rel=1e-4), 60, ())


def test_inspect_does_not_count_a_pause_before_the_first_frame(tmp_path: Path) -> None:
    # A muxer writes the start of the first frame as an empty edit.
    info = media.inspect(write_clip(tmp_path / "clip.mov", times=[600 + 20 * number for number in range(60)]))
    assert (info.duration, info.frames, info.findings) == (2, 60, ())


def test_inspect_reports_a_clip_without_video(tmp_path: Path) -> None:
    info = media.inspect(write_clip(tmp_path / "clip.mp4", video=False, audio=True))
    assert (codes(info), info.audio, info.is_usable) == ([("error", "audio_only")], "aac", False)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.avi"])
def test_inspect_reports_a_truncated_clip_once(tmp_path: Path, name: str) -> None:
    path = write_clip(tmp_path / name)
    path.write_bytes(path.read_bytes()[:-2000])
    info = media.inspect(path)
    assert ("error", "truncated") in codes(info)
    assert sum(severity == "error" for severity, _ in codes(info)) == 1
    assert "is truncated: " in info.findings[0].message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"not a video\n" * 100, "unreadable"),
        # A playlist must not make FFmpeg open what it names.
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n", "unreadable"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "unreadable"),
    ],
)
def test_inspect_reports_a_file_that_is_no_video(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    info = media.inspect(path)
    assert codes(info) == [("error", code)]
    assert str(info.findings[0]) == f"{path} {info.findings[0].message}; {info.findings[0].advice}"


def test_inspect_reports_another_container(tmp_path: Path) -> None:
    info = media.inspect(write_clip(tmp_path / "clip.mkv"))
    assert (info.container, codes(info)) == ("matroska", [("error", "unsupported_format")])


def test_inspect_warns_about_a_first_frame_that_cannot_be_decoded(tmp_path: Path) -> None:
    content = CLIP.read_bytes()
    # The frames are at the end of the file.
    start = content.index(b"mdat") + 4
    path = tmp_path / "clip.mp4"
    path.write_bytes(content[:start] + bytes(len(content) - start))
    assert codes(media.inspect(path)) == [("warning", "undecodable")]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.avi"])
@pytest.mark.parametrize("text", ["Café".encode("latin-1"), "東京".encode("shift-jis"), b"\xff\xfe\x00\xd8"])
def test_inspect_accepts_texts_in_any_encoding(tmp_path: Path, name: str, text: bytes) -> None:
    path = write_clip(tmp_path / name, title="A" * len(text))
    content = path.read_bytes()
    assert content.count(b"A" * len(text)) == 1
    info = media.inspect(content.replace(b"A" * len(text), text))
    assert (info.frames, info.findings) == (60, ())


@pytest.mark.parametrize(("name", "codec", "tag"), [("clip.mov", "mjpeg", b"jpeg"), ("clip.avi", "mpeg4", b"FMP4")])
def test_inspect_warns_about_a_codec_that_has_no_decoder(tmp_path: Path, name: str, codec: str, tag: bytes) -> None:
    path = write_clip(tmp_path / name, codec=codec)
    assert tag in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(tag, b"braw"))
    info = media.inspect(path)
    assert (info.codec, info.frames, info.duration, info.fps) == (None, 60, 2, 30)
    assert codes(info) == [("warning", "unusual_codec"), ("warning", "undecodable")]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.avi"])
def test_inspect_refuses_a_clip_that_is_truncated_anywhere(tmp_path: Path, name: str) -> None:
    content = write_clip(tmp_path / name, seconds=1).read_bytes()
    for size in range(64, len(content), 61):
        info = media.inspect(content[:size])
        # Without any movie header, it may as well be no video.
        assert info.findings[0].code in {"truncated", "unreadable"}, size
    path = tmp_path / name
    path.write_bytes(content[:-1])
    assert media.inspect(path).findings[0].code == "truncated"


def test_inspect_names_codecs_and_not_their_decoders(tmp_path: Path) -> None:
    # FFmpeg decodes MP3 with `mp3float`.
    info = media.inspect(write_clip(tmp_path / "clip.avi", audio=True, audio_codec="libmp3lame"))
    assert (info.codec, info.audio) == ("mpeg4", "mp3")


def test_inspect_raises_for_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        media.inspect(tmp_path / "absent.mp4")


class Closed(io.BytesIO):
    def __init__(self) -> None:
        super().__init__(CLIP.read_bytes())
        self.close()


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


async def chunks() -> AsyncIterator[bytes]:
    yield CLIP.read_bytes()


@pytest.mark.parametrize("clip", [Closed(), Pipe(), 5, None, chunks(), ByteStream(chunks(), 9), "a\0b", os.devnull])
def test_inspect_raises_a_typed_error_for_what_it_cannot_read(clip: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="cannot read") as caught:
        media.inspect(clip)
    assert "pass ByteStream" not in str(caught.value)  # which `inspect` does not accept


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_inspect_does_not_wait_for_the_writer_of_a_named_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clip.mp4")
    with pytest.raises(MoveInvalidRequestError, match=r"clip.mp4: it is a device or a pipe; copy it to a file"):
        media.inspect(tmp_path / "clip.mp4")


def test_inspect_accepts_buffers_and_files_of_web_frameworks() -> None:
    class Upload:
        file, filename = io.BytesIO(CLIP.read_bytes()), "dance.mp4"

        async def read(self, size: int = -1) -> bytes:
            raise NotImplementedError

    for clip in (bytearray(CLIP.read_bytes()), memoryview(CLIP.read_bytes()), Upload()):
        assert media.inspect(clip).frames == 100
    assert media.inspect(Upload()).file == "dance.mp4"


def test_inspect_reads_bytes_and_a_file_object_from_its_position() -> None:
    content = CLIP.read_bytes()
    assert media.inspect(content, name="a").frames == media.inspect(content).frames == 100
    file = io.BytesIO(b"header" + content)
    file.seek(6)
    info = media.inspect(file, name="dance")
    assert (info.file, info.size, info.frames, info.findings) == ("dance", len(content), 100, ())
    assert file.tell() == 6


def test_inspect_reads_a_small_part_of_a_clip_with_an_index() -> None:
    class Counting(io.BytesIO):
        read_bytes = 0

        def read(self, size: int | None = -1, /) -> bytes:
            chunk = super().read(size)
            self.read_bytes += len(chunk)
            return chunk

    # A complete MP4 whose frames are followed by 64 MiB that belong to none.
    size = 64 * 1024 * 1024
    file = Counting(CLIP.read_bytes() + size.to_bytes(4, "big") + b"free" + bytes(size - 8))
    assert media.inspect(file).frames == 100
    assert file.read_bytes < 1024 * 1024


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 4, []),
        (1, 4.04, []),
        (1, 5, ["window_outside"]),
        (3.5, 4, ["window_too_short"]),
        (4, 4.5, ["window_outside", "window_too_short"]),
    ],
)
def test_check_window_demands_a_second_inside_the_clip(start: float, end: float, expected: list[str]) -> None:
    assert [each.code for each in media.check_window("dance.mp4", 4.0, start, end)] == expected
    assert "window_outside" not in [each.code for each in media.check_window("dance.mp4", None, start, end)]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, float("inf")), (float("nan"), 2)])
def test_check_window_refuses_a_window_without_length(start: float, end: float) -> None:
    with pytest.raises(MoveInvalidRequestError, match="start and end must be finite"):
        media.check_window("dance.mp4", 4.0, start, end)


PROGRAM = """
import sys
from move_ugc_async import media
dir(media)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"av", "pydantic", "aiohttp", "httpx"}))
media.inspect
print(sorted({name.partition(".")[0] for name in sys.modules} & {"aiohttp", "httpx"}))
"""
MISSING = """
import sys
sys.modules["av"] = None
from move_ugc_async import media
try:
    media.inspect
except ImportError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        (PROGRAM, "[]\n[]\n"),
        (MISSING, 'cannot import av: the extra is not installed; run pip install "move-ugc-async[media]"\n'),
    ],
)
def test_media_is_imported_on_first_use_and_names_its_extra(program: str, printed: str) -> None:
    ran = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == printed
