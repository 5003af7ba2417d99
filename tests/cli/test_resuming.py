"""`move-ugc capture` again: what it resumes, and what it refuses."""

import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async.cli.bookmark import ENDS_READ, bookmark_path, open_bookmark
from move_ugc_async.sandbox import Sandbox
from tests.cli.conftest import Invoke
from tests.cli.test_capture import CAPTURE, names


@pytest.mark.parametrize("begins", ["alone", "with others"])
def test_captured_clip_is_not_paid_for_again_when_captured_with_or_without_others(
    begins: str, sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    (folder / "b.mp4").write_bytes((folder / "dance.mp4").read_bytes())
    both = ("capture", "b.mp4", "dance.mp4", "-o", "out", "--outputs", "main_fbx,main_glb")
    first, second = (CAPTURE, both) if begins == "alone" else (both, CAPTURE)
    assert move_ugc(*first).code == 0
    ran = move_ugc(*second)
    assert "dance.mp4: captured before" in ran.err
    assert len(sandbox.ledger) == 2
    assert names(folder / "out") == (["b", "fbx.fbx", "glb.glb"] if begins == "alone" else ["b", "dance"])


def test_captured_clip_is_neither_paid_for_nor_downloaded_again(sandbox: Sandbox, move_ugc: Invoke) -> None:
    first = move_ugc(*CAPTURE)
    sandbox.journal.clear()
    again = move_ugc(*CAPTURE)
    assert again.rows == first.rows
    assert "captured before; nothing was paid for or fetched again, 2 files in out" in again.err
    assert len(sandbox.ledger) == 1
    assert not sandbox.journal.filter(kind="storage", method="GET")


def test_fresh_option_pays_for_a_new_job_and_keeps_old_outputs(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    assert move_ugc(*CAPTURE, "--fresh").code == 0
    assert len(sandbox.ledger) == 2
    # Nothing of the first is replaced.
    assert len(names(folder / "out")) == 4


def test_capture_is_resumed_after_its_clip_was_deleted(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    (folder / "dance.mp4").unlink()
    (folder / "out" / "fbx.fbx").unlink()
    assert move_ugc(*CAPTURE).code == 0
    assert names(folder / "out") == ["fbx.fbx", "glb.glb"]
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("change", ["outputs", "content"])
def test_capture_is_refused_when_clip_or_outputs_differ_from_before(
    change: str, sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    if change == "content":
        (folder / "dance.mp4").write_bytes(b"another film")
    ran = move_ugc(*CAPTURE[:-1], "main_fbx" if change == "outputs" else CAPTURE[-1])
    assert ran.code == 2
    assert f"before. Not the same now: {change}. Choose " in ran.err
    assert "--fresh" in ran.err
    assert len(sandbox.ledger) == 1


def test_resume_file_of_a_concurrent_command_is_not_overwritten(tmp_path: Path) -> None:
    first, second = (open_bookmark(tmp_path, tmp_path / "a.mp4", {}, fresh=False) for _ in range(2))
    state = first.moved_to(first.state).moved_to(replace(first.state, job_id="job-1")).state
    with pytest.raises(MoveInvalidRequestError, match="another command has begun this clip"):
        second.moved_to(second.state)
    assert open_bookmark(tmp_path, tmp_path / "a.mp4", {}, fresh=False).state == state


def test_capture_is_recognized_after_its_folder_was_moved(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "first").mkdir()
    (folder / "first" / "dance.mp4").write_bytes((folder / "dance.mp4").read_bytes())
    (folder / "first" / "sensors.move").write_bytes(b"recording")
    command = (*CAPTURE, "--move-file", "sensors.move")
    monkeypatch.chdir(folder / "first")
    assert move_ugc(*command).code == 0
    (folder / "first").rename(folder / "second")
    monkeypatch.chdir(folder / "second")
    again = move_ugc(*command)
    assert "captured before" in again.err
    assert len(sandbox.ledger) == 1


def test_capture_is_recognized_after_its_clip_was_touched(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    os.utime(folder / "dance.mp4", (0, 0))
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("place", [0, ENDS_READ + 100, 2 * ENDS_READ + 100])
def test_clip_counts_as_changed_when_either_end_or_the_size_differs(place: int, tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    content = bytearray(2 * ENDS_READ + 100)
    clip.write_bytes(content)
    kept = open_bookmark(tmp_path, clip, {}, fresh=False).request
    assert open_bookmark(tmp_path, clip, {}, fresh=False).request == kept
    content[place:] = b"\x01" + content[place + 1 :]
    clip.write_bytes(content)
    assert open_bookmark(tmp_path, clip, {}, fresh=False).request != kept


def test_unreadable_resume_file_does_not_pay_for_a_new_job(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    bookmark_path(folder / "out", folder / "dance.mp4").write_text("{")
    ran = move_ugc(*CAPTURE)
    assert (ran.code, len(ran.err.splitlines()), len(sandbox.ledger)) == (2, 1, 1)


def test_throwaway_sandbox_leaves_no_resume_file(move_ugc: Invoke, folder: Path) -> None:
    assert move_ugc(*CAPTURE, "--sandbox", "--sandbox-speed", "1000").code == 0
    assert not list((folder / "out").glob(".move-ugc-*"))


def test_capture_that_ran_out_of_time_is_resumed_by_the_printed_command(
    frozen_sandbox: Sandbox, move_ugc: Invoke
) -> None:
    ran = move_ugc(*CAPTURE, "--fresh", "--timeout", "1")
    assert ran.code == 5
    assert len(frozen_sandbox.ledger) == 1
    _, _, command = ran.err.splitlines()[-1].partition("go on with: ")
    # A resumed capture does not start anew.
    assert command == "move-ugc capture dance.mp4 -o out --outputs main_fbx,main_glb --timeout 1"
    frozen_sandbox.clock.advance(600)
    resumed = move_ugc(*shlex.split(command)[1:-2])
    assert resumed.code == 0, resumed.err
    assert len(frozen_sandbox.ledger) == 1


def test_capture_with_only_its_key_in_the_resume_file_is_found_again(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    path = bookmark_path(folder / "out", folder / "dance.mp4")
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**kept, "state": {"key": kept["state"]["key"]}}))
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 1


def test_capture_of_another_account_is_reported_as_not_found(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    path = bookmark_path(folder / "out", folder / "dance.mp4")
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**kept, "state": {**kept["state"], "job_id": "job-of-another"}}))
    ran = move_ugc(*CAPTURE)
    assert ran.code == 4
    assert "--fresh" in ran.err
    assert len(sandbox.ledger) == 1


def test_resume_file_holds_no_secret(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    kept = bookmark_path(folder / "out", folder / "dance.mp4").read_text(encoding="utf-8")
    assert sandbox.api_key not in kept
    assert "Signature" not in kept
