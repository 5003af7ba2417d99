"""The commands that create and update takes and jobs."""

from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import CompletedCommand, Invoke, with_client
from tests.integration.client.workflows import LENS, calibrate, last_variables, single_take


def fields(result: CompletedCommand) -> dict[str, str]:
    assert result.code == 0, result.err
    return dict(result.rows)


def uploaded(move_ugc: Invoke, *paths: str | Path) -> list[str]:
    return [row[0] for row in move_ugc("files", "upload", *paths).rows]


def test_takes_create_and_jobs_create_send_every_option(sandbox: Sandbox, move_ugc: Invoke) -> None:
    (file,) = uploaded(move_ugc, "dance.mp4")
    take = fields(move_ugc("takes", "create", f"phone={file}", "--name", "walk", "--metadata", '{"a": 1}'))
    assert (take["take_type"], take["name"], take["metadata"]) == ("SINGLE_CAM", "walk", '{"a": 1}')
    assert last_variables(sandbox, "createSingleCamTake")["sources"] == [
        {"deviceLabel": "phone", "fileId": file, "format": "MP4"}
    ]
    job = fields(
        move_ugc(
            *("jobs", "create", take["id"], "--outputs", "main_fbx", "--output", "main_glb", "--name", "first"),
            *("--start", "0.5", "--end", "2", "--track-fingers", "--no-floor-plane", "--mocap-model", "S2"),
            *("--metadata", '{"scene": 7}'),
        )
    )
    assert (job["name"], job["metadata"]) == ("first", '{"scene": 7}')
    sent = last_variables(sandbox, "createSingleCamJob")
    assert sent["outputs"] == ["MAIN_FBX", "MAIN_GLB"]
    assert sent["clipWindow"] == {"startTime": 0.5, "endTime": 2.0}
    assert sent["options"] == {"trackFingers": True, "floorPlane": False, "mocapModel": "S2"}


def test_multicam_takes_and_jobs_are_created_in_a_volume(sandbox: Sandbox, move_ugc: Invoke) -> None:
    volume = with_client(sandbox, lambda client: calibrate(client, sandbox))
    left, right = uploaded(move_ugc, "dance.mp4"), uploaded(move_ugc, "dance.mp4")
    cameras = (f"cam0={left[0]}", f"cam1={right[0]}")
    lenses = ("--lens", "other", "--lens", f"cam0={LENS}", "--lens", f"cam1={LENS}")
    take = fields(move_ugc("takes", "create", *cameras, "--volume", volume.id, *lenses))
    assert take["take_type"] == "MULTI_CAM"
    sources = last_variables(sandbox, "createMultiCamTake")["sources"]
    assert [source["cameraSettings"]["lens"] for source in sources] == [LENS, LENS]
    fields(move_ugc("jobs", "create", take["id"], "--actors", "2", "--rig", "move_mo"))
    sent = last_variables(sandbox, "createMultiCamJob")
    assert (sent["numberOfActors"], sent["rig"]) == (2, "move_mo")


@pytest.mark.parametrize("option", ["--key", "--idempotency-key"])
def test_create_with_the_same_key_prints_the_existing_object(option: str, sandbox: Sandbox, move_ugc: Invoke) -> None:
    (file,) = uploaded(move_ugc, "dance.mp4")
    takes = [fields(move_ugc("takes", "create", f"a={file}", option, "take-7"))["id"] for _ in range(2)]
    jobs = [fields(move_ugc("jobs", "create", takes[0], option, "job-7"))["id"] for _ in range(2)]
    assert takes[0] == takes[1]
    assert jobs[0] == jobs[1]
    assert [charge.id for charge in sandbox.ledger] == [jobs[0]]


def test_jobs_create_without_key_pays_each_time(sandbox: Sandbox, move_ugc: Invoke) -> None:
    take = with_client(sandbox, single_take)
    for _ in range(2):
        fields(move_ugc("jobs", "create", take.id))
    assert len(sandbox.ledger) == 2


def test_update_changes_only_the_options_that_are_set(sandbox: Sandbox, move_ugc: Invoke) -> None:
    take = with_client(sandbox, single_take)
    create = ("jobs", "create", take.id, "--name", "old", "--metadata", '{"a": 1}', "--key", "k")
    job = fields(move_ugc(*create))
    for command, subject in (("takes", take.id), ("jobs", job["id"])):
        assert fields(move_ugc(command, "update", subject, "--name", "new"))["name"] == "new"
        changed = fields(move_ugc(command, "update", subject, "--metadata", '{"b": 2}'))
        assert (changed["name"], changed["metadata"]) == ("new", '{"b": 2}')
        unchanged = move_ugc(command, "update", subject)
        assert (unchanged.code, unchanged.err) == (
            2,
            f"move-ugc: cannot change {subject}: no changes given; use --name or --metadata\n",
        )
    # An update keeps the idempotency key.
    assert fields(move_ugc(*create))["id"] == job["id"]
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("takes", "create", "file-1"), "a camera must be LABEL=…, such as left=file-1; got 'file-1'"),
        (("takes", "create", "=file-1"), "got '=file-1'"),
        (("takes", "create", "a="), "got 'a='"),
        (("takes", "create", "a=file-1", "--lens", "b=x"), "--lens must use the label of a camera; got b"),
        (("takes", "create", "a=file-1", "--lens", "a="), "--lens must be NAME or LABEL=NAME; got 'a='"),
        (("jobs", "create", "take-1", "--start", "1"), "cannot use --start: it requires --end; pass both"),
        (("jobs", "create", "take-1", "--outputs", ","), "--outputs must not be empty"),
        (("jobs", "create", "take-1", "--metadata", "{"), "cannot parse --metadata as JSON: "),
    ],
)
def test_wrong_arguments_are_rejected_before_anything_is_sent(
    arguments: tuple[str, ...], message: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    result = move_ugc(*arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert not sandbox.journal.count()


@pytest.mark.parametrize("option", [("--actors", "2"), ("--rig", "move_mo")])
def test_multicam_options_are_rejected_for_a_single_camera_take(
    option: tuple[str, str], sandbox: Sandbox, move_ugc: Invoke
) -> None:
    take = with_client(sandbox, single_take)
    result = move_ugc("jobs", "create", take.id, *option)
    assert result.code == 2
    assert "require a multi-camera take" in result.err
    assert not sandbox.ledger


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("takes", "create", "a=FILE", "--key", ""), "--key must be a string of 1 to 256 Unicode characters; got ''"),
        (("capture", "dance.mp4", "--key", ""), "--key must be a string of 1 to 249 characters; got ''"),
        (("jobs", "get", "job-1", "--expand", "nope"), "--expand must name parts of a job"),
        (
            (*("calibrate", "a=dance.mp4", "b=dance.mp4", "--lens", LENS), *("--human-height", "9", "-o", "space")),
            "--human-height must be a number of metres above 0 and below 3; got 9.0",
        ),
    ],
)
@pytest.mark.parametrize("mode", [(), ("--json",)])
def test_an_invalid_argument_is_named_as_its_option(
    command: tuple[str, ...], message: str, mode: tuple[str, ...], sandbox: Sandbox, move_ugc: Invoke
) -> None:
    file = uploaded(move_ugc, "dance.mp4")[0]
    result = move_ugc(*(each.replace("FILE", file) for each in command), *mode)
    assert result.code == 2
    assert message in result.err
    assert "idempotency_" not in result.out + result.err
    assert "human_height" not in result.out + result.err
    assert not sandbox.ledger
