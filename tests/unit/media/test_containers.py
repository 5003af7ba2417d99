"""Defects and lengths of clips, read from files of a real muxer (scripts/make_test_media.py) and damaged ones."""

import io
import struct
from pathlib import Path

import pytest

from move_ugc_async._transfers.formats import HEAD_SIZE
from move_ugc_async.media.containers import read_container

MEDIA = Path(__file__).parents[2] / "media"
VIDEOS = [
    *("faststart.mp4", "quicktime.mov", "video.avi"),
    *("fragmented.mp4", "fragmented_later.mp4", "dash.mp4"),
]
FRAGMENTED = VIDEOS[3:]


def read(name: str) -> bytes:
    return (MEDIA / name).read_bytes()


def defect(content: bytes) -> str | None:
    return read_container(io.BytesIO(content)).defect


def length(content: bytes) -> float | None:
    return read_container(io.BytesIO(content)).length


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


FTYP = box(b"ftyp", b"isom", bytes(4))
VIDEO_TRACK = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(12))))


def header(ticks: int, *boxes: bytes) -> bytes:
    return box(b"moov", box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, ticks), bytes(80)), *boxes)


@pytest.mark.parametrize("name", VIDEOS)
def test_read_container_accepts_a_complete_video(name: str) -> None:
    assert defect(read(name)) is None


@pytest.mark.parametrize("name", ["faststart.mp4", "quicktime.mov", "video.avi"])
def test_read_container_reports_a_video_truncated_anywhere(name: str) -> None:
    content = read(name)
    # Containers end with frames or an index, so every byte counts.
    for size in (*range(HEAD_SIZE, len(content), 13), *range(len(content) - 20, len(content))):
        assert defect(content[:size]), size


def test_read_container_names_the_truncated_box() -> None:
    content = read("faststart.mp4")
    assert content.index(b"moov") < content.index(b"mdat")
    assert defect(content[:-7]) == "is truncated: its 'mdat' box ends 7 bytes after the end of the file"
    assert defect(read("video.avi")[:-7]) == "is truncated: its RIFF data ends 7 bytes after the end of the file"


@pytest.mark.parametrize("name", ["fragmented.mp4", "dash.mp4"])
def test_read_container_reports_a_truncated_fragment(name: str) -> None:
    content = read(name)
    for kind in (b"moof", b"mdat"):
        start = content.rindex(kind) - 4
        assert "is truncated" in str(defect(content[: start + 20]))


@pytest.mark.parametrize("name", FRAGMENTED)
def test_read_container_reports_fragments_that_end_between_two_boxes(name: str) -> None:
    content = read(name)
    start = content.rindex(b"mdat") - 4
    for left in range(8):
        assert "is truncated" in str(defect(content[: start + left])), left


@pytest.mark.parametrize(("stated", "is_truncated"), [(3000, False), (3900, False), (4100, True), (60_000, True)])
def test_read_container_reports_fragments_shorter_than_the_header_states(stated: int, *, is_truncated: bool) -> None:
    content = with_stated_length(stated)
    assert (defect(content) is not None) is is_truncated
    # A clip window cannot include missing fragments, even if the header states a longer duration.
    assert length(content) == pytest.approx(3.0)


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


def test_read_container_reports_an_empty_media_box() -> None:
    for empty in (box(b"mdat"), struct.pack(">I4s", 0, b"mdat"), struct.pack(">I4sQ", 1, b"mdat", 16)):
        found = defect(FTYP + header(3000, VIDEO_TRACK) + empty)
        assert found == "is truncated: it has a movie header but no media data"


def test_read_container_reports_a_truncated_large_box() -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 2**33) + bytes(1000)
    assert "is truncated: its 'mdat' box" in str(defect(FTYP + header(3000, VIDEO_TRACK) + large))


def test_read_container_reports_a_truncated_second_riff() -> None:
    content = read("video.avi")
    second = struct.pack("<4sI4s", b"RIFF", 1000, b"AVIX")
    assert defect(content + second + bytes(996)) is None
    assert (
        defect(content + second + bytes(900)) == "is truncated: its RIFF data ends 96 bytes after the end of the file"
    )


def test_read_container_reports_a_header_without_media() -> None:
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
def test_read_container_reports_a_clip_without_video(content: bytes) -> None:
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
def test_read_container_accepts_all_playable_clips(content: bytes) -> None:
    assert defect(content) is None


def test_read_container_raises_read_errors() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > HEAD_SIZE:
                raise OSError(24, "Too many open files")
            return super().read(size)

    with pytest.raises(OSError, match="Too many open files"):
        read_container(Broken(read("quicktime.mov")))


@pytest.mark.parametrize("name", VIDEOS)
def test_length_is_the_video_length_in_every_container(name: str) -> None:
    assert length(read(name)) == pytest.approx(3.0)


def track(handler: bytes, ticks: int, *, is_long: bool = False) -> bytes:
    times = struct.pack(">IQQIIQ", 1 << 24, 0, 0, 1, 0, ticks) if is_long else struct.pack(">6I", 0, 0, 0, 1, 0, ticks)
    return box(b"trak", box(b"tkhd", times, bytes(60)), box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))))


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(
    ("video", "sound", "seconds"), [(3000, 9000, 3.0), (9000, 3000, 9.0), (0, 9000, 9.0), (2**32 - 1, 9000, 9.0)]
)
def test_length_is_the_video_length_when_the_audio_is_longer(
    video: int, sound: int, seconds: float, *, is_long: bool
) -> None:
    tracks = track(b"soun", sound, is_long=is_long), track(b"vide", video, is_long=is_long)
    assert length(FTYP + header(9000, *tracks)) == seconds


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
def test_length_of_avi_is_the_length_of_its_frames(content: bytes, seconds: float | None) -> None:
    assert length(content) == seconds


def test_length_is_unknown_above_the_maximum_number_of_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = read("fragmented.mp4")
    monkeypatch.setattr("move_ugc_async.media.boxes.MAX_BOXES", 7)
    monkeypatch.setattr("move_ugc_async.media.mp4.MAX_BOXES", 7)
    assert defect(content) is None
    assert length(content) is None


def test_length_of_fragments_is_the_length_in_the_header() -> None:
    for extent in (struct.pack(">II", 0, 7500), struct.pack(">IQ", 1 << 24, 7500)):
        content = FTYP + header(0, VIDEO_TRACK, box(b"mvex", box(b"mehd", extent)))
        assert length(content) == 7.5


@pytest.mark.parametrize("kind", [b"trun", b"tfhd", b"mdhd", b"moof", b"trex"])
def test_length_of_damaged_fragments_raises_nothing(kind: bytes) -> None:
    content = read("fragmented.mp4")
    at = content.index(kind) - 4
    for damaged in (
        content.replace(kind, b"xxxx"),
        *(content[:at] + struct.pack(">I", size) + content[at + 4 :] for size in (8, 9, 12)),
    ):
        found = length(damaged)
        assert found is None or 0 < found <= 3


def test_length_of_fragments_without_samples_is_none() -> None:
    content = read("fragmented.mp4")
    assert length(content[: content.index(b"moof") - 4]) is None


def with_edits(name: str, *edits: tuple[int, int], version: int = 0) -> bytes:
    """Return a video whose first track has these edits: ticks of the movie, and the start in the media or -1."""
    content = read(name)
    layout = ">qqI" if version else ">iiI"
    table = box(
        b"edts",
        box(
            b"elst",
            struct.pack(">II", version << 24, len(edits)),
            *(struct.pack(layout, *edit, 1 << 16) for edit in edits),
        ),
    )
    at = content.index(b"edts") - 4
    (size,) = struct.unpack(">I", content[at : at + 4])
    content = content[:at] + table + content[at + size :]
    for kind in (b"moov", b"trak"):
        at = content.index(kind) - 4
        (old,) = struct.unpack(">I", content[at : at + 4])
        content = content[:at] + struct.pack(">I", old + len(table) - size) + content[at + 4 :]
    at = content.index(b"tkhd") + 4 + 20
    total = sum(ticks for ticks, _ in edits) if edits else 3000
    return content[:at] + struct.pack(">I", total) + content[at + 4 :]


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize(
    ("edits", "seconds"),
    [
        pytest.param([(3000, 0)], 3.0, id="the whole media"),
        pytest.param([(1000, -1), (3000, 0)], 3.0, id="a pause before it"),
        pytest.param([(500, -1), (1000, 0), (500, -1), (500, 2000)], 1.5, id="pauses between parts"),
        pytest.param([(2000, 512)], 2.0, id="cut at the start"),
        pytest.param([(0, 0)], None, id="an unknown length"),
    ],
)
def test_length_does_not_include_pauses_of_the_edit_list(
    edits: list[tuple[int, int]], seconds: float | None, version: int
) -> None:
    content = with_edits("faststart.mp4", *edits, version=version)
    # The header of the movie includes the pauses.
    at = content.index(b"mvhd") + 4 + 16
    content = content[:at] + struct.pack(">I", 9000 if seconds else 0) + content[at + 4 :]
    assert length(content) == seconds


@pytest.mark.parametrize("rest", [b"\0" * size for size in range(1, 8)] + [b"\xff\xd8\xff", b"\r\n", b"\0\0\0\x08xyz"])
def test_read_container_accepts_a_few_bytes_after_the_last_fragment(rest: bytes) -> None:
    for name in FRAGMENTED:
        assert defect(read(name) + rest) is None, name


@pytest.mark.parametrize("rest", [b"\0\0\1\0m", b"\0\0\1\0mo", b"\0\0\1\0moo", b"\0\0\1\0sid"])
def test_read_container_reports_the_start_of_another_fragment(rest: bytes) -> None:
    assert defect(read("dash.mp4") + rest) == "is truncated: it ends within the header of a box"


def test_read_container_accepts_a_damaged_length() -> None:
    content = read("faststart.mp4")
    at = content.index(b"mvhd") - 4
    # A header that is too short; players take the length from the tracks.
    short = content[:at] + struct.pack(">I4s4s", 12, b"mvhd", bytes(4)) + box(b"free", bytes(88)) + content[at + 108 :]
    assert len(short) == len(content)
    assert (defect(short), length(short)) == (None, None)


def test_read_container_reads_each_fragment_once() -> None:
    class Counting(io.BytesIO):
        count = read_bytes = 0

        def read(self, size: int | None = -1, /) -> bytes:
            chunk = super().read(size)
            self.count += 1
            self.read_bytes += len(chunk)
            return chunk

    content = read("dash.mp4")
    at = content.index(b"moof") - 4
    fragments, file = 1000, Counting(content + content[at:] * 1000)
    assert file.getvalue().count(b"moof") > fragments
    assert read_container(file).defect is None
    moofs = file.getvalue().count(b"moof")
    # The header of each box, and the content of each `moof`; media data are skipped.
    assert file.count < 4 * moofs + 200
    assert file.read_bytes < len(file.getvalue())


def test_length_of_fragments_in_the_wrong_order_is_unknown_or_positive() -> None:
    content = read("dash.mp4")
    first = content.index(b"tfdt") + 8
    # The first fragment starts long after the last one.
    late = content[:first] + b"\x7f" + content[first + 1 :]
    assert length(late) is None or length(late) > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("movie", "video", "sound", "seconds"),
    [
        pytest.param(1, 4000, 4000, 4.0, id="a movie header that is too short"),
        pytest.param(9000, 4000, 9000, 4.0, id="longer audio"),
        pytest.param(0, 4000, 9000, 4.0, id="an unknown movie header"),
        pytest.param(9000, 0, 1, 9.0, id="an unknown track"),
        pytest.param(0, 0, 9000, None, id="nothing of the video"),
    ],
)
def test_billed_length_is_that_of_the_video_tracks(movie: int, video: int, sound: int, seconds: float | None) -> None:
    content = FTYP + header(movie, track(b"soun", sound), track(b"vide", video))
    assert read_container(io.BytesIO(content)).billed_length == seconds


def with_ticks(content: bytes, kind: bytes, offset: int, ticks: int) -> bytes:
    """Return a file with another value in a 32-bit field of its first box of a type."""
    at = content.index(kind) + 4 + offset
    return content[:at] + struct.pack(">I", ticks) + content[at + 4 :]


@pytest.mark.parametrize("media", [0, 1, 2**32 - 1])
@pytest.mark.parametrize("ticks", [0, 1])
def test_billed_length_is_that_of_the_samples_if_headers_are_too_short(ticks: int, media: int) -> None:
    # Without its edit list, players show all samples.
    content = read("faststart.mp4").replace(b"edts", b"free")
    expected = length(content)
    for kind, offset, stated in ((b"mvhd", 16, 1), (b"tkhd", 20, ticks), (b"mdhd", 16, media)):
        content = with_ticks(content, kind, offset, stated)
    assert read_container(io.BytesIO(content)).billed_length == pytest.approx(expected, abs=0.1)


def test_billed_length_of_fragments_is_that_of_their_samples_if_their_times_are_wrong() -> None:
    content = read("dash.mp4")
    expected = length(content)
    # The last fragment says that it is the first one.
    at = content.rindex(b"tfdt") + 8
    content = content[:at] + bytes(8 if content[at - 4] else 4) + content[at + (8 if content[at - 4] else 4) :]
    found = read_container(io.BytesIO(content))
    assert found.length != pytest.approx(expected)
    assert found.billed_length == pytest.approx(expected)


def test_billed_length_is_at_least_that_of_each_known_video_track() -> None:
    content = FTYP + header(1, track(b"vide", 0), track(b"vide", 4000))
    assert read_container(io.BytesIO(content)).billed_length == 4.0
