"""File systems that map users, or can neither sync nor lock, as network shares do."""

import errno
import os
from pathlib import Path

import pytest

from move_ugc_async import _file_system
from move_ugc_async._capture_state import CaptureState
from move_ugc_async._clock import Clock
from move_ugc_async._file_system import is_own
from move_ugc_async._idempotency.folder import KeyFolder
from move_ugc_async._transfers.partial_file import PartialFile
from move_ugc_async._transport.http import HttpPool
from move_ugc_async.capture.state_file import StoredWorkflow, read_workflow, write_workflow
from tests.unit._transfers.objects import BODY, USERS, Object, fetch, names
from tests.unit._transfers.partials import PART, SIDECAR, STORED, halves, leave, opened

UNSUPPORTED = pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS])


@pytest.fixture
def mapped_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patch the owner of every file to another uid than that of this process."""
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)


def _fail(code: int) -> object:
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@UNSUPPORTED
def test_publish_succeeds_when_the_file_system_cannot_sync(
    destination: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "fsync", _fail(code))
    leave(destination)
    PartialFile(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]


@UNSUPPORTED
def test_state_file_is_written_when_the_file_system_cannot_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "fsync", _fail(code))
    stored = StoredWorkflow(["dance.mp4"], {}, CaptureState(job_id="job-1"))
    write_workflow(tmp_path / "state", stored)
    assert read_workflow(tmp_path / "state") == stored


@USERS
@pytest.mark.anyio
async def test_download_fails_and_leaves_no_file_when_syncing_fails(
    http: HttpPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _fail(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        await fetch(http, Object(BODY), tmp_path / "new")
    assert names(tmp_path) == []


@pytest.mark.usefixtures("mapped_users")
def test_partial_file_is_resumed_when_the_share_maps_users(destination: Path) -> None:
    leave(destination)
    assert names(destination.parent) == [PART, SIDECAR]
    assert opened(destination) == (STORED, halves(10, 5))
    PartialFile(destination).publish(overwrite=False)
    assert names(destination.parent) == ["new"]


@pytest.mark.usefixtures("mapped_users")
def test_keys_are_kept_in_a_folder_whose_share_maps_users(tmp_path: Path) -> None:
    for _ in range(2):
        folder = KeyFolder(tmp_path, 3600.0, Clock())
        folder.prepare()
        mark = folder.lock("key")
        assert mark is not None
        mark.release()
    assert not [name for name in names(folder.path) if name.startswith(".")]


def test_file_of_another_user_is_not_own(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status = (tmp_path / "file").stat()
    foreign = os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))
    assert is_own(status, tmp_path)
    assert is_own(status, tmp_path / "missing")
    assert not is_own(foreign, tmp_path)
    assert not is_own(foreign, tmp_path / "missing")
    assert names(tmp_path) == ["file"]


def test_partial_file_of_another_user_is_neither_used_nor_removed(
    destination: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(destination)
    monkeypatch.setattr(_file_system, "is_own", lambda *_: False)
    partial = PartialFile(destination)
    assert partial.info is None
    partial.discard()
    assert names(destination.parent) == [PART, SIDECAR]


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_download_leaves_nothing_behind_when_the_file_system_cannot_lock(
    destination: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(_file_system, "_lock", _fail(code))
    partial = PartialFile(destination)
    partial.start(STORED, [segment := halves(0)[0]])
    partial.write(segment, b"abc")
    partial.publish(overwrite=False)
    assert names(destination.parent) == ["new"]


def test_sidecar_is_removed_when_something_else_has_the_name_of_the_partial_file(destination: Path) -> None:
    destination.with_name(PART).mkdir()
    partial = PartialFile(destination)
    partial.start(STORED, halves(0))
    partial.discard()
    assert names(destination.parent) == [PART]
