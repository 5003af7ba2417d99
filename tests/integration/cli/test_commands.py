"""The output of each command in a pipe and as JSON."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.cli.webhooks import EVENTS
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.services.webhooks import EventName
from tests.integration.cli.conftest import CompletedCommand, Invoke, with_client
from tests.integration.client.workflows import CLIP, camera, last_variables, single_take

HOSTILE = "a\x1b]0;pwned\x07b\x9b31mc\u202ed[red]e\tf\ng"


def objects(result: CompletedCommand) -> list[dict[str, Any]]:
    assert result.code == 0, result.err
    assert result.out.isascii()
    return [json.loads(line) for line in result.out.splitlines()]


async def three_jobs(client: AsyncMoveUgc) -> list[str]:
    take = await single_take(client)
    return [(await client.jobs.create_singlecam(take.id, name=f"n{number}")).id for number in range(3)]


async def a_volume(client: AsyncMoveUgc) -> str:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    return (await client.volumes.create_human_volume(cameras, human_height=1.8, area_type="NORMAL", name="hall")).id


def test_jobs_list_prints_one_line_per_job_newest_first(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ids = with_client(sandbox, three_jobs)
    result = move_ugc("jobs", "list")
    assert [row[0] for row in result.rows] == ids[::-1]
    assert [row[-1] for row in result.rows] == ["n2", "n1", "n0"]
    assert result.rows[0][3].endswith("Z")
    assert result.err == ""


def test_jobs_list_stops_at_limit_and_reports_more(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ids = with_client(sandbox, three_jobs)
    limited = move_ugc("jobs", "list", "--limit", "2")
    assert [row[0] for row in limited.rows] == ids[:0:-1]
    assert last_variables(sandbox, "listJobs")["first"] == 3
    assert limited.err == "more jobs exist; use --limit or --all to list them\n"
    assert len(move_ugc("jobs", "list", "--limit", "2", "--all").rows) == 3
    assert move_ugc("jobs", "list", "--limit", "3").err == ""


def test_jobs_list_is_filtered_by_take(sandbox: Sandbox, move_ugc: Invoke) -> None:
    with_client(sandbox, three_jobs)
    take = with_client(sandbox, single_take)
    result = move_ugc("jobs", "list", "--take", take.id)
    assert (result.code, result.out, result.err) == (0, "", "no jobs found\n")


def test_json_output_has_field_names_of_the_library_and_no_urls(sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    assert [found["name"] for found in objects(move_ugc("jobs", "list", "--json"))] == ["n2", "n1", "n0"]
    (found,) = objects(move_ugc("--json", "jobs", "get", job, "--expand", "outputs,inputs", "--expand", "take.sources"))
    assert "inputs" in found
    assert found["progress"]["percentage_complete"] == 100
    assert {output["format"] for output in found["outputs"]} >= {"fbx", "mp4"}
    assert found["take"]["sources"][0]["file"]["id"].startswith("file-")
    assert "http" not in json.dumps(found)


def test_jobs_get_prints_one_line_per_field(sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    fields = dict(move_ugc("jobs", "get", job).rows)
    assert (fields["id"], fields["progress.state"], fields["metadata"]) == (job, "FINISHED", "")


def test_jobs_get_reads_many_jobs_in_one_request_and_reports_missing_ones(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ids = with_client(sandbox, three_jobs)
    sandbox.journal.clear()
    result = move_ugc("jobs", "get", *ids, "--json")
    assert [found["id"] for found in objects(result)] == ids
    assert len(sandbox.journal.filter(kind="graphql")) == 1
    some = move_ugc("jobs", "get", ids[0], "job-1", ids[1], "--json")
    assert [json.loads(line)["id"] for line in some.out.splitlines()] == [ids[0], "job-1", ids[1]]
    assert some.code == 6


def test_jobs_wait_prints_each_job_once(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ids = with_client(sandbox, three_jobs)
    result = move_ugc("jobs", "wait", *ids, ids[0])
    assert sorted(row[0] for row in result.rows) == sorted(ids)
    assert {row[1] for row in result.rows} == {"FINISHED"}
    assert f"{ids[0]}: finished" in result.err


def test_jobs_download_skips_existing_files(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    first = move_ugc("jobs", "download", job, "-o", "out", "--format", "fbx,mp4")
    assert first.rows == [
        ["out/mp4.mp4", "mp4", "38041"],
        ["out/fbx.fbx", "fbx", str((folder / "out/fbx.fbx").stat().st_size)],
    ]
    assert "2 files downloaded, 0 files already there" in first.err
    (mp4, _) = objects(move_ugc("jobs", "download", job, "-o", "out", "-f", "fbx", "-f", "mp4", "--json"))
    assert mp4["skipped"]
    assert mp4["path"] == "out/mp4.mp4"


def test_jobs_download_selects_outputs_by_requested_name(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    result = move_ugc("jobs", "download", job, "-o", "out", "--outputs", "MAIN_FBX,render_video")
    assert [row[:2] for row in result.rows] == [["out/mp4.mp4", "mp4"], ["out/fbx.fbx", "fbx"]]
    missing = move_ugc("jobs", "download", job, "-o", "missing", "--output", "main_glb", "--output", "main_fbx")
    assert missing.code == 2
    assert f"cannot find the output main_glb of {job}: it has main_blend, main_fbx, " in missing.err
    assert not (folder / "missing").exists()
    both = move_ugc("jobs", "download", job, "--outputs", "main_fbx", "--format", "fbx")
    assert (both.code, "cannot use formats with outputs" in both.err) == (2, True)


def test_jobs_download_names_the_option_to_use_instead(sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    named = move_ugc("jobs", "download", job, "--format", "main_fbx,render_video")
    assert named.code == 2
    assert f"--format must be outputs of {job} (blend, fbx, " in named.err
    assert "got main_fbx, render_video; pass --outputs main_fbx,render_video instead of --format" in named.err
    absent = move_ugc("jobs", "download", job, "--format", "c3d")
    assert "got c3d; request others with --outputs of a new job" in absent.err


def test_jobs_download_of_an_unfinished_job_advises_to_wait(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = with_client(frozen_sandbox, three_jobs)
    result = move_ugc("jobs", "download", job)
    assert (result.code, result.err.splitlines()[-1]) == (
        2,
        f"move-ugc: cannot find the outputs of {job}: it is NOT_STARTED; wait for it",
    )


def test_takes_list_and_get_show_a_take(sandbox: Sandbox, move_ugc: Invoke) -> None:
    take = with_client(sandbox, single_take)
    assert move_ugc("takes", "list").rows[0][:2] == [take.id, "SINGLE_CAM"]
    assert dict(move_ugc("takes", "get", take.id).rows)["id"] == take.id


def test_volumes_commands_list_get_wait_and_download(sandbox: Sandbox, move_ugc: Invoke) -> None:
    volume = with_client(sandbox, a_volume)
    assert move_ugc("volumes", "wait", volume).rows[0][:2] == [volume, "FINISHED"]
    assert move_ugc("volumes", "list").rows[0][-1] == "hall"
    assert dict(move_ugc("volumes", "get", volume).rows)["human_height"] == "1.8"
    assert len(move_ugc("volumes", "download", volume, "-o", "calibration").rows) == 3


def test_files_commands_upload_get_share_and_download(sandbox: Sandbox, move_ugc: Invoke) -> None:
    (row,) = move_ugc("files", "upload", "dance.mp4", "--name", "first", "--metadata", '{"a": 1}').rows
    assert row[1:] == [".mp4", "dance.mp4"]
    fields = dict(move_ugc("files", "get", row[0]).rows)
    assert (fields["name"], fields["metadata"]) == ("first", '{"a": 1}')
    assert not any("http" in value for value in fields.values())
    (shared,) = objects(move_ugc("files", "share", row[0], "--json"))
    assert len(shared["code"]) == 8
    downloaded = move_ugc("files", "download", row[0], "-o", "copy.mp4")
    assert downloaded.rows == [["copy.mp4", "38041"]]
    refused = move_ugc("files", "download", row[0], "-o", "copy.mp4")
    assert (refused.code, refused.err.splitlines()[-1]) == (
        2,
        "move-ugc: cannot write copy.mp4: the file exists; replace it with --overwrite",
    )
    assert move_ugc("files", "download", row[0], "-o", "copy.mp4", "--overwrite").code == 0
    assert sandbox.leaks == ()


@pytest.mark.parametrize("path", [".", "clips", "clips/", "nothing.mp4", "dance.mp4/clip.mp4"])
def test_files_upload_uploads_other_files_when_one_path_is_not_a_file(
    path: str, sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    (folder / "clips").mkdir()
    result = move_ugc("files", "upload", path, "dance.mp4")
    assert result.code == 6
    assert [row[2] for row in result.rows] == ["dance.mp4"]
    assert sandbox.journal.count("createFile") == 1


def test_files_update_changes_name_and_metadata(sandbox: Sandbox, move_ugc: Invoke) -> None:
    file_id = with_client(sandbox, lambda client: client.files.upload(CLIP)).id
    (changed,) = objects(move_ugc("files", "update", file_id, "--name", "walk", "--metadata", '{"scene": 7}', "--json"))
    assert (changed["name"], changed["metadata"]) == ("walk", {"scene": 7})
    assert move_ugc("files", "update", file_id).code == 2


def test_files_get_prints_presigned_url_only_with_url_option(sandbox: Sandbox, move_ugc: Invoke) -> None:
    ((file, *_),) = move_ugc("files", "upload", "dance.mp4").rows
    url = move_ugc("files", "get", file, "--url").out.strip()
    assert url.startswith(sandbox.url)
    assert "Signature=" in url


def test_rigs_lenses_and_client_commands_print_their_objects(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert sandbox
    assert ["move_mo"] in move_ugc("rigs").rows
    assert ["goprohero10-fhd"] in move_ugc("lenses").rows
    assert dict(move_ugc("client").rows)["id"].startswith("client-")


def test_webhook_secret_is_shown_only_on_creation(sandbox: Sandbox, move_ugc: Invoke) -> None:
    arguments = ["webhooks", "upsert", "--uid", "a", "--url", "https://example.com/x", "--event", "x,y", "--event", "z"]
    created = move_ugc(*arguments)
    assert dict(created.rows)["secret"].startswith("whsec_")
    assert "it will not be shown again" in created.err
    (changed,) = objects(move_ugc(*arguments, "--json"))
    assert changed["events"] == ["x", "y", "z"]
    assert changed["secret"] is None
    assert sandbox.journal.count("upsertWebhookEndpoint") == 2


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        ("ugc.job.state.completd", "ugc.job.state.completed"),
        ("job.state.complete", "job.state.completed"),
        ("UGC.job.state.failed", "ugc.job.state.failed"),
        ("ugc.take.created", None),
        ("job.state.started", None),
    ],
)
def test_misspelt_event_is_sent_and_warned_about(
    event: str, meant: str | None, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    result = move_ugc("webhooks", "upsert", "--uid", "a", "--url", "https://example.com/x", "--event", event)
    assert result.code == 0
    assert (f"did you mean {meant}" in result.err) if meant else ("warning" not in result.err)
    assert dict(result.rows)["events.0"] == event
    assert sandbox.journal.count("upsertWebhookEndpoint") == 1


def test_events_for_completion_match_the_library() -> None:
    assert get_args(EventName) == EVENTS


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_control_characters_in_names_from_the_server_are_escaped(
    flags: list[str], sandbox: Sandbox, move_ugc: Invoke
) -> None:
    take = with_client(sandbox, single_take)
    with_client(sandbox, lambda client: client.takes.update(take.id, name=HOSTILE))
    for command in (["takes", "list"], ["takes", "get", take.id]):
        result = move_ugc(*command, *flags)
        lines = [line for line in result.out.splitlines() if "[red]" in line]
        assert len(lines) == 1
        assert not any(character in lines[0].replace("\t", "") for character in "\x1b\x07\x9b\u202e")
        assert lines[0].count("\t") == (0 if flags else 3 if "list" in command else 1)


EVERY_COMMAND = {
    "client": 0,
    "rigs": 0,
    "lenses": 0,
    "jobs list": 0,
    "jobs get job-1": 4,
    "jobs wait job-1": 4,
    "jobs download job-1": 4,
    "jobs create take-1": 4,
    "jobs update job-1 --name x": 4,
    "takes create a=file-1": 4,
    "takes update take-1 --name x": 4,
    "takes list": 0,
    "takes get take-1": 4,
    "volumes list": 0,
    "volumes get volume-1": 4,
    "volumes wait volume-1": 4,
    "volumes download volume-1": 4,
    "files upload dance.mp4": 0,
    "files get file-1": 4,
    "files download file-1 -o x": 4,
    "files share file-1": 4,
    "webhooks upsert --uid a --url https://example.com/x": 0,
    "calibrate a=dance.mp4 b=dance.mp4 --lens goprohero10-fhd --human-height 1.8 -o out --sandbox-speed 1000": 0,
    "capture-multicam a=dance.mp4 b=dance.mp4 --lens goprohero10-fhd --volume volume-1 -o out": 4,
    "capture dance.mp4 --sandbox-speed 1000 --outputs main_fbx": 0,
}


@pytest.mark.parametrize("command", EVERY_COMMAND)
def test_every_command_runs_against_a_temporary_sandbox(command: str, move_ugc: Invoke) -> None:
    result = move_ugc(*command.split(), "--sandbox")
    assert result.code == EVERY_COMMAND[command], result.err
    assert "Traceback" not in result.err
