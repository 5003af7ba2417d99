"""Repeated `move-ugc capture`: resumed and rejected runs."""

import json
import os
import shlex
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import Invoke
from tests.integration.cli.test_capture import CAPTURE, names
from tests.integration.client.workflows import write_variant


def state_file(folder: Path) -> Path:
    """Return the only state file of a folder."""
    (path,) = folder.glob(".move-ugc-*.json")
    return path


@pytest.mark.parametrize("begins", ["alone", "with others"])
def test_captured_clip_is_not_paid_for_again_alone_or_with_others(
    begins: str, sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    write_variant(folder / "b.mp4")
    both = ("capture", "b.mp4", "dance.mp4", "-o", "out", "--outputs", "main_fbx,main_glb")
    first, second = (CAPTURE, both) if begins == "alone" else (both, CAPTURE)
    assert move_ugc(*first).code == 0
    result = move_ugc(*second)
    assert "dance.mp4: already captured" in result.err
    assert len(sandbox.ledger) == 2
    assert names(folder / "out") == (["b", "fbx.fbx", "glb.glb"] if begins == "alone" else ["b", "dance"])


def test_captured_clip_is_neither_paid_for_nor_downloaded_again(sandbox: Sandbox, move_ugc: Invoke) -> None:
    first = move_ugc(*CAPTURE)
    sandbox.journal.clear()
    again = move_ugc(*CAPTURE)
    assert again.rows == first.rows
    assert "already captured; nothing was paid for or downloaded again; 2 files in out" in again.err
    assert len(sandbox.ledger) == 1
    assert not sandbox.journal.filter(kind="storage", method="GET")


def test_fresh_option_pays_for_a_new_job_and_keeps_old_outputs(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    assert move_ugc(*CAPTURE, "--fresh").code == 0
    assert len(sandbox.ledger) == 2
    # The outputs of the first job are kept.
    assert len(names(folder / "out")) == 4


def test_capture_is_resumed_after_its_clip_was_deleted(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    (folder / "dance.mp4").unlink()
    (folder / "out" / "fbx.fbx").unlink()
    assert move_ugc(*CAPTURE).code == 0
    assert names(folder / "out") == ["fbx.fbx", "glb.glb"]
    assert len(sandbox.ledger) == 1


def test_missing_clip_is_not_mistaken_for_another_clip_of_the_folder(sandbox: Sandbox, move_ugc: Invoke) -> None:
    move_ugc(*CAPTURE)
    result = move_ugc("capture", "dnace.mp4", *CAPTURE[2:])
    assert result.code == 2
    assert "cannot use dnace.mp4: it does not exist" in result.err
    assert result.err.splitlines()[-1].count("dnace.mp4") == 1
    assert len(sandbox.ledger) == 1


def test_capture_with_other_options_is_rejected_with_ways_to_pay_again(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    content = state_file(folder / "out").read_text(encoding="utf-8")
    result = move_ugc(*CAPTURE[:-1], "main_fbx")
    assert result.code == 2
    assert "cannot resume in out: an earlier capture created a job with other outputs" in result.err
    assert result.err.splitlines()[-1].endswith("to pay for a new job, choose another --directory, or --fresh")
    assert state_file(folder / "out").read_text(encoding="utf-8") == content
    assert len(sandbox.ledger) == 1


def test_capture_of_a_replaced_clip_is_a_new_job(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    write_variant(folder / "dance.mp4")
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 2
    # The outputs of the first job are kept.
    assert len(names(folder / "out")) == 4


COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "Caf\u00e9.mp4") for form in ("NFC", "NFD"))
RENAMED: dict[str, Callable[[Path], Path]] = {
    "decomposed": lambda clip: clip.rename(clip.with_name(DECOMPOSED)),
    "other case": lambda clip: clip.rename(clip.with_name(COMPOSED.upper())),
    "other name": lambda clip: clip.rename(clip.with_name("other.mp4")),
    "copy": lambda clip: _copy(clip, clip.with_name("copy.mp4")),
    "hard link": lambda clip: _hard_link(clip, clip.with_name("link.mp4")),
    "symbolic link": lambda clip: _symlink(clip, clip.with_name("symlink.mp4")),
}


def _copy(clip: Path, copy: Path) -> Path:
    copy.write_bytes(clip.read_bytes())
    return copy


def _hard_link(clip: Path, link: Path) -> Path:
    link.hardlink_to(clip)
    return link


def _symlink(clip: Path, link: Path) -> Path:
    link.symlink_to(clip)
    return link


@pytest.mark.parametrize("directory", [["-o", "out"], []], ids=["directory option", "folder named after the clip"])
@pytest.mark.parametrize("renamed", RENAMED)
def test_clip_is_recognized_by_its_content_under_another_name(
    renamed: str, directory: list[str], sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    clip = (folder / "dance.mp4").rename(folder / COMPOSED)
    assert move_ugc("capture", clip.name, *directory, "--outputs", "main_fbx").code == 0
    other = RENAMED[renamed](clip)
    again = move_ugc("capture", other.name, *directory, "--outputs", "main_fbx")
    assert again.code == 0, again.err
    assert len(sandbox.ledger) == sandbox.journal.count("createFile") == 1
    has_state_file_here = bool(directory) or renamed in ("decomposed", "other case")
    assert ("already captured" in again.err) == has_state_file_here


def test_renamed_clip_is_recognized_without_searching_the_server(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    clip, other = (folder / "dance.mp4").rename(folder / COMPOSED), write_variant(folder / "b.mp4")
    assert move_ugc("capture", clip.name, other.name, "-o", "out", "--outputs", "main_fbx").code == 0
    clip.rename(folder / DECOMPOSED)
    sandbox.journal.clear()
    again = move_ugc("capture", DECOMPOSED, other.name, "-o", "out", "--outputs", "main_fbx")
    assert again.err.count("already captured") == 2
    # The state files beside the outputs are enough.
    assert not sandbox.journal.count("listTakes") + sandbox.journal.count("createFile")


def test_capture_into_another_folder_finds_the_job_by_content_and_options(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    first = move_ugc(*CAPTURE, "--json")
    elsewhere = move_ugc("capture", "dance.mp4", "-o", "elsewhere", *CAPTURE[-2:], "--json")
    assert json.loads(elsewhere.out)["job_id"] == json.loads(first.out)["job_id"]
    assert names(folder / "elsewhere") == names(folder / "out")
    assert len(sandbox.ledger) == sandbox.journal.count("createFile") == 1


def test_capture_resumes_the_latest_fresh_job_of_its_folder(sandbox: Sandbox, move_ugc: Invoke) -> None:
    found = [json.loads(move_ugc(*CAPTURE, *fresh, "--json").out)["job_id"] for fresh in ([], ["--fresh"], [])]
    assert found[0] != found[1] == found[2]
    assert len(sandbox.ledger) == 2


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
    assert "already captured" in again.err
    assert len(sandbox.ledger) == 1


def test_capture_is_recognized_after_its_clip_was_touched(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    os.utime(folder / "dance.mp4", (0, 0))
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 1


def test_unreadable_state_file_does_not_pay_for_a_new_job(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    state_file(folder / "out").write_text("{")
    result = move_ugc(*CAPTURE)
    assert (result.code, len(sandbox.ledger)) == (2, 1)
    assert result.err.splitlines()[-1].endswith("or --fresh, which overwrites the file; either pays for a new job")


def test_temporary_sandbox_leaves_no_state_file(move_ugc: Invoke, folder: Path) -> None:
    assert move_ugc(*CAPTURE, "--sandbox", "--sandbox-speed", "1000").code == 0
    assert not list((folder / "out").glob(".move-ugc-*"))


def test_timed_out_capture_is_resumed_by_the_printed_command(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    result = move_ugc(*CAPTURE, "--fresh", "--timeout", "1")
    assert result.code == 5
    assert len(frozen_sandbox.ledger) == 1
    _, _, command = result.err.splitlines()[-1].partition("resume with: ")
    # --fresh would start over.
    assert command == "move-ugc capture dance.mp4 -o out --outputs main_fbx,main_glb --timeout 1"
    frozen_sandbox.clock.advance(600)
    resumed = move_ugc(*shlex.split(command)[1:-2])
    assert resumed.code == 0, resumed.err
    assert len(frozen_sandbox.ledger) == 1


def test_capture_with_only_a_key_in_its_state_file_is_found_again(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    move_ugc(*CAPTURE)
    path = state_file(folder / "out")
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, "state": {"key": document["state"]["key"]}}))
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 1


def test_capture_of_another_account_is_reported_as_not_found(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    path = state_file(folder / "out")
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, "state": {**document["state"], "job_id": "job-of-another"}}))
    result = move_ugc(*CAPTURE)
    assert result.code == 4
    assert "--fresh" in result.err
    assert len(sandbox.ledger) == 1


def test_state_file_contains_no_secret(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    content = state_file(folder / "out").read_text(encoding="utf-8")
    assert sandbox.api_key not in content
    assert "Signature" not in content


def test_capture_with_a_key_is_found_without_a_state_file(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    first, second = (json.loads(move_ugc(*CAPTURE[:2], "-o", each, "--key", "scene-7", "--json").out) for each in "ab")
    assert first["job_id"] == second["job_id"]
    assert not list(folder.rglob(".move-ugc*"))
    other = move_ugc(*CAPTURE[:2], "-o", "a", "--key", "scene-7", "--outputs", "all_bvh")
    assert other.code == 2
    assert other.err.splitlines()[-1].endswith("to pay for a new job, choose another --key")
    assert len(sandbox.ledger) == 1


def test_interrupted_capture_with_a_key_is_resumed_by_the_printed_command(
    frozen_sandbox: Sandbox, move_ugc: Invoke
) -> None:
    result = move_ugc(*CAPTURE, "--key", "scene-7", "--timeout", "60")
    assert result.code == 5
    frozen_sandbox.clock.advance(600)
    _, _, command = result.err.splitlines()[-1].partition("resume with: ")
    assert move_ugc(*shlex.split(command)[1:]).code == 0
    assert len(frozen_sandbox.ledger) == 1


@pytest.mark.parametrize("more", [("--fresh",), ("second.mp4",)])
def test_key_with_fresh_or_several_clips_is_rejected(
    more: tuple[str, ...], sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    write_variant(folder / "second.mp4")
    result = move_ugc("capture", "dance.mp4", *more, "--key", "scene-7")
    assert (result.code, result.out) == (2, "")
    assert "--key" in result.err
    assert not sandbox.journal.count()
