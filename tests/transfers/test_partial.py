"""A partial file and its note, byte for byte: a later version has to understand them."""

import errno
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.errors import MoveDiskFullError
from move_ugc_async.transfers import partial as partial_module
from move_ugc_async.transfers.partial import Partial, exists
from move_ugc_async.transfers.ranges import Segment, Stored
from tests.transfers.objects import names, open_files

MD5 = "0123456789abcdef0123456789abcdef"
STORED = Stored(f'"{MD5}"', 20, MD5)
UNDIGESTED = Stored('"strong"', 20, None)
STEM = f".{hashlib.sha256(b'new').hexdigest()[:16]}"
PART, NOTE = f"{STEM}.part", f"{STEM}.part-note"


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "new"


def halves(*done: int) -> list[Segment]:
    return [Segment(number, 10 * number, 10 * number + 10, each) for number, each in enumerate(done)]


def leave(destination: Path, stored: Stored | None = STORED) -> None:
    """Leave 15 of 20 bytes, as a killed process does."""
    partial = Partial(destination)
    partial.begin(stored, segments := halves(0, 0))
    partial.write(segments[1], b"klmno")
    partial.write(segments[0], b"abcdefg")
    partial.write(segments[0], b"hij")
    partial.close()


def opened(destination: Path) -> tuple[Stored | None, list[Segment]]:
    partial = Partial(destination)
    partial.close()
    return partial.stored, partial.segments


def renote(destination: Path, change: Callable[[dict[str, Any]], object], counters: str = "a\n5\n") -> None:
    """Change what the note says."""
    note = destination.with_name(NOTE)
    known = json.loads(note.read_bytes().partition(b"\n")[0])
    change(known)
    lines = "".join(f"{line:0>16}\n" for line in counters.split())
    note.write_text(json.dumps(known) + "\n" + lines)


def test_the_note_says_which_object_and_how_much_of_each_segment(destination: Path) -> None:
    leave(destination)
    assert names(destination.parent) == [PART, NOTE]
    assert destination.with_name(PART).read_bytes() == b"abcdefghijklmno"
    head, *counters = destination.with_name(NOTE).read_text().split("\n")
    machine = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert json.loads(head) == {
        "etag": f'"{MD5}"',
        "size": 20,
        "md5": MD5,
        "machine": machine,
        "cuts": [[0, 10], [10, 20]],
    }
    assert counters == ["000000000000000a", "0000000000000005", ""]


@pytest.mark.parametrize("stored", [None, Stored(None, 20, None), Stored('W/"weak"', 20, None)])
def test_of_an_object_that_cannot_be_resumed_nothing_is_noted(destination: Path, stored: Stored | None) -> None:
    leave(destination, stored)
    assert destination.with_name(NOTE).read_bytes() == b"{}\n000000000000000a\n0000000000000005\n"
    assert opened(destination) == (None, [])


@pytest.mark.parametrize("stored", [STORED, UNDIGESTED])
def test_what_was_left_is_recalled(destination: Path, stored: Stored) -> None:
    leave(destination, stored)
    assert opened(destination) == (stored, halves(10, 5))
    partial = Partial(destination)
    assert partial.done == 15
    partial.write(partial.segments[1], b"pqrst")
    assert (partial.done, partial.size(), partial.read(8, 4)) == (20, 20, b"ijkl")
    partial.close()
    assert opened(destination) == (stored, halves(10, 10))


def test_a_segment_without_an_end_is_recalled(destination: Path) -> None:
    partial = Partial(destination)
    partial.begin(UNDIGESTED, [segment := Segment(0, 0, None)])
    partial.write(segment, b"abc")
    partial.close()
    assert opened(destination) == (UNDIGESTED, [Segment(0, 0, None, 3)])


@pytest.mark.parametrize("machine", ["another", None])
def test_after_a_crash_only_a_digest_makes_sure(destination: Path, machine: str | None) -> None:
    leave(destination)
    renote(destination, lambda known: known.update(machine=machine))
    assert opened(destination) == (STORED, halves(10, 5))
    renote(destination, lambda known: known.update(md5=None))
    assert opened(destination) == (None, [])


def test_where_the_machine_is_not_known_only_a_digest_makes_sure(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partial_module, "_running_machine", lambda: None)
    leave(destination, UNDIGESTED)
    assert opened(destination) == (None, [])


@pytest.mark.parametrize(("size", "is_used"), [(16, True), (15, True), (14, False), (0, False)])
def test_bytes_that_are_not_there_are_not_recalled(*, destination: Path, size: int, is_used: bool) -> None:
    leave(destination)
    os.truncate(destination.with_name(PART), size)
    assert opened(destination) == ((STORED, halves(10, 5)) if is_used else (None, []))


def test_a_segment_that_was_not_begun_needs_no_bytes(destination: Path) -> None:
    leave(destination)
    renote(destination, lambda _known: None, "5\n0")
    os.truncate(destination.with_name(PART), 5)
    assert opened(destination) == (STORED, halves(5, 0))
    renote(destination, lambda _known: None, "0\n0")
    os.truncate(destination.with_name(PART), 0)
    assert opened(destination) == (STORED, halves(0, 0))


@pytest.mark.parametrize(
    "change",
    [
        lambda known: known.pop("etag"),
        lambda known: known.pop("size"),
        lambda known: known.pop("md5"),
        lambda known: known.pop("cuts"),
        lambda known: known.pop("machine"),
        lambda known: known.update(etag=None),
        lambda known: known.update(etag="weak"),
        lambda known: known.update(etag=7),
        lambda known: known.update(cuts=[]),
        lambda known: known.update(cuts=7),
        lambda known: known.update(cuts=[[0], [10, 20]]),
        lambda known: known.update(cuts=[[0, 9], [10, 20]]),
        lambda known: known.update(cuts=[["a", "b"]]),
        lambda known: known.update(cuts=[[0, 10], [10, 20], [20, 30]]),
    ],
)
def test_a_note_that_makes_no_sense_is_none(destination: Path, change: Callable[[dict[str, Any]], object]) -> None:
    leave(destination)
    renote(destination, lambda _known: None)
    assert opened(destination) == (STORED, halves(10, 5))
    renote(destination, change)
    assert opened(destination) == (None, [])


@pytest.mark.parametrize("note", [b"", b"\n", b"[]\n", b"7\n", b'{"etag"', b"\xff\n", b"{}\n"])
def test_a_note_that_cannot_be_read_is_none(destination: Path, note: bytes) -> None:
    leave(destination)
    destination.with_name(NOTE).write_bytes(note)
    assert opened(destination) == (None, [])


def test_beginning_forgets_what_was_there(destination: Path) -> None:
    leave(destination)
    partial = Partial(destination)
    partial.begin(UNDIGESTED, [segment := Segment(0, 0, 4)])
    assert (partial.stored, partial.segments, partial.size(), partial.done) == (UNDIGESTED, [segment], 0, 0)
    partial.write(segment, b"zz")
    partial.begin(None, [])
    assert partial.size() == 0
    partial.close()
    assert destination.with_name(NOTE).read_bytes() == b"{}\n"


def test_whoever_comes_second_has_a_name_of_his_own(destination: Path) -> None:
    first = Partial(destination)
    second, third = Partial(destination), Partial(destination)
    for partial, text in ((first, b"first"), (second, b"second"), (third, b"third")):
        partial.begin(STORED, [segment := Segment(0, 0, 20)])
        partial.write(segment, text)
        assert partial.read(0, 99) == text
    found = names(destination.parent)
    assert len(found) == 4
    assert {PART, NOTE} < set(found)
    own = [name for name in found if name not in {PART, NOTE}]
    assert all(name.startswith(f"{STEM}-") and len(name) == len(PART) + 17 for name in own)
    second.discard()
    third.publish(overwrite=False)
    assert names(destination.parent) == [PART, NOTE, "new"]
    assert destination.read_bytes() == b"third"
    first.discard()
    second.close()
    third.close()
    assert names(destination.parent) == ["new"]
    assert open_files(destination.parent) == []


def test_discarding_removes_everything_even_twice(destination: Path) -> None:
    leave(destination)
    partial = Partial(destination)
    partial.discard()
    partial.discard()
    partial.close()
    assert names(destination.parent) == []
    assert open_files(destination.parent) == []


def test_closing_leaves_everything_even_twice(destination: Path) -> None:
    leave(destination)
    partial = Partial(destination)
    partial.close()
    partial.close()
    assert names(destination.parent) == [PART, NOTE]
    assert open_files(destination.parent) == []


def test_what_was_published_is_not_discarded(destination: Path) -> None:
    leave(destination)
    partial = Partial(destination)
    partial.publish(overwrite=False)
    # As when the caller is cancelled in that moment, and somebody else is at it again.
    Path(partial._path).write_bytes(b"somebody else's")
    partial.discard()
    assert names(destination.parent) == [PART, "new"]
    assert destination.read_bytes() == b"abcdefghijklmno"


def test_publishing_replaces_only_when_told_to(destination: Path) -> None:
    destination.write_bytes(b"old")
    leave(destination)
    partial = Partial(destination)
    with pytest.raises(FileExistsError) as caught:
        partial.publish(overwrite=False)
    assert str(caught.value) == f"{destination} exists; pass overwrite=True to replace it" == str(exists(destination))
    assert caught.value.__suppress_context__
    assert destination.read_bytes() == b"old"
    partial.discard()
    leave(destination)
    partial = Partial(destination)
    partial.publish(overwrite=True)
    assert destination.read_bytes() == b"abcdefghijklmno"
    assert names(destination.parent) == ["new"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_published_is_on_the_disk(
    *, destination: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    synced: list[tuple[str, bool]] = []

    def fsync(descriptor: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), destination.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    leave(destination)
    Partial(destination).publish(overwrite=overwrite)
    assert synced == [(str(destination.with_name(PART)), False)]


@pytest.fixture
def failing_links(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let linking fail."""

    def fail(code: int) -> None:
        def hardlink_to(_self: Path, _target: Path) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(Path, "hardlink_to", hardlink_to)

    return fail


def test_a_file_system_without_links_is_no_obstacle(destination: Path, failing_links: Callable[[int], None]) -> None:
    failing_links(errno.EPERM)
    leave(destination)
    Partial(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]
    leave(destination)
    destination.unlink()
    destination.symlink_to("nowhere")
    partial = Partial(destination)
    with pytest.raises(FileExistsError) as caught:
        partial.publish(overwrite=False)
    assert str(caught.value) == f"{destination} exists; pass overwrite=True to replace it"
    assert caught.value.__suppress_context__
    partial.discard()
    assert destination.is_symlink()


def test_a_partial_name_that_somebody_removes_meanwhile_is_no_obstacle(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hardlink_to(self: Path, target: Path) -> None:
        os.link(target, self)
        target.unlink()

    monkeypatch.setattr(Path, "hardlink_to", hardlink_to)
    leave(destination)
    Partial(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_says_which_file_does_not_fit(
    destination: Path, failing_links: Callable[[int], None], code: int
) -> None:
    failing_links(code)
    leave(destination)
    partial = Partial(destination)
    with pytest.raises(MoveDiskFullError) as caught:
        partial.publish(overwrite=False)
    assert str(caught.value) == f"{destination} does not fit on the disk ({os.strerror(code)})"
    assert isinstance(caught.value.__cause__, OSError)
    partial.discard()
    assert names(destination.parent) == []


class FullDisk:
    """A file that takes no more."""

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
def test_a_disk_that_has_no_room_for_a_name_is_full(
    destination: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        with pytest.raises(MoveDiskFullError) as caught:
            Partial(destination)
    assert str(caught.value) == f"{destination} does not fit on the disk ({os.strerror(code)})"


@pytest.mark.parametrize(("at_once", "room"), [(0, 9), (1, 7), (4, 3)])
def test_a_disk_that_takes_a_little_at_a_time_gets_everything(
    destination: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, room: int
) -> None:
    partial = Partial(destination)
    partial.begin(STORED, [segment := Segment(0, 0, 20)])
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
    assert str(caught.value) == f"{destination} does not fit on the disk (No space left on device)"
    # Nobody counts what is not there.
    assert segment.done == 9
    partial.discard()


def test_another_error_stays_what_it_is(destination: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Partial(destination.parent / "missing" / "new")
    (destination.parent / "file").touch()
    with pytest.raises(NotADirectoryError):
        Partial(destination.parent / "file" / "new")
    assert open_files(destination.parent) == []


def test_a_link_with_the_name_of_the_note_leaves_the_download_without_one(destination: Path) -> None:
    destination.with_name(NOTE).symlink_to("nowhere")
    partial = Partial(destination)
    partial.begin(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert names(destination.parent) == [NOTE, "new"]
    assert destination.with_name(NOTE).is_symlink()
    assert open_files(destination.parent) == []


def test_a_complete_file_that_still_has_the_partial_name_is_left_alone(destination: Path) -> None:
    # Killed between linking and unlinking.
    leave(destination)
    destination.hardlink_to(destination.with_name(PART))
    partial = Partial(destination)
    assert (partial.size(), partial.stored) == (0, None)
    partial.begin(UNDIGESTED, [segment := Segment(0, 0, 3)])
    partial.write(segment, b"zzz")
    assert destination.read_bytes() == b"abcdefghijklmno"
    partial.close()
    assert names(destination.parent) == [PART, NOTE, "new"]
    assert opened(destination) == (UNDIGESTED, [Segment(0, 0, 3, 3)])


def test_a_folder_with_the_name_of_the_partial_file_leaves_the_download_without_a_note(destination: Path) -> None:
    destination.with_name(PART).mkdir()
    partial = Partial(destination)
    partial.begin(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert destination.read_bytes() == b"abc"
    assert set(names(destination.parent)) == {PART, NOTE, "new"}
    assert open_files(destination.parent) == []


def test_a_disk_that_has_no_room_for_the_note_is_full(destination: Path) -> None:
    partial = Partial(destination)
    partial._note = FullDisk(partial._note, 0)
    with pytest.raises(MoveDiskFullError) as caught:
        partial.begin(STORED, halves(0, 0))
    assert str(caught.value) == f"{destination} does not fit on the disk (No space left on device)"
    partial.discard()
    assert names(destination.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes elsewhere")
def test_a_name_of_his_own_is_as_open_to_others_as_any(destination: Path) -> None:
    first, second = Partial(destination), Partial(destination)
    paths = sorted(destination.parent.glob(".*.part"))
    assert len(paths) == 2
    assert {path.stat().st_mode & 0o111 for path in paths} == {0}
    assert len({path.stat().st_mode for path in paths}) == 1
    first.discard()
    second.discard()


def test_a_note_that_somebody_removes_meanwhile_is_no_obstacle(destination: Path) -> None:
    partial = Partial(destination)
    destination.with_name(NOTE).unlink()
    partial.discard()
    assert names(destination.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be removed elsewhere")
def test_a_note_that_is_removed_before_it_is_locked_is_made_anew(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, note = partial_module._lock, destination.with_name(NOTE)
    removed: list[Path] = []

    def remove_once_and_lock(descriptor: int) -> None:
        if not removed:
            removed.append(note)
            note.unlink()
        lock(descriptor)

    monkeypatch.setattr(partial_module, "_lock", remove_once_and_lock)
    partial = Partial(destination)
    assert removed
    assert note.exists()
    partial.discard()
