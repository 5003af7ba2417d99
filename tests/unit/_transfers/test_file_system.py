"""Files are written whole or not at all, and only files of this user are opened."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from move_ugc_async._file_system import open_own, write_atomically
from tests.unit._transfers.objects import names


def _fail(code: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_write_replaces_a_file_by_default(destination: Path) -> None:
    write_atomically(destination, "old ü")
    write_atomically(destination, "new ü")
    assert destination.read_bytes() == "new ü".encode()
    assert names(destination.parent) == ["new"]


def test_write_replaces_a_link_without_following(destination: Path) -> None:
    target = destination.with_name("target")
    target.write_bytes(b"old")
    destination.symlink_to(target)
    write_atomically(destination, "new")
    assert (target.read_bytes(), destination.read_bytes(), destination.is_symlink()) == (b"old", b"new", False)


@pytest.mark.parametrize("character", ["a", "é", "\U0001f57a"])
@pytest.mark.parametrize("overwrite", [True, False])
def test_file_with_the_longest_name_is_written(*, tmp_path: Path, character: str, overwrite: bool) -> None:
    name = character * (255 // len(character.encode()))
    write_atomically(tmp_path / name, "text", overwrite=overwrite)
    assert names(tmp_path) == [name]


def test_failed_write_keeps_the_old_file(destination: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(destination, "old")
    monkeypatch.setattr(os, "fsync", _fail(errno.ENOSPC))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as raised:
        write_atomically(destination, "new")
    assert raised.value.filename == str(destination)
    assert destination.read_bytes() == b"old"
    assert names(destination.parent) == ["new"]


def test_text_is_on_disk_before_the_file_is_renamed(destination: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append((os.fstat(file).st_size, destination.exists())))
    write_atomically(destination, "text")
    assert synced == [(4, False)]


@pytest.mark.parametrize("has_links", [True, False])
def test_write_without_overwrite_keeps_an_existing_file(
    *, destination: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", _fail(errno.EPERM))
    write_atomically(destination, "old", overwrite=False)
    with pytest.raises(FileExistsError):
        write_atomically(destination, "new", overwrite=False)
    assert destination.read_bytes() == b"old"
    assert names(destination.parent) == ["new"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOENT])
def test_open_own_raises_when_no_file_can_be_created(
    destination: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "open", _fail(code))
    with pytest.raises(OSError, match=os.strerror(code)):
        open_own(destination)


def test_open_own_returns_none_when_the_name_is_not_allowed(destination: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", _fail(errno.EACCES))
    assert open_own(destination) is None
