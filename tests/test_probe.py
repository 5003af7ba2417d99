"""The checks of a clip's container, on files of a real muxer (scripts/make_test_media.py) and on damaged ones."""

import io
import struct
from pathlib import Path

import pytest

from move_ugc_async.capture.probe import clip_length, find_defect
from move_ugc_async.transfers.formats import HEAD_SIZE

MEDIA = Path(__file__).parent / "media"
VIDEOS = [
    *("faststart.mp4", "quicktime.mov", "video.avi"),
    *("fragmented.mp4", "fragmented_later.mp4", "dash.mp4"),
]
FRAGMENTED = VIDEOS[3:]


def read(name: str) -> bytes:
    return (MEDIA / name).read_bytes()


def defect(content: bytes) -> str | None:
    return find_defect(io.BytesIO(content))


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


FTYP = box(b"ftyp", b"isom", bytes(4))
VIDEO_TRACK = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(12))))


def header(ticks: int, *boxes: bytes) -> bytes:
    return box(b"moov", box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, ticks), bytes(80)), *boxes)


@pytest.mark.parametrize("name", VIDEOS)
def test_find_defect_accepts_a_whole_video(name: str) -> None:
    assert defect(read(name)) is None


@pytest.mark.parametrize("name", ["faststart.mp4", "quicktime.mov", "video.avi"])
def test_find_defect_reports_a_video_that_is_cut_off_anywhere(name: str) -> None:
    content = read(name)
    # Containers end with a list of frames or with frames: each byte of them counts.
    for size in (*range(HEAD_SIZE, len(content), 13), *range(len(content) - 20, len(content))):
        assert defect(content[:size]), size


def test_find_defect_names_the_part_that_is_cut_off() -> None:
    content = read("faststart.mp4")
    assert content.index(b"moov") < content.index(b"mdat")
    assert defect(content[:-7]) == "is cut off: its 'mdat' part ends 7 bytes after the end of the file"
    assert defect(read("video.avi")[:-7]) == "is cut off: its RIFF data ends 7 bytes after the end of the file"


@pytest.mark.parametrize("name", ["fragmented.mp4", "dash.mp4"])
def test_find_defect_reports_a_fragment_that_is_cut_off(name: str) -> None:
    content = read(name)
    for kind in (b"moof", b"mdat"):
        start = content.rindex(kind) - 4
        assert "is cut off" in str(defect(content[: start + 20]))


def test_find_defect_reports_a_large_box_that_is_cut_off() -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 2**33) + bytes(1000)
    assert "is cut off: its 'mdat' part" in str(defect(FTYP + header(3000, VIDEO_TRACK) + large))


def test_find_defect_reports_a_second_riff_that_is_cut_off() -> None:
    content = read("video.avi")
    second = struct.pack("<4sI4s", b"RIFF", 1000, b"AVIX")
    assert defect(content + second + bytes(996)) is None
    assert defect(content + second + bytes(900)) == "is cut off: its RIFF data ends 96 bytes after the end of the file"


def test_find_defect_reports_a_header_without_media() -> None:
    content = read("faststart.mp4")
    assert defect(content[: content.index(b"free") - 4]) == "is cut off: it has a movie header, and no media data"
    initialisation = read("dash.mp4")
    assert defect(initialisation[: initialisation.index(b"moof") - 4]) is not None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(read("audio.mp4"), id="sound in MP4"),
        pytest.param(read("audio.avi"), id="sound in AVI"),
        pytest.param(FTYP + header(3000) + box(b"mdat", b"x"), id="no tracks"),
        pytest.param(
            FTYP + header(3000, VIDEO_TRACK.replace(b"vide", b"tmcd")) + box(b"mdat", b"x"), id="a timecode alone"
        ),
        pytest.param(read("quicktime.mov").replace(b"vide", b"soun"), id="sound in QuickTime"),
    ],
)
def test_find_defect_reports_a_clip_without_video(content: bytes) -> None:
    assert defect(content) == "has no video track"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(read("faststart.mp4") + b"\xff" * 100, id="bytes of a camera at the end"),
        pytest.param(read("faststart.mp4") + b"\0\0\0", id="three bytes at the end"),
        pytest.param(read("faststart.mp4") + b"\x7f\0\0\0SEFT" + bytes(20), id="a trailer that looks like a box"),
        pytest.param(FTYP + header(3000, VIDEO_TRACK) + struct.pack(">I4s", 0, b"mdat") + b"x", id="to the end"),
        pytest.param(FTYP + box(b"moov", box(b"cmov", b"x")) + box(b"mdat", b"x"), id="a compressed header"),
        pytest.param(read("video.avi").replace(read("video.avi")[4:8], b"\xff" * 4, 1), id="AVI of a pipe"),
        pytest.param(read("video.avi").replace(read("video.avi")[4:8], bytes(4), 1), id="AVI of another pipe"),
        pytest.param(b"no video", id="another format"),
    ],
)
def test_find_defect_accepts_what_players_accept(content: bytes) -> None:
    assert defect(content) is None


def test_find_defect_raises_what_reading_raises() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > HEAD_SIZE:
                raise OSError(24, "Too many open files")
            return super().read(size)

    with pytest.raises(OSError, match="Too many open files"):
        find_defect(Broken(read("quicktime.mov")))
    with pytest.raises(OSError, match="Too many open files"):
        clip_length(Broken(read("quicktime.mov")))


@pytest.mark.parametrize("name", ["faststart.mp4", "quicktime.mov", *FRAGMENTED])
def test_clip_length_counts_fragments(name: str) -> None:
    assert clip_length(io.BytesIO(read(name))) == pytest.approx(3.0)


def test_clip_length_of_fragments_is_the_one_that_the_header_states() -> None:
    for extent in (struct.pack(">II", 0, 7500), struct.pack(">IQ", 1 << 24, 7500)):
        content = FTYP + header(0, VIDEO_TRACK, box(b"mvex", box(b"mehd", extent)))
        assert clip_length(io.BytesIO(content)) == 7.5


@pytest.mark.parametrize("kind", [b"trun", b"tfhd", b"mdhd", b"moof", b"trex"])
def test_clip_length_of_damaged_fragments_raises_nothing(kind: bytes) -> None:
    content = read("fragmented.mp4")
    at = content.index(kind) - 4
    for damaged in (
        content.replace(kind, b"xxxx"),
        *(content[:at] + struct.pack(">I", size) + content[at + 4 :] for size in (8, 9, 12)),
    ):
        length = clip_length(io.BytesIO(damaged))
        assert length is None or 0 < length <= 3


def test_clip_length_of_fragments_without_samples_is_none() -> None:
    content = read("fragmented.mp4")
    assert clip_length(io.BytesIO(content[: content.index(b"moof") - 4])) is None
