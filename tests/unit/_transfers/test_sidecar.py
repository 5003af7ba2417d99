"""The format of the sidecar of a partial file, which later versions must be able to read."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import _file_system
from move_ugc_async._transfers import partial_file as partial_module
from move_ugc_async._transfers.partial_file import PartialFile
from move_ugc_async._transfers.ranges import ObjectInfo, Segment, split
from tests.unit._transfers.objects import names, open_files
from tests.unit._transfers.partials import MD5, PART, SIDECAR, STORED, WITHOUT_CHECKSUM, halves, leave, opened


def change_sidecar(destination: Path, change: Callable[[dict[str, Any]], object], counters: str = "a\n5\n") -> None:
    """Change the fields of the sidecar."""
    sidecar = destination.with_name(SIDECAR)
    known = json.loads(sidecar.read_bytes().partition(b"\n")[0])
    change(known)
    lines = "".join(f"{line:0>16}\n" for line in counters.split())
    sidecar.write_text(json.dumps(known) + "\n" + lines)


def test_sidecar_records_the_object_and_the_bytes_of_each_segment(destination: Path) -> None:
    leave(destination)
    assert names(destination.parent) == [PART, SIDECAR]
    assert destination.with_name(PART).read_bytes() == b"abcdefghijklmno"
    head, *counters = destination.with_name(SIDECAR).read_text(encoding="utf-8").split("\n")
    machine = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    assert json.loads(head) == {
        "etag": f'"{MD5}"',
        "size": 20,
        "md5": MD5,
        "machine": machine,
        "cuts": [[0, 10], [10, 20]],
    }
    assert counters == ["000000000000000a", "0000000000000005", ""]


@pytest.mark.parametrize("stored", [None, ObjectInfo(None, 20, None), ObjectInfo('W/"weak"', 20, None)])
def test_sidecar_of_an_object_that_cannot_be_resumed_is_empty(destination: Path, stored: ObjectInfo | None) -> None:
    leave(destination, stored)
    assert destination.with_name(SIDECAR).read_bytes() == b"{}\n000000000000000a\n0000000000000005\n"
    assert opened(destination) == (None, [])


@pytest.mark.parametrize("stored", [STORED, WITHOUT_CHECKSUM])
def test_partial_file_is_resumed_from_its_sidecar(destination: Path, stored: ObjectInfo) -> None:
    leave(destination, stored)
    assert opened(destination) == (stored, halves(10, 5))
    partial = PartialFile(destination)
    assert partial.done == 15
    partial.write(partial.segments[1], b"pqrst")
    assert (partial.done, partial.size(), partial.read(8, 4)) == (20, 20, b"ijkl")
    partial.close()
    assert opened(destination) == (stored, halves(10, 10))


def test_maximum_number_of_segments_is_resumed(destination: Path) -> None:
    segments = split(2**40, 1)
    partial = PartialFile(destination)
    partial.start(stored := ObjectInfo('"strong"', 2**40, None), segments)
    partial.write(segments[0], b"a")
    partial.close()
    assert opened(destination) == (stored, segments)
    assert [segment.done for segment in segments] == [1, *[0] * 1000]


def test_segment_without_an_end_is_resumed(destination: Path) -> None:
    partial = PartialFile(destination)
    partial.start(WITHOUT_CHECKSUM, [segment := Segment(0, 0, None)])
    partial.write(segment, b"abc")
    partial.close()
    assert opened(destination) == (WITHOUT_CHECKSUM, [Segment(0, 0, None, 3)])


@pytest.mark.parametrize("machine", ["another", None])
def test_partial_file_is_resumed_after_a_machine_crash_only_with_a_digest(
    destination: Path, machine: str | None
) -> None:
    leave(destination)
    change_sidecar(destination, lambda known: known.update(machine=machine))
    assert opened(destination) == (STORED, halves(10, 5))
    change_sidecar(destination, lambda known: known.update(md5=None))
    assert opened(destination) == (None, [])


def test_partial_file_without_digest_is_not_resumed_when_the_machine_is_unknown(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partial_module, "boot_id", lambda: None)
    leave(destination, WITHOUT_CHECKSUM)
    assert opened(destination) == (None, [])


@pytest.mark.parametrize(("size", "is_used"), [(16, True), (15, True), (14, False), (0, False)])
def test_sidecar_is_ignored_when_the_partial_file_is_shorter(*, destination: Path, size: int, is_used: bool) -> None:
    leave(destination)
    os.truncate(destination.with_name(PART), size)
    assert opened(destination) == ((STORED, halves(10, 5)) if is_used else (None, []))


def test_segment_without_bytes_is_resumed_from_a_short_partial_file(destination: Path) -> None:
    leave(destination)
    change_sidecar(destination, lambda _known: None, "5\n0")
    os.truncate(destination.with_name(PART), 5)
    assert opened(destination) == (STORED, halves(5, 0))
    change_sidecar(destination, lambda _known: None, "0\n0")
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
        lambda known: known.update(cuts=[["a", None], [10, 20]]),
        lambda known: known.update(cuts=[["a", None], [10, 20]], etag=None),
        lambda known: known.update(cuts=[[None, None], [10, 20]]),
        lambda known: known.update(cuts=[[{}, None], [10, 20]]),
        lambda known: known.update(cuts=[[0.0, 10], [10, 20]]),
        lambda known: known.update(cuts=[[0, 10.0], [10, 20]]),
        lambda known: known.update(cuts=[[False, 10], [10, 20]]),
        lambda known: known.update(cuts=[[-10, 10], [10, 20]]),
        lambda known: known.update(cuts=[[-11, None], [10, 20]]),
        lambda known: known.update(size=20.0),
        lambda known: known.update(size="20"),
        lambda known: known.update(size=-20),
        lambda known: known.update(cuts=[[0, 10], [10, 20], [20, 30]]),
    ],
)
def test_sidecar_with_invalid_fields_is_ignored(destination: Path, change: Callable[[dict[str, Any]], object]) -> None:
    leave(destination)
    change_sidecar(destination, lambda _known: None)
    assert opened(destination) == (STORED, halves(10, 5))
    change_sidecar(destination, change)
    assert opened(destination) == (None, [])


@pytest.mark.parametrize("counters", ["-a\n5", "0xa\n-5", "b\n5", "z\n5", "a", "a\n5.0"])
def test_sidecar_with_invalid_counters_is_ignored(destination: Path, counters: str) -> None:
    leave(destination)
    change_sidecar(destination, lambda _known: None, counters)
    assert opened(destination) == (None, [])


@pytest.mark.parametrize(
    "sidecar", [b"", b"\n", b"[]\n", b"7\n", b'{"etag"', b"\xff\n", b"{}\n", b"[" * 100_000 + b"\n"]
)
def test_sidecar_that_cannot_be_parsed_is_ignored(destination: Path, sidecar: bytes) -> None:
    leave(destination)
    destination.with_name(SIDECAR).write_bytes(sidecar)
    assert opened(destination) == (None, [])


def test_download_has_no_sidecar_when_a_link_has_its_name(destination: Path) -> None:
    destination.with_name(SIDECAR).symlink_to("nowhere")
    partial = PartialFile(destination)
    partial.start(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert names(destination.parent) == [SIDECAR, "new"]
    assert destination.with_name(SIDECAR).is_symlink()
    assert open_files(destination.parent) == []


def test_download_has_no_sidecar_when_a_folder_has_the_name_of_the_partial_file(destination: Path) -> None:
    destination.with_name(PART).mkdir()
    partial = PartialFile(destination)
    partial.start(STORED, [segment := Segment(0, 0, 20)])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert destination.read_bytes() == b"abc"
    assert set(names(destination.parent)) == {PART, "new"}
    assert open_files(destination.parent) == []


def test_discard_succeeds_when_the_sidecar_was_removed(destination: Path) -> None:
    partial = PartialFile(destination)
    destination.with_name(SIDECAR).unlink()
    partial.discard()
    assert names(destination.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="a file that is open cannot be removed elsewhere")
def test_sidecar_is_created_again_when_removed_before_locking(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, sidecar = _file_system._lock, destination.with_name(SIDECAR)
    removed: list[Path] = []

    def remove_once_and_lock(descriptor: int) -> None:
        if not removed:
            removed.append(sidecar)
            sidecar.unlink()
        lock(descriptor)

    monkeypatch.setattr(_file_system, "_lock", remove_once_and_lock)
    partial = PartialFile(destination)
    assert removed
    assert sidecar.exists()
    partial.discard()
