"""A data folder belongs to one sandbox at a time, and to one user."""

import gc
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from move_ugc_async.sandbox.__main__ import main
from tests.integration.sandbox.api import Api, FakeMedia


def test_second_sandbox_on_a_folder_is_rejected(tmp_path: Path) -> None:
    with Sandbox(data=tmp_path, media=FakeMedia()) as first:
        with pytest.raises(RuntimeError, match="another sandbox uses it"), Sandbox(data=tmp_path):
            pass
        assert first.url
    with Sandbox(data=tmp_path):
        pass


def test_second_process_on_a_folder_exits_with_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "move_ugc_async.sandbox", "--port", "0", "--data", str(tmp_path)]
    with Sandbox(data=tmp_path, media=FakeMedia()):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        f"cannot use {tmp_path}: another sandbox uses it; stop that one or choose another folder with --data\n"
    )


def test_program_names_a_folder_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["--port", "0", "--data", str(tmp_path / "file" / "data")]) == 1
    assert f"cannot use {tmp_path / 'file'}" in capsys.readouterr().err


def test_program_names_a_folder_whose_database_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sandbox.db").write_bytes(b"not a database" * 1000)
    assert main(["--port", "0", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"cannot use {tmp_path}: file is not a database; choose another folder with --data\n"
    )
    gc.collect()  # pytest fails the test if this finds an open connection to the database


@pytest.mark.anyio
@pytest.mark.skipif(os.name != "posix", reason="files have no such modes elsewhere")
async def test_files_of_a_folder_are_readable_by_their_owner_only(api: Api, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    mask = os.umask(0)
    try:
        with Sandbox(data=folder, media=FakeMedia()) as sandbox:
            await Api(sandbox, api.http).upload()
            modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    finally:
        os.umask(mask)
    assert {"sandbox.db", "sandbox.db-wal", "lock", "blobs"} <= {path.name for path in modes}
    assert {path.name: mode for path, mode in modes.items() if mode & 0o077} == {}


def test_database_of_an_earlier_version_is_opened(tmp_path: Path) -> None:
    with Sandbox(data=tmp_path, media=FakeMedia()):
        pass
    with sqlite3.connect(tmp_path / "sandbox.db") as database:
        for table in ("jobs", "volumes"):
            database.execute(f"ALTER TABLE {table} DROP COLUMN failed_as")
    database.close()
    (tmp_path / "sandbox.db").chmod(0o644)
    with Sandbox(data=tmp_path, media=FakeMedia()) as sandbox:
        sandbox.fail_next_job()
    assert stat.S_IMODE((tmp_path / "sandbox.db").stat().st_mode) == 0o600
