"""`move-ugc capture`: output folders, options, failures."""

import hashlib
import json
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.cli.output_folders import OutputFolders, state_file_path
from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import Invoke, with_client
from tests.integration.client.workflows import CLIP, last_variables, write_variant

CAPTURE = ("capture", "dance.mp4", "-o", "out", "--outputs", "main_fbx,main_glb")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("[!.]*"))


def test_capture_writes_outputs_of_one_clip_into_the_directory(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    result = move_ugc(*CAPTURE)
    (charge,) = sandbox.ledger
    assert result.rows[0] == ["out/fbx.fbx", "fbx", str((folder / "out/fbx.fbx").stat().st_size)]
    assert names(folder / "out") == ["fbx.fbx", "glb.glb"]
    assert result.err.splitlines()[-1] == f"dance.mp4: 2 files in out ({charge.id})"


def test_capture_prints_a_line_per_step_into_a_pipe(sandbox: Sandbox, move_ugc: Invoke) -> None:
    lines = [line.rpartition("%")[2].strip() for line in move_ugc(*CAPTURE).err.splitlines()[:-1]]
    stages = [line.split()[0] for line in lines]
    assert list(dict.fromkeys(stages)) == ["preflight", "upload", "take", "job", "wait", "download"]
    assert "wait FINISHED" in lines
    assert sandbox.ledger


def test_capture_writes_outputs_into_a_folder_named_after_the_clip_by_default(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    assert move_ugc("capture", "dance.mp4", "--output", "main_fbx", "--output", "main_glb").code == 0
    assert names(folder / "dance") == ["fbx.fbx", "glb.glb"]
    assert sandbox.ledger


def test_capture_of_several_clips_keeps_a_folder_per_clip_in_any_order(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    (folder / "other").mkdir()
    for number, name in enumerate(("b.mp4", "other/dance.mp4")):
        write_variant(folder / name, number)
    clips = ["dance.mp4", "b.mp4", "other/dance.mp4", "./b.mp4"]
    result = move_ugc("capture", *clips, "-o", "out", "--outputs", "main_fbx", "--json")
    found = [json.loads(line) for line in result.out.splitlines()]
    assert sorted(each["clip"] for each in found) == ["b.mp4", "dance.mp4", "other/dance.mp4"]
    folders = {each["clip"]: each["directory"] for each in found}
    assert (folders["b.mp4"], folders["dance.mp4"]) == ("out/b", "out/dance")
    assert folders["other/dance.mp4"].startswith("out/dance-")
    assert len(sandbox.ledger) == 3
    # Each clip keeps its folder in another order and without the others.
    again = move_ugc("capture", "other/dance.mp4", "dance.mp4", "-o", "out", "--outputs", "main_fbx", "--json")
    assert {each["clip"]: each["directory"] for each in map(json.loads, again.out.splitlines())} == {
        clip: folders[clip] for clip in ("dance.mp4", "other/dance.mp4")
    }
    assert len(sandbox.ledger) == 3


def test_capture_sends_every_option(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    (folder / "sensors.move").write_bytes(b"recording")
    result = move_ugc(
        *CAPTURE,
        *("--track-fingers", "--no-floor-plane", "--mocap-model", "S2", "--start", "0.5", "--end", "2"),
        *("--name", "walk", "--metadata", '{"scene": 7}', "--device-label", "phone", "--move-file", "sensors.move"),
    )
    assert result.code == 0, result.err
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


@pytest.mark.parametrize("wrong", [("--outputs", "main_fbxx"), ("--end", "50")])
@pytest.mark.parametrize("has_state_file", [False, True], ids=["no state file", "state file without ids"])
def test_capture_with_wrong_options_can_be_corrected_and_is_paid_for_once(
    wrong: tuple[str, str], sandbox: Sandbox, move_ugc: Invoke, folder: Path, *, has_state_file: bool
) -> None:
    if has_state_file:
        # The state after a kill between the preflight and the end of the upload.
        (folder / "out").mkdir()
        path = state_file_path(folder / "out", hashlib.sha256(CLIP.read_bytes()).hexdigest())
        path.write_text(json.dumps({"clips": [], "request": {"name": "another"}, "state": {"key": "k"}}))
    assert move_ugc("capture", "dance.mp4", "-o", "out", *wrong).code == 2
    corrected = move_ugc("capture", "dance.mp4", "-o", "out", "--end", "2", "--outputs", "main_fbx")
    assert corrected.code == 0, corrected.err
    assert len(sandbox.ledger) == 1


def test_capture_with_wrong_arguments_leaves_no_files(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    before = set(folder.rglob("*"))
    for command in ("nope.mp4", "dance.mp4 --outputs main_fbxx", ".", "dance.mp4 --end 50", "nope.mp4 --fresh"):
        assert move_ugc("capture", *command.split()).code == 2
    assert set(folder.rglob("*")) == before
    (folder / "nope.mp4").write_bytes((folder / "dance.mp4").read_bytes())
    assert move_ugc("capture", "nope.mp4").code == 0
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("names", ["", " ", ",", " , "])
def test_capture_rejects_an_empty_list_of_outputs(sandbox: Sandbox, move_ugc: Invoke, names: str) -> None:
    result = move_ugc("capture", "dance.mp4", "-o", "out", "--outputs", names)
    assert (result.code, result.err) == (
        2,
        f"move-ugc: --outputs must not be empty; got {names!r}; leave it out for the default\n",
    )
    assert not sandbox.journal.count()


def test_capture_sends_unknown_names_only_with_force(sandbox: Sandbox, move_ugc: Invoke) -> None:
    for unknown in (("--mocap-model", "zz"), ("--outputs", "hologram")):
        result = move_ugc("capture", "dance.mp4", "-o", "out", *unknown)
        assert result.code == 2
        assert "--force sends it anyway" in result.err
        assert not sandbox.journal.count()
    move_ugc("capture", "dance.mp4", "-o", "out", "--mocap-model", "zz", "--outputs", "hologram", "--force")
    job = last_variables(sandbox, "createSingleCamJob")
    assert (job["options"], job["outputs"]) == ({"mocapModel": "zz"}, ["hologram"])


@pytest.mark.filterwarnings("default")
def test_capture_warns_of_an_undocumented_output(sandbox: Sandbox, move_ugc: Invoke) -> None:
    result = move_ugc("capture", "dance.mp4", "-o", "out", "--outputs", "main_c3d")
    assert "move-ugc: warning: output 'main_c3d' is not documented for this API" in result.err
    assert last_variables(sandbox, "createSingleCamJob")["outputs"] == ["main_c3d"]


def test_capture_rejects_a_folder_as_clip(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert sandbox
    assert "it is a folder" in move_ugc("capture", ".").err


def test_capture_of_failed_job_reports_suggestions_and_fresh_option(
    move_ugc: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(failed_as="error") as sandbox:
        monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
        sandbox.fail_next_job("Record the whole body.")
        result = move_ugc(*CAPTURE)
        assert result.code == 1
        assert result.err.count("Record the whole body.") == 1
        assert result.err.splitlines()[-1] == "move-ugc: dance.mp4: to pay for a new job, capture it with --fresh"
        again = move_ugc(*CAPTURE, "--json")
        assert again.code == 1
        (charge,) = sandbox.ledger
        found = json.loads(again.out)
        assert found["job_id"] == charge.id
        assert found["take_id"].startswith("take-")
        assert list(found["file_ids"]) == [hashlib.sha256(CLIP.read_bytes()).hexdigest()]
        assert {name: found["error"][name] for name in ("stage", "cause", "suggestions")} == {
            "stage": "wait",
            "cause": "JobFailedError",
            "suggestions": ["Record the whole body."],
        }
        assert move_ugc(*CAPTURE, "--fresh").code == 0
        assert names(folder / "out") == ["fbx.fbx", "glb.glb"]


def test_failed_clip_does_not_affect_other_clips(sandbox: Sandbox, move_ugc: Invoke) -> None:
    result = move_ugc("capture", "dance.mp4", "nothing.mp4", "-o", "out", "--outputs", "main_fbx", "--json")
    found = {each["clip"]: each for each in map(json.loads, result.out.splitlines())}
    assert result.code == 6
    assert found["dance.mp4"]["outputs"][0]["format"] == "fbx"
    assert found["nothing.mp4"]["error"] == {
        "type": "PreflightError",
        "message": "cannot use nothing.mp4: it does not exist; check its path",
        "cause": "PreflightError",
    }
    assert result.err.splitlines()[0] == "all clips:   0%  0 of 2"
    assert len(sandbox.ledger) == 1


def test_unreadable_path_does_not_affect_other_clips(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    (folder / "loop.mp4").symlink_to("loop.mp4")
    (folder / "folder.mp4").mkdir()
    paths = ("loop.mp4", "folder.mp4", ".", "a" * 300 + ".mp4", "dance.mp4/clip.mp4", "b\udcff.mp4")
    for number, path in enumerate(paths, 1):
        write_variant(folder / "good.mp4", number)
        result = move_ugc("capture", "good.mp4", path, "-o", f"out{number}", "--outputs", "main_fbx")
        assert (result.code, len(sandbox.ledger)) == (6, number), result.err
        assert result.err.splitlines()[-1].startswith("move-ugc: ") or "good.mp4" in result.err
        assert "Traceback" not in result.err


def test_clip_whose_name_is_not_utf_8_is_captured(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    write_variant(folder / "b\udcff.mp4")
    result = move_ugc("capture", "b\udcff.mp4", "-o", "out", "--outputs", "main_fbx")
    assert (result.code, len(sandbox.ledger)) == (0, 1), result.err
    assert last_variables(sandbox, "createSingleCamJob")["name"] == "b\\udcff.mp4"


@pytest.mark.parametrize("window", [("--end", "inf"), ("--end", "nan"), ("--start", "inf", "--end", "inf")])
def test_capture_rejects_an_infinite_window(sandbox: Sandbox, move_ugc: Invoke, window: tuple[str, ...]) -> None:
    result = move_ugc("capture", "dance.mp4", *window)
    assert result.code == 2
    assert "Traceback" not in result.err
    assert not sandbox.journal.count()


def test_json_of_a_captured_job_has_user_metadata_without_idempotency_key(sandbox: Sandbox, move_ugc: Invoke) -> None:
    move_ugc(*CAPTURE, "--metadata", '{"scene": 7}')
    (charge,) = sandbox.ledger
    assert json.loads(move_ugc("jobs", "get", charge.id, "--json").out)["metadata"] == {"scene": 7}


def test_output_folders_are_children_of_the_directory_for_any_clip_name(tmp_path: Path) -> None:
    clips = [tmp_path / name for name in ("..mp4", "...mp4", "A.mp4", "a.mov", ".hidden", "no suffix")]
    chooser = OutputFolders(tmp_path / "out", is_flat=False)
    folders = [chooser.choose(clip, hashlib.sha256(clip.name.encode()).hexdigest()) for clip in clips]
    assert all(folder.parent == tmp_path / "out" for folder in folders)
    assert all(folder.resolve().parent == (tmp_path / "out").resolve() for folder in folders)
    assert len({folder.name.casefold() for folder in folders}) == len(clips)


def test_hostile_clip_name_is_escaped_in_outputs_and_sent_unchanged(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    clip = folder / "a\x1b[31m[red]\n.mp4"
    clip.write_bytes((folder / "dance.mp4").read_bytes())
    result = move_ugc("capture", clip.name, "-o", "out", "--outputs", "main_fbx")
    assert result.code == 0, result.err
    assert result.err.splitlines()[-1].startswith("a\\x1b[31m[red]\\n.mp4: 1 file in out (job-")
    assert "\x1b" not in result.out + result.err

    async def title(client: AsyncMoveUgc) -> str | None:
        return (await client.jobs.list()).items[0].name

    assert with_client(sandbox, title) == clip.name
