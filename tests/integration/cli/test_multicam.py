"""`move-ugc calibrate` and `move-ugc capture-multicam`."""

import json
from pathlib import Path

import pytest

from move_ugc_async.sandbox import GraphQLFault, Sandbox
from tests.integration.cli.conftest import Invoke, with_client
from tests.integration.client.workflows import LENS, calibrate, last_variables, write_variant

CAMERAS = ("left=dance.mp4", "right=second.mp4", "--lens", LENS)
CALIBRATE = ("calibrate", *CAMERAS, "--human-height", "1.8")


@pytest.fixture(autouse=True)
def second_clip(folder: Path) -> Path:
    return write_variant(folder / "second.mp4")


def test_calibrate_and_capture_multicam_create_outputs_from_clips(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    calibrated = move_ugc(*CALIBRATE, "-o", "space", "--area", "LARGE", "--name", "hall", "--json")
    assert calibrated.code == 0, calibrated.err
    volume = json.loads(calibrated.out)["volume_id"]
    sent = last_variables(sandbox, "createVolumeWithHuman")
    assert (sent["humanHeight"], sent["areaType"], sent["name"]) == (1.8, "LARGE", "hall")
    assert [source["deviceLabel"] for source in sent["sources"]] == ["left", "right"]
    captured = move_ugc(
        *("capture-multicam", *CAMERAS, "-o", "out", "--volume", volume, "--actors", "2", "--rig", "move_mo"),
        *("--outputs", "all_glb", "--track-fingers", "--start", "0.5", "--end", "2", "--metadata", '{"a": 1}'),
    )
    assert captured.code == 0, captured.err
    assert captured.rows[0][1] == "all_glb"
    assert Path(captured.rows[0][0]).parent == Path("out")
    assert (folder / captured.rows[0][0]).exists()
    job = last_variables(sandbox, "createMultiCamJob")
    assert (job["numberOfActors"], job["rig"], job["outputs"]) == (2, "move_mo", ["ALL_GLB"])
    assert job["options"] == {"trackFingers": True}
    assert job["clipWindow"] == {"startTime": 0.5, "endTime": 2.0}
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]


@pytest.mark.parametrize("own", [(), ("--key", "hall-7")], ids=["state file", "key"])
def test_same_command_again_pays_for_nothing_twice(
    own: tuple[str, ...], sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    volumes = [json.loads(move_ugc(*CALIBRATE, "-o", "space", *own, "--json").out)["volume_id"] for _ in range(2)]
    multicam = ("capture-multicam", *CAMERAS, "-o", "out", "--volume", volumes[0], "--outputs", "all_glb")
    jobs = [json.loads(move_ugc(*multicam, *own, "--json").out)["job_id"] for _ in range(2)]
    assert len(set(volumes)) == len(set(jobs)) == 1
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]
    assert (folder / "out" / ".move-ugc.capture-multicam.json").exists() is (not own)


def test_other_options_are_rejected_and_fresh_pays_again(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert move_ugc(*CALIBRATE, "-o", "space").code == 0
    refused = move_ugc(*CALIBRATE, "-o", "space", "--area", "LARGE")
    assert refused.code == 2
    *_, reason, advice = refused.err.splitlines()
    assert reason == "move-ugc: cannot resume in space: an earlier calibrate had other area type"
    assert advice.endswith("to pay for a new volume, choose another --directory, or --fresh")
    assert len(sandbox.ledger) == 1
    assert move_ugc(*CALIBRATE, "-o", "space", "--area", "LARGE", "--fresh").code == 0
    assert len(sandbox.ledger) == 2


def test_resumable_failure_prints_the_resume_command(sandbox: Sandbox, move_ugc: Invoke) -> None:
    volume = with_client(sandbox, lambda client: calibrate(client, sandbox))
    multicam = ("capture-multicam", *CAMERAS, "-o", "out", "--volume", volume.id, "--timeout", "0")
    result = move_ugc(*multicam)
    assert result.code == 5
    assert f"resume with: move-ugc {' '.join(multicam)}" in result.err


@pytest.mark.parametrize("own", [(), ("--key", "hall-7")], ids=["state file", "key"])
def test_json_of_a_failed_workflow_has_the_created_ids(
    own: tuple[str, ...], sandbox: Sandbox, move_ugc: Invoke
) -> None:
    sandbox.fail_next_volume("Walk through the whole space.")
    result = move_ugc(*CALIBRATE, "-o", "space", *own, "--json")
    assert result.code == 1
    document = json.loads(result.out)
    assert document["volume_id"] == sandbox.ledger[0].id
    assert len(document["file_ids"]) == 2
    assert document["error"]["cause"] == "JobFailedError"
    assert document["error"]["suggestions"] == ["Walk through the whole space."]
    *_, reason, advice = result.err.splitlines()
    assert "Walk through the whole space." in reason
    assert "to pay for a new volume" in advice


def test_json_of_a_timed_out_workflow_has_the_created_ids(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    result = move_ugc(*CALIBRATE, "-o", "space", "--timeout", "60", "--json")
    assert result.code == 5
    document = json.loads(result.out)
    assert (document["volume_id"], document["directory"]) == (frozen_sandbox.ledger[0].id, "space")
    assert document["error"]["type"] == "TimeoutError"


def test_unknown_volume_can_be_corrected(sandbox: Sandbox, move_ugc: Invoke) -> None:
    volume = with_client(sandbox, lambda client: calibrate(client, sandbox))
    multicam = ("capture-multicam", *CAMERAS, "-o", "out", "--outputs", "all_glb", "--volume")
    result = move_ugc(*multicam, "volume-unknown")
    assert result.code == 4
    assert "pay" not in result.err
    assert move_ugc(*multicam, volume.id).code == 0
    again = move_ugc(*multicam, volume.id)
    assert "already captured; nothing was paid for or downloaded again" in again.err
    assert [charge.kind for charge in sandbox.ledger] == ["volume", "job"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--key", "a", "--fresh"), "cannot combine --fresh with --key"),
        (("--metadata", "[1]"), "--metadata must be a JSON object, such as '{\"scene\": 7}'; got [1]"),
        (("--end", "1", "--start", "2"), "--end must be greater than --start, 2; got 1"),
        (("--lens", "center=x"), "--lens must use the label of a camera; got center"),
        (("left=second.mp4",), "device_label must be different for each camera; got 'left' more than once"),
        (("=second.mp4",), "such as left=second.mp4"),
        (("center=",), "such as left=center"),
        (("--end", "inf"), "--end must be a finite number of seconds; got inf"),
    ],
)
def test_wrong_arguments_are_rejected_before_anything_is_created(
    more: tuple[str, ...], message: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    for command in (CALIBRATE, ("capture-multicam", *CAMERAS, "--volume", "volume-1")):
        result = move_ugc(*command, "-o", "out", *more)
        assert (result.code, result.out) == (2, "")
        assert message in result.err
    # Reading the list of lenses changes nothing.
    assert sandbox.journal.count() == sandbox.journal.count("listCameraSettings")


@pytest.mark.parametrize(
    ("lens", "hint"),
    [
        ("goprohero10-fdh", "did you mean goprohero10-fhd"),
        ("GoProHero10-FHD", "did you mean goprohero10-fhd"),
        ("right=iphone15promax", "did you mean iphone15promax-4k"),
        ("zz", "`move-ugc lenses` lists the known ones"),
    ],
)
def test_unknown_lens_is_rejected_before_the_upload(lens: str, hint: str, sandbox: Sandbox, move_ugc: Invoke) -> None:
    cameras = CAMERAS[:2]
    for command in (
        ("calibrate", *cameras, "--human-height", "1.8"),
        ("capture-multicam", *cameras, "--volume", "volume-1"),
    ):
        result = move_ugc(*command, "-o", "out", "--lens", LENS, "--lens", lens)
        assert result.code == 2
        assert hint in result.err
        assert "--force" in result.err
        assert not sandbox.journal.count("createFile")
        move_ugc(*command, "-o", "out", "--lens", LENS, "--lens", lens, "--force")
        assert sandbox.journal.count("createFile")
        sandbox.journal.clear()


def test_lens_is_sent_when_the_list_of_lenses_cannot_be_read(sandbox: Sandbox, move_ugc: Invoke) -> None:
    sandbox.faults.add(GraphQLFault("Unauthorized"), operation="listCameraSettings")
    assert move_ugc(*CALIBRATE, "-o", "space").code == 0
