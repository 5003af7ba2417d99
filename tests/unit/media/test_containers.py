"""Defects and lengths of clips, read from files of a real muxer (scripts/make_test_media.py) and damaged ones."""

import io
import struct
from pathlib import Path

import pytest

from move_ugc_async._transfers.formats import HEAD_SIZE
from move_ugc_async.media.containers import clip_length, find_defect

MEDIA = Path(__file__).parents[2] / "media"
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
def test_find_defect_accepts_a_complete_video(name: str) -> None:
    assert defect(read(name)) is None


@pytest.mark.parametrize("name", ["faststart.mp4", "quicktime.mov", "video.avi"])
def test_find_defect_reports_a_video_truncated_anywhere(name: str) -> None:
    content = read(name)
    # Containers end with frames or an index, so every byte counts.
    for size in (*range(HEAD_SIZE, len(content), 13), *range(len(content) - 20, len(content))):
        assert defect(content[:size]), size


def test_find_defect_names_the_truncated_box() -> None:
    content = read("faststart.mp4")
    assert content.index(b"moov") < content.index(b"mdat")
    assert defect(content[:-7]) == "is truncated: its 'mdat' box ends 7 bytes after the end of the file"
    assert defect(read("video.avi")[:-7]) == "is truncated: its RIFF data ends 7 bytes after the end of the file"


@pytest.mark.parametrize("name", ["fragmented.mp4", "dash.mp4"])
def test_find_defect_reports_a_truncated_fragment(name: str) -> None:
    content = read(name)
    for kind in (b"moof", b"mdat"):
        start = content.rindex(kind) - 4
        assert "is truncated" in str(defect(content[: start + 20]))


@pytest.mark.parametrize("name", FRAGMENTED)
def test_find_defect_reports_fragments_that_end_between_two_boxes(name: str) -> None:
    content = read(name)
    start = content.rindex(b"mdat") - 4
    for left in range(8):
        assert "is truncated" in str(defect(content[: start + left])), left


@pytest.mark.parametrize(("stated", "is_truncated"), [(3000, False), (3900, False), (4100, True), (60_000, True)])
def test_find_defect_reports_fragments_shorter_than_the_header_states(stated: int, *, is_truncated: bool) -> None:
    content = with_stated_length(stated)
    assert (defect(content) is not None) is is_truncated
    # A clip window cannot include missing fragments, even if the header states a longer duration.
    assert clip_length(io.BytesIO(content)) == pytest.approx(3.0)


def with_stated_length(ticks: int) -> bytes:
    """Return 3 s of fragments with a header that states another length."""
    content = read("dash.mp4")
    extent = box(b"mehd", struct.pack(">II", 0, ticks))
    for kind in (b"moov", b"mvex"):
        at = content.index(kind) - 4
        (size,) = struct.unpack(">I", content[at : at + 4])
        content = content[:at] + struct.pack(">I", size + len(extent)) + content[at + 4 :]
    at = content.index(b"mvex") + 4
    return content[:at] + extent + content[at:]


def test_find_defect_reports_an_empty_media_box() -> None:
    for empty in (box(b"mdat"), struct.pack(">I4s", 0, b"mdat"), struct.pack(">I4sQ", 1, b"mdat", 16)):
        found = defect(FTYP + header(3000, VIDEO_TRACK) + empty)
        assert found == "is truncated: it has a movie header but no media data"


def test_find_defect_reports_a_truncated_large_box() -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 2**33) + bytes(1000)
    assert "is truncated: its 'mdat' box" in str(defect(FTYP + header(3000, VIDEO_TRACK) + large))


def test_find_defect_reports_a_truncated_second_riff() -> None:
    content = read("video.avi")
    second = struct.pack("<4sI4s", b"RIFF", 1000, b"AVIX")
    assert defect(content + second + bytes(996)) is None
    assert (
        defect(content + second + bytes(900)) == "is truncated: its RIFF data ends 96 bytes after the end of the file"
    )


def test_find_defect_reports_a_header_without_media() -> None:
    content = read("faststart.mp4")
    assert defect(content[: content.index(b"free") - 4]) == "is truncated: it has a movie header but no media data"
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
def test_find_defect_accepts_all_playable_clips(content: bytes) -> None:
    assert defect(content) is None


def test_find_defect_raises_read_errors() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > HEAD_SIZE:
                raise OSError(24, "Too many open files")
            return super().read(size)

    with pytest.raises(OSError, match="Too many open files"):
        find_defect(Broken(read("quicktime.mov")))
    with pytest.raises(OSError, match="Too many open files"):
        clip_length(Broken(read("quicktime.mov")))


@pytest.mark.parametrize("name", VIDEOS)
def test_clip_length_is_the_video_length_in_every_container(name: str) -> None:
    assert clip_length(io.BytesIO(read(name))) == pytest.approx(3.0)


def track(handler: bytes, ticks: int, *, is_long: bool = False) -> bytes:
    times = struct.pack(">IQQIIQ", 1 << 24, 0, 0, 1, 0, ticks) if is_long else struct.pack(">6I", 0, 0, 0, 1, 0, ticks)
    return box(b"trak", box(b"tkhd", times, bytes(60)), box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))))


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(
    ("video", "sound", "seconds"), [(3000, 9000, 3.0), (9000, 3000, 9.0), (0, 9000, 9.0), (2**32 - 1, 9000, 9.0)]
)
def test_clip_length_is_the_video_length_when_the_audio_is_longer(
    video: int, sound: int, seconds: float, *, is_long: bool
) -> None:
    tracks = track(b"soun", sound, is_long=is_long), track(b"vide", video, is_long=is_long)
    assert clip_length(io.BytesIO(FTYP + header(9000, *tracks))) == seconds


AVI_LENGTH = read("video.avi").index(b"strh") + 8 + 32
OPENDML = read("video.avi").index(b"odml") - 8
LISTED = (OPENDML, int.from_bytes(b"LIST", "little")), (OPENDML + 20, 120)
"""The chunk that replaces `JUNK` in a file of several parts, with 120 frames in total."""


def avi(*numbers: tuple[int, int], end: bytes = b"") -> bytes:
    """Return an AVI file of 10 frames per second, with some numbers replaced and bytes appended."""
    content = bytearray(read("video.avi"))
    for at, number in numbers:
        content[at : at + 4] = struct.pack("<I", number)
    return bytes(content) + end


SECOND_PART = struct.pack("<4sI4s", b"RIFF", 4, b"AVIX")


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        pytest.param(avi((AVI_LENGTH, 90)), 9.0, id="by the stream"),
        pytest.param(avi(*LISTED), 12.0, id="by OpenDML"),
        pytest.param(avi(*LISTED, end=SECOND_PART), 12.0, id="of several parts"),
        pytest.param(avi(end=SECOND_PART), None, id="of several parts without their sum"),
        pytest.param(avi((AVI_LENGTH, 0)), None, id="without a length"),
        pytest.param(avi((AVI_LENGTH - 8, 0)), None, id="without a rate"),
        pytest.param(avi((4, 0)), None, id="of a pipe"),
        pytest.param(read("audio.avi"), None, id="of sound"),
        pytest.param(avi()[:100], None, id="cut off"),
    ],
)
def test_clip_length_of_avi_is_the_length_of_its_frames(content: bytes, seconds: float | None) -> None:
    assert clip_length(io.BytesIO(content)) == seconds


def test_clip_length_is_unknown_above_the_maximum_number_of_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read("fragmented.mp4")
    monkeypatch.setattr("move_ugc_async.media.mp4.MAX_BOXES", 7)
    assert defect(content) is None
    assert clip_length(io.BytesIO(content)) is None


def test_clip_length_of_fragments_is_the_length_in_the_header() -> None:
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
