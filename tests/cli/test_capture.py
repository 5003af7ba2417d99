"""`move-ugc capture`: where outputs go, and how a capture is resumed."""

import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError
from move_ugc_async.cli.bookmark import ENDS_READ, bookmark_path, folders_of, open_bookmark
from move_ugc_async.sandbox import Sandbox
from tests.cli.conftest import Invoke, ask
from tests.e2e.journeys import last_variables

CAPTURE = ("capture", "dance.mp4", "-o", "out", "--outputs", "main_fbx,main_glb")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("[!.]*"))


def test_outputs_of_one_clip_go_into_the_given_folder(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    ran = move_ugc(*CAPTURE)
    (charge,) = sandbox.ledger
    assert ran.rows[0] == ["out/fbx.fbx", "fbx", "102"]
    assert names(folder / "out") == ["fbx.fbx", "glb.glb"]
    assert ran.err.splitlines()[-1] == f"dance.mp4: 2 files in out ({charge.id})"


def test_each_step_is_a_line_in_a_pipe(sandbox: Sandbox, move_ugc: Invoke) -> None:
    lines = [line.rpartition("%")[2].strip() for line in move_ugc(*CAPTURE).err.splitlines()[:-1]]
    stages = [line.split()[0] for line in lines]
    assert list(dict.fromkeys(stages)) == ["preflight", "upload", "take", "job", "wait", "download"]
    assert "wait FINISHED" in lines
    assert sandbox.ledger


def test_outputs_go_into_a_folder_named_after_the_clip_by_default(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    assert move_ugc("capture", "dance.mp4", "--output", "main_fbx", "--output", "main_glb").code == 0
    assert names(folder / "dance") == ["fbx.fbx", "glb.glb"]
    assert sandbox.ledger


def test_several_clips_get_separate_folders_and_keep_them_in_any_order(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    (folder / "other").mkdir()
    for name in ("b.mp4", "other/dance.mp4"):
        (folder / name).write_bytes((folder / "dance.mp4").read_bytes())
    clips = ["dance.mp4", "b.mp4", "other/dance.mp4", "./b.mp4"]
    ran = move_ugc("capture", *clips, "-o", "out", "--outputs", "main_fbx", "--json")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert sorted(each["clip"] for each in found) == ["b.mp4", "dance.mp4", "other/dance.mp4"]
    folders = {each["clip"]: each["directory"] for each in found}
    assert (folders["b.mp4"], folders["dance.mp4"]) == ("out/b", "out/dance")
    assert folders["other/dance.mp4"].startswith("out/dance-")
    assert len(sandbox.ledger) == 3
    # In another order, and with one clip fewer, each keeps what it has.
    again = move_ugc("capture", "other/dance.mp4", "dance.mp4", "-o", "out", "--outputs", "main_fbx", "--json")
    assert {each["clip"]: each["directory"] for each in map(json.loads, again.out.splitlines())} == {
        clip: folders[clip] for clip in ("dance.mp4", "other/dance.mp4")
    }
    assert len(sandbox.ledger) == 3


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


def test_every_capture_option_reaches_the_api(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    (folder / "sensors.move").write_bytes(b"recording")
    ran = move_ugc(
        *CAPTURE,
        *("--track-fingers", "--no-floor-plane", "--mocap-model", "S2", "--start", "0.5", "--end", "2"),
        *("--name", "walk", "--metadata", '{"scene": 7}', "--device-label", "phone", "--move-file", "sensors.move"),
    )
    assert ran.code == 0, ran.err
    job, take = last_variables(sandbox, "createSingleCamJob"), last_variables(sandbox, "createSingleCamTake")
    assert job["options"] == {"trackFingers": True, "floorPlane": False, "mocapModel": "S2"}
    assert job["clipWindow"] == {"startTime": 0.5, "endTime": 2.0}
    assert job["outputs"] == ["MAIN_FBX", "MAIN_GLB"]
    assert job["name"] == "walk"
    assert json.loads(job["metadata"])["scene"] == 7
    assert [(source["deviceLabel"], source["format"]) for source in take["sources"]] == [
        ("phone", "MP4"),
        ("phone", "MOVE"),
    ]


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


@pytest.mark.parametrize("wrong", [("--outputs", "main_fbxx"), ("--end", "50")])
@pytest.mark.parametrize("with_a_bookmark", [False, True], ids=["no bookmark", "a bookmark of nothing"])
def test_refused_capture_can_be_corrected_and_is_paid_for_once(
    wrong: tuple[str, str], sandbox: Sandbox, move_ugc: Invoke, folder: Path, *, with_a_bookmark: bool
) -> None:
    if with_a_bookmark:
        # As a kill leaves it between the check of the clip and the end of its upload.
        bookmark = open_bookmark(folder / "out", folder / "dance.mp4", {"name": "another"}, fresh=False)
        bookmark.moved_to(bookmark.state)
    assert move_ugc("capture", "dance.mp4", "-o", "out", *wrong).code == 2
    corrected = move_ugc("capture", "dance.mp4", "-o", "out", "--end", "2", "--outputs", "main_fbx")
    assert corrected.code == 0, corrected.err
    assert len(sandbox.ledger) == 1


def test_refused_capture_leaves_no_files(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    before = set(folder.rglob("*"))
    for command in ("nope.mp4", "dance.mp4 --outputs main_fbxx", ".", "dance.mp4 --end 50", "nope.mp4 --fresh"):
        assert move_ugc("capture", *command.split()).code == 2
    assert set(folder.rglob("*")) == before
    (folder / "nope.mp4").write_bytes((folder / "dance.mp4").read_bytes())
    assert move_ugc("capture", "nope.mp4").code == 0
    assert len(sandbox.ledger) == 1


def test_capture_rejects_a_folder_as_clip(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert sandbox
    assert "'.' is a directory" in move_ugc("capture", ".").err


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


def test_failed_job_is_explained_and_fresh_option_suggested(
    move_ugc: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(failed_as="error") as sandbox:
        monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
        sandbox.fail_next_job("Record the whole body.")
        ran = move_ugc(*CAPTURE)
        assert ran.code == 1
        assert ran.err.count("Record the whole body.") == 1
        assert ran.err.splitlines()[-1] == "move-ugc: dance.mp4: to pay for a new job, capture it with --fresh"
        again = move_ugc(*CAPTURE, "--json")
        assert again.code == 1
        (charge,) = sandbox.ledger
        found = json.loads(again.out)
        assert found["job_id"] == charge.id
        assert found["take_id"].startswith("take-")
        assert list(found["file_ids"]) == ["dance.mp4"]
        assert {name: found["error"][name] for name in ("stage", "cause", "suggestions")} == {
            "stage": "wait",
            "cause": "JobFailedError",
            "suggestions": ["Record the whole body."],
        }
        assert move_ugc(*CAPTURE, "--fresh").code == 0
        assert names(folder / "out") == ["fbx.fbx", "glb.glb"]


def test_failed_clip_does_not_affect_other_clips(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ran = move_ugc("capture", "dance.mp4", "nothing.mp4", "-o", "out", "--outputs", "main_fbx", "--json")
    found = {each["clip"]: each for each in map(json.loads, ran.out.splitlines())}
    assert ran.code == 6
    assert found["dance.mp4"]["outputs"][0]["format"] == "fbx"
    assert found["nothing.mp4"]["error"] == {
        "type": "MoveInvalidRequestError",
        "message": "there is no file nothing.mp4",
        "cause": "MoveInvalidRequestError",
    }
    assert ran.err.splitlines()[0] == "all clips:   0%  0 of 2"
    assert len(sandbox.ledger) == 1


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
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "state": {"key": kept["state"]["key"]}}))
    assert move_ugc(*CAPTURE).code == 0
    assert len(sandbox.ledger) == 1


def test_capture_of_another_account_is_reported_as_not_found(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    path = bookmark_path(folder / "out", folder / "dance.mp4")
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "state": {**kept["state"], "job_id": "job-of-another"}}))
    ran = move_ugc(*CAPTURE)
    assert ran.code == 4
    assert "--fresh" in ran.err
    assert len(sandbox.ledger) == 1


def test_resume_file_holds_no_secret(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    move_ugc(*CAPTURE)
    kept = bookmark_path(folder / "out", folder / "dance.mp4").read_text()
    assert sandbox.api_key not in kept
    assert "Signature" not in kept


def test_folders_of_clips_stay_inside_the_directory_for_any_clip_name(tmp_path: Path) -> None:
    clips = [tmp_path / name for name in ("..mp4", "...mp4", "A.mp4", "a.mov", ".hidden", "no suffix")]
    folders = folders_of(clips, tmp_path / "out", straight=False)
    assert all(folder.parent == tmp_path / "out" for folder in folders)
    assert all(folder.resolve().parent == (tmp_path / "out").resolve() for folder in folders)
    assert len({folder.name.casefold() for folder in folders}) == len(clips)


def test_hostile_clip_name_is_escaped_on_outputs_and_sent_unchanged(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    clip = folder / "a\x1b[31m[red]\n.mp4"
    clip.write_bytes((folder / "dance.mp4").read_bytes())
    ran = move_ugc("capture", clip.name, "-o", "out", "--outputs", "main_fbx")
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[-1].startswith("a\\x1b[31m[red]\\n.mp4: 1 file in out (job-")
    assert "\x1b" not in ran.out + ran.err

    async def title(client: AsyncMoveUgc) -> str | None:
        return (await client.jobs.list()).items[0].name

    assert ask(sandbox, title) == clip.name
