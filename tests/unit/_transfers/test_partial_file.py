"""Partial files: who owns them, how they are published, and full disks."""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async._transfers.partial_file import PartialFile, file_exists
from move_ugc_async._transfers.ranges import Segment
from move_ugc_async.errors import MoveDiskFullError
from tests.unit._transfers.objects import names, open_files
from tests.unit._transfers.partials import PART, SIDECAR, STEM, STORED, WITHOUT_CHECKSUM, halves, leave, opened


def test_start_discards_earlier_bytes(destination: Path) -> None:
    leave(destination)
    partial = PartialFile(destination)
    partial.start(WITHOUT_CHECKSUM, [segment := Segment(0, 0, 4)])
    assert (partial.info, partial.segments, partial.size(), partial.done) == (WITHOUT_CHECKSUM, [segment], 0, 0)
    partial.write(segment, b"zz")
    assert partial.read(0, 2) == b"zz"
    partial.start(None, [])
    assert partial.size() == 0
    partial.close()
    assert destination.with_name(SIDECAR).read_bytes() == b"{}\n"


def test_concurrent_partial_files_have_different_names(destination: Path) -> None:
    first = PartialFile(destination)
    second, third = PartialFile(destination), PartialFile(destination)
    for partial, text in ((first, b"first"), (second, b"second"), (third, b"third")):
        partial.start(STORED, [segment := Segment(0, 0, 20)])
        partial.write(segment, text)
        assert partial.read(0, 99) == text
    found = names(destination.parent)
    assert len(found) == 4
    assert {PART, SIDECAR} < set(found)
    own = [name for name in found if name not in {PART, SIDECAR}]
    assert all(name.startswith(f"{STEM}-") and len(name) == len(PART) + 17 for name in own)
    second.discard()
    third.publish(overwrite=False)
    assert names(destination.parent) == [PART, SIDECAR, "new"]
    assert destination.read_bytes() == b"third"
    first.discard()
    second.close()
    third.close()
    assert names(destination.parent) == ["new"]
    assert open_files(destination.parent) == []


def test_discard_removes_all_files_and_may_be_repeated(destination: Path) -> None:
    leave(destination)
    partial = PartialFile(destination)
    partial.discard()
    partial.discard()
    partial.close()
    assert names(destination.parent) == []
    assert open_files(destination.parent) == []


def test_close_keeps_all_files_and_may_be_repeated(destination: Path) -> None:
    leave(destination)
    partial = PartialFile(destination)
    partial.close()
    partial.close()
    assert names(destination.parent) == [PART, SIDECAR]
    assert open_files(destination.parent) == []


def test_discard_keeps_a_published_file(destination: Path) -> None:
    leave(destination)
    partial = PartialFile(destination)
    partial.publish(overwrite=False)
    # As when the caller is cancelled now, and another download has started.
    Path(partial._path).write_bytes(b"of another download")
    partial.discard()
    assert names(destination.parent) == [PART, "new"]
    assert destination.read_bytes() == b"abcdefghijklmno"


def test_publish_replaces_a_file_only_with_overwrite(destination: Path) -> None:
    destination.write_bytes(b"old")
    leave(destination)
    partial = PartialFile(destination)
    with pytest.raises(FileExistsError) as caught:
        partial.publish(overwrite=False)
    assert (
        str(caught.value) == f"{destination} exists; pass overwrite=True to replace it" == str(file_exists(destination))
    )
    assert caught.value.__suppress_context__
    assert destination.read_bytes() == b"old"
    partial.discard()
    leave(destination)
    partial = PartialFile(destination)
    partial.publish(overwrite=True)
    assert destination.read_bytes() == b"abcdefghijklmno"
    assert names(destination.parent) == ["new"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_publish_syncs_the_file_before_renaming(
    *, destination: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    synced: list[tuple[str, bool]] = []

    def fsync(descriptor: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), destination.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    leave(destination)
    PartialFile(destination).publish(overwrite=overwrite)
    assert synced == [(str(destination.with_name(PART)), False)]


@pytest.fixture
def failing_links(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Patch linking to fail."""

    def fail(code: int) -> None:
        def hardlink_to(_self: Path, _target: Path) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(Path, "hardlink_to", hardlink_to)

    return fail


def test_publish_succeeds_on_a_file_system_without_links(
    destination: Path, failing_links: Callable[[int], None]
) -> None:
    failing_links(errno.EPERM)
    leave(destination)
    PartialFile(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]
    leave(destination)
    destination.unlink()
    destination.symlink_to("nowhere")
    partial = PartialFile(destination)
    with pytest.raises(FileExistsError) as caught:
        partial.publish(overwrite=False)
    assert str(caught.value) == f"{destination} exists; pass overwrite=True to replace it"
    assert caught.value.__suppress_context__
    partial.discard()
    assert destination.is_symlink()


def test_publish_succeeds_when_the_partial_name_was_removed(destination: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hardlink_to(self: Path, target: Path) -> None:
        os.link(target, self)
        target.unlink()

    monkeypatch.setattr(Path, "hardlink_to", hardlink_to)
    leave(destination)
    PartialFile(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_full_disk_error_names_the_file(destination: Path, failing_links: Callable[[int], None], code: int) -> None:
    failing_links(code)
    leave(destination)
    partial = PartialFile(destination)
    with pytest.raises(MoveDiskFullError) as caught:
        partial.publish(overwrite=False)
    assert str(caught.value) == f"cannot write {destination}: {os.strerror(code)}; free space and call again"
    assert isinstance(caught.value.__cause__, OSError)
    partial.discard()
    assert names(destination.parent) == []


class FullDisk:
    """A file on an almost full disk."""

    def __init__(self, file: Any, room: int) -> None:
        self.file, self.room = file, room

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, view: memoryview | bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = self.file.write(view[: min(self.room, 2)])
        self.room -= taken
        return int(taken)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_disk_without_room_for_a_name_raises_disk_full(
    destination: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        with pytest.raises(MoveDiskFullError) as caught:
            PartialFile(destination)
    assert str(caught.value) == f"cannot write {destination}: {os.strerror(code)}; free space and call again"


@pytest.mark.parametrize(("at_once", "room"), [(0, 9), (1, 7), (4, 3)])
def test_short_writes_are_continued_until_all_bytes_are_written(
    destination: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, room: int
) -> None:
    partial = PartialFile(destination)
    partial.start(STORED, [segment := Segment(0, 0, 20)])
    file = partial._file

    def write_a_little(descriptor: int, pieces: Sequence[bytes], offset: int) -> int:
        return os.pwrite(descriptor, b"".join(pieces)[:at_once], offset) if descriptor == file.fileno() else 0

    monkeypatch.setattr(os, "pwritev", write_a_little)
    partial._file = FullDisk(file, room)
    partial.write(segment, b"ab", b"cde", bytearray(b"fg"))
    partial.write(segment, b"hi")
    assert partial.read(0, 99) == b"abcdefghi"
    monkeypatch.delattr(os, "pwritev")
    with pytest.raises(MoveDiskFullError) as caught:
        partial.write(segment, b"j")
    assert str(caught.value) == f"cannot write {destination}: No space left on device; free space and call again"
    # Only bytes on disk are counted.
    assert segment.done == 9
    partial.discard()


def test_other_os_errors_name_the_destination(destination: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing does not exist; create it first") as missing:
        PartialFile(destination.parent / "missing" / "new")
    assert missing.value.filename == str(destination.parent / "missing" / "new")
    (destination.parent / "file").touch()
    with pytest.raises(NotADirectoryError) as below_a_file:
        PartialFile(destination.parent / "file" / "new")
    assert below_a_file.value.filename == str(destination.parent / "file" / "new")
    assert open_files(destination.parent) == []


def test_published_file_that_kept_its_partial_name_is_not_modified(destination: Path) -> None:
    # Killed between linking and unlinking.
    leave(destination)
    destination.hardlink_to(destination.with_name(PART))
    partial = PartialFile(destination)
    assert (partial.size(), partial.info) == (0, None)
    partial.start(WITHOUT_CHECKSUM, [segment := Segment(0, 0, 3)])
    partial.write(segment, b"zzz")
    assert destination.read_bytes() == b"abcdefghijklmno"
    partial.close()
    assert names(destination.parent) == [PART, SIDECAR, "new"]
    assert opened(destination) == (WITHOUT_CHECKSUM, [Segment(0, 0, 3, 3)])


def test_disk_without_room_for_the_sidecar_raises_disk_full(destination: Path) -> None:
    partial = PartialFile(destination)
    partial._sidecar = FullDisk(partial._sidecar, 0)
    with pytest.raises(MoveDiskFullError) as caught:
        partial.start(STORED, halves(0, 0))
    assert str(caught.value) == f"cannot write {destination}: No space left on device; free space and call again"
    partial.discard()
    assert names(destination.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes elsewhere")
def test_concurrent_partial_files_have_the_same_permissions(destination: Path) -> None:
    first, second = PartialFile(destination), PartialFile(destination)
    paths = sorted(destination.parent.glob(".*.part"))
    assert len(paths) == 2
    assert {path.stat().st_mode & 0o111 for path in paths} == {0}
    assert len({path.stat().st_mode for path in paths}) == 1
    first.discard()
    second.discard()
