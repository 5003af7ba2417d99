"""Archives of motion data that are damaged, or made to attack who reads them."""

import contextlib
import errno
import io
import itertools
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import MotionFormatError, motion
from move_ugc_async.motion import archive as archive_module
from tests.support.motion_files import archive, document, encode


def error_of(source: bytes, **options: Any) -> MotionFormatError:
    with pytest.raises(MotionFormatError) as raised:
        motion.read(source, **options)
    return raised.value


@pytest.mark.parametrize(
    "name",
    [
        "../a.json",
        "a/../../b.json",
        "/etc/a.json",
        "C:\\a.json",
        "C:a.json",
        "..\\a.json",
        "a\\..\\b.json",
        "\\\\host\\a.json",
    ],
)
def test_archive_with_a_name_outside_of_its_folder_is_refused(name: str) -> None:
    for harmless in ({}, {"track00_motion_data.json": document()}):
        error = error_of(archive({**harmless, name: document()}))
        assert "relative names without '..'" in error.message


def test_name_with_dots_is_read() -> None:
    assert [each.actor for each in motion.read(archive({"a..b/track..0.json": document()}))] == ["track..0"]


def test_hidden_files_and_folders_are_left_out() -> None:
    files = {"__MACOSX/._a.json": b"x", ".b.json": b"x", "folder.json/": b"", "A.JSON": document()}
    assert [each.actor for each in motion.read(archive(files))] == ["A"]


def test_archive_without_motion_data_names_its_files() -> None:
    assert (
        "got take.fbx, notes.txt; request the output MOTION_DATA"
        in error_of(archive({"take.fbx": b"x", "notes.txt": b"y"})).message
    )
    assert "got no file" in error_of(archive({})).message


def test_bomb_is_refused_by_its_ratio() -> None:
    bomb = archive({"a.json": b'{"mocap_data": [' + b" " * 3_000_000 + b"]}"})
    assert len(bomb) < 10_000
    error = error_of(bomb)
    assert (error.file, error.message) == (
        "a.json",
        "the file must expand to at most 200 times its size; got 3,000,018 bytes",
    )


def test_motion_that_compresses_best_is_read() -> None:
    still = document(1)["mocap_data"][0]["joint_data"]
    frames = [{"timestamp": str(number / 60), "joint_data": still} for number in range(600)]
    source = encode({"mocap_data": frames})
    packed = archive({"a.json": source})
    assert len(source) > 1024 * 1024
    assert len(source) / len(packed) > 50
    assert len(motion.read(packed)[0]) == 600


def test_total_size_is_limited_as_declared_and_as_read() -> None:
    one = encode(document(5))
    source = archive({"a.json": one, "b.json": one})
    assert len(motion.read(source, max_size=2 * len(one))) == 2
    error = error_of(source, max_size=2 * len(one) - 1)
    assert "at most" in error.message
    assert error.file is None
    assert "uncompressed; pass a larger max_size=" in error_of(one, max_size=len(one) - 1).message
    assert len(motion.read(one, max_size=len(one))) == 1


def test_size_that_is_declared_too_small_is_an_error() -> None:
    source = bytearray(archive({"a.json": encode(document(5))}))
    at = source.rfind(b"PK\x01\x02")
    source[at + 24 : at + 28] = struct.pack("<I", 100)
    assert "damaged" in error_of(bytes(source)).message


def test_number_of_files_is_limited() -> None:
    files: dict[str, Any] = dict.fromkeys((f"{number}.txt" for number in range(archive_module.MAX_FILES)), b"")
    assert "at most 1,000 files; got 1001" in error_of(archive({**files, "a.json": document()})).message
    files.popitem()
    assert len(motion.read(archive({**files, "a.json": document()}))) == 1


def test_large_directory_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = bytearray(archive({"a.json": document()}))
    end = source.rfind(b"PK\x05\x06")
    zip64 = bytes(source[:end]) + b"PK\x06\x07" + bytes(16) + bytes(source[end:])
    source[end + 12 : end + 16] = struct.pack("<I", archive_module.MAX_DIRECTORY + 1)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "at most 1,000 files" in error_of(bytes(source)).message
    assert "got a ZIP64 directory" in error_of(zip64).message


def test_encrypted_file_is_refused() -> None:
    source = bytearray(archive({"a.json": document()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        source[source.find(signature) + offset] |= 1
    error = error_of(bytes(source))
    assert (error.file, error.message) == ("a.json", "the file is encrypted; pass the archive as it was downloaded")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(method: int) -> None:
    assert f"got compression method {method}" in error_of(archive({"a.json": document()}, method)).message


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_damaged_archive_is_refused(part: float) -> None:
    source = archive({"a.json": document(50), "b.json": document(50)})
    assert "damaged" in error_of(source[: int(len(source) * part)]).message
    flipped = bytearray(source)
    flipped[int(len(source) * part * 0.9)] ^= 0xFF
    message = error_of(bytes(flipped)).message
    assert "damaged" in message or "invalid" in message


LOCAL, DIRECTORY = b"PK\x03\x04", b"PK\x01\x02"

DAMAGED_HEADERS = {
    "local length of the name": (LOCAL, 26, b"\0\0"),
    "local name": (LOCAL, 30, b"b"),
    "flag of patched data in both": (LOCAL + DIRECTORY, 6, b"\x20\0"),
    "flag of strong encryption in both": (LOCAL + DIRECTORY, 6, b"\x40\0"),
    "offset within the file": (DIRECTORY, 42, struct.pack("<I", 50)),
    "offset beyond the file": (DIRECTORY, 42, struct.pack("<I", 2**32 - 2)),
    "offset of ZIP64": (DIRECTORY, 42, struct.pack("<I", 2**32 - 1)),
    "version": (DIRECTORY, 6, b"\xff\0"),
    "negative position": (b"PK\x05\x06", 16, struct.pack("<I", 2**20)),
}


@pytest.mark.parametrize("is_path", [False, True])
@pytest.mark.parametrize("case", DAMAGED_HEADERS)
def test_damaged_header_is_a_format_error(case: str, *, is_path: bool, tmp_path: Path) -> None:
    signatures, offset, content = DAMAGED_HEADERS[case]
    source = bytearray(archive({"a.json": document(50), "b.json": document(2)}))
    for signature in (signatures[:4], signatures[4:]):
        # Flags are two bytes later in the directory.
        at = source.find(signature) + offset + (2 if signature == DIRECTORY and signatures != DIRECTORY else 0)
        if signature:
            source[at : at + len(content)] = content
    path = tmp_path / "m.zip"
    path.write_bytes(source)
    with pytest.raises(MotionFormatError, match=r"damaged: .*; download it again"):
        motion.read(path if is_path else bytes(source))


@pytest.mark.parametrize("is_path", [False, True])
def test_header_with_any_wrong_byte_is_read_or_a_format_error(*, is_path: bool, tmp_path: Path) -> None:
    source = archive({"a.json": document(2)})
    path = tmp_path / "m.zip"
    headers = [*range(36), *range(source.find(DIRECTORY), len(source))]
    for at, value in itertools.product(headers, (0, 0x60, 0xFF)):
        damaged = source[:at] + bytes([value]) + source[at + 1 :]
        path.write_bytes(damaged)
        with contextlib.suppress(MotionFormatError):
            motion.read(path if is_path else damaged)


def test_error_of_the_disk_stays_an_error_of_the_disk() -> None:
    class Broken(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise OSError(errno.EIO, "input/output error")

    with pytest.raises(OSError, match="input/output error"):
        list(archive_module.read_files(Broken(archive({"a.json": document()})), None, 2**20))


def test_reader_leaves_the_file_closed(tmp_path: Any) -> None:
    path = tmp_path / "m.zip"
    path.write_bytes(archive({"a.json": document()}))
    motion.read(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source:
        assert source.testzip() is None
    path.rename(tmp_path / "other.zip")
