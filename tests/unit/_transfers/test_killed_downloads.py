"""Partial files of earlier downloads are resumed when they are valid, and harmless when they are not."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.events import TransferEvent
from move_ugc_async._transfers.partial_file import PartialFile
from move_ugc_async._transfers.ranges import ObjectInfo, Segment
from move_ugc_async._transport.http import HttpPool
from tests.unit._transfers.objects import (
    BODY,
    PLAIN,
    UNIT,
    Object,
    download,
    fetch,
    names,
    open_files,
    patient,
    serving,
    settings,
    signed,
)

pytestmark = pytest.mark.anyio


def leave_partial_file(destination: Path, stored: ObjectInfo, done: int) -> PartialFile:
    """Create the files that a killed download leaves."""
    partial = PartialFile(destination)
    segment = Segment(0, 0, stored.size)
    partial.start(stored, [segment])
    partial.write(segment, BODY[:done])
    partial.close()
    return partial


def _leftovers(folder: Path) -> tuple[Path, Path]:
    (sidecar,), (part,) = folder.glob(".*.part-note"), folder.glob(".*.part")
    return sidecar, part


def known(body: bytes = BODY) -> ObjectInfo:
    md5 = hashlib.md5(body).hexdigest()
    return ObjectInfo(f'"{md5}"', len(body), md5)


@pytest.mark.parametrize("done", [1, UNIT, len(BODY) - 1, len(BODY)])
async def test_partial_file_of_an_earlier_download_is_resumed(http: HttpPool, tmp_path: Path, done: int) -> None:
    leave_partial_file(tmp_path / "new", known(), done)
    assert len(names(tmp_path)) == 2
    stored = Object(BODY)
    await fetch(http, stored, tmp_path / "new")

    assert stored.sent_bytes == max(len(BODY) - done, 1)
    assert (tmp_path / "new").read_bytes() == BODY
    assert names(tmp_path) == ["new"]


@pytest.mark.parametrize("before", [0, UNIT])
async def test_sidecar_is_updated_with_each_chunk(http: HttpPool, tmp_path: Path, before: int) -> None:
    if before:
        leave_partial_file(tmp_path / "new", known(), before)
    counters_by_size: list[tuple[int, list[int]]] = []

    def read_the_sidecar(event: TransferEvent) -> None:
        (path,) = tmp_path.glob(".*.part-note")
        counters_by_size.append(
            (event.done_bytes, [int(counter, 16) for counter in path.read_text(encoding="utf-8").splitlines()[1:]])
        )

    with serving(Object(BODY)) as server:
        await download(patient(http, **PLAIN), signed(server), tmp_path / "new", on_progress=read_the_sidecar)

    assert counters_by_size[0][0] > before
    assert all(counters == [done] for done, counters in counters_by_size)


async def test_partial_file_of_another_object_is_not_used(http: HttpPool, tmp_path: Path) -> None:
    leave_partial_file(tmp_path / "new", known(b"other" * UNIT), UNIT)
    storage = settings(http)
    with serving(Object(BODY)) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


async def test_damaged_partial_file_is_detected(http: HttpPool, tmp_path: Path) -> None:
    leave_partial_file(tmp_path / "new", known(), UNIT)
    _, part = _leftovers(tmp_path)
    await anyio.Path(part).write_bytes(bytes(UNIT))
    await fetch(http, Object(BODY), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


def _garble(sidecar: Path, _part: Path) -> None:
    sidecar.write_bytes(b'{"etag": 1}\nzz')


def _shorten(_sidecar: Path, part: Path) -> None:
    part.write_bytes(b"short")


def _link_away(sidecar: Path, part: Path) -> None:
    elsewhere = part.parent.parent / "precious"
    elsewhere.write_bytes(b"precious")
    for path in (sidecar, part):
        path.unlink()
        path.symlink_to(elsewhere)


def _link_part(_sidecar: Path, part: Path) -> None:
    elsewhere = part.parent.parent / "precious"
    elsewhere.write_bytes(b"precious")
    part.unlink()
    part.hardlink_to(elsewhere)


def _make_folders(sidecar: Path, part: Path) -> None:
    for path in (sidecar, part):
        path.unlink()
        path.mkdir()


def _make_pipes(sidecar: Path, part: Path) -> None:
    for path in (sidecar, part):
        path.unlink()
        os.mkfifo(path)


@pytest.mark.parametrize("damage", [_garble, _shorten, _link_away, _link_part, _make_folders, _make_pipes])
async def test_unexpected_entries_with_the_name_of_a_partial_file_do_no_harm(
    http: HttpPool, tmp_path: Path, damage: Callable[[Path, Path], None]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    leave_partial_file(folder / "new", known(), UNIT)
    damage(*_leftovers(folder))
    await fetch(http, Object(BODY), folder / "new")

    assert (folder / "new").read_bytes() == BODY
    assert not (tmp_path / "precious").exists() or (tmp_path / "precious").read_bytes() == b"precious"
    assert open_files(tmp_path) == []


async def test_link_with_the_final_name_is_replaced_and_not_followed(http: HttpPool, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "new").symlink_to(tmp_path / "precious")
    with serving(Object(BODY)) as server:
        with pytest.raises(FileExistsError):
            await download(patient(http), signed(server), tmp_path / "new")
        await download(patient(http), signed(server), tmp_path / "new", overwrite=True)

    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (tmp_path / "new").is_symlink()
