"""The note beside a partial file, byte for byte: a later version has to understand it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.transfers import partial as partial_module
from move_ugc_async.transfers.partial import Partial
from move_ugc_async.transfers.ranges import Segment, Stored, cut
from tests.transfers.objects import names, open_files
from tests.transfers.partials import MD5, NOTE, PART, STORED, UNDIGESTED, halves, leave, opened


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


def test_as_many_segments_as_there_may_be_are_recalled(destination: Path) -> None:
    segments = cut(2**40, 1)
    partial = Partial(destination)
    partial.begin(stored := Stored('"strong"', 2**40, None), segments)
    partial.write(segments[0], b"a")
    partial.close()
    assert opened(destination) == (stored, segments)
    assert [segment.done for segment in segments] == [1, *[0] * 1000]


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


@pytest.mark.parametrize("note", [b"", b"\n", b"[]\n", b"7\n", b'{"etag"', b"\xff\n", b"{}\n", b"[" * 100_000 + b"\n"])
def test_a_note_that_cannot_be_read_is_none(destination: Path, note: bytes) -> None:
    leave(destination)
    destination.with_name(NOTE).write_bytes(note)
    assert opened(destination) == (None, [])


def test_a_link_with_the_name_of_the_note_leaves_the_download_without_one(destination: Path) -> None:
    destination.with_name(NOTE).symlink_to("nowhere")
    partial = Partial(destination)
    partial.begin(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert names(destination.parent) == [NOTE, "new"]
    assert destination.with_name(NOTE).is_symlink()
    assert open_files(destination.parent) == []


def test_a_folder_with_the_name_of_the_partial_file_leaves_the_download_without_a_note(destination: Path) -> None:
    destination.with_name(PART).mkdir()
    partial = Partial(destination)
    partial.begin(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert destination.read_bytes() == b"abc"
    assert set(names(destination.parent)) == {PART, NOTE, "new"}
    assert open_files(destination.parent) == []


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
