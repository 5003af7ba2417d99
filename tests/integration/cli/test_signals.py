"""Commands that are interrupted or killed, or whose pipe is closed, each in a process of its own."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.cli.options import Options
from move_ugc_async.cli.resume import resume_hint
from move_ugc_async.cli.text import escape
from move_ugc_async.sandbox import Sandbox, Stall
from tests.integration.cli.conftest import COMMAND, Invoke, with_client
from tests.integration.cli.test_commands import three_jobs
from tests.integration.cli.test_resume import state_file
from tests.integration.client.workflows import single_take
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET, wait_until_sync

CAPTURE = ("capture", "dance.mp4", "-o", "out", "--outputs", "main_fbx")
PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def test_capture_interrupted_by_ctrl_c_is_resumed_without_paying_twice(
    frozen_sandbox: Sandbox, folder: Path, move_ugc: Invoke
) -> None:
    with running([*COMMAND, *CAPTURE], **PIPES) as process:
        wait_until_sync(lambda: frozen_sandbox.journal.count("getJob"))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SAFETY_NET)
    assert (process.returncode, out) == (130, "")
    reason, hint = err.splitlines()[-2:]
    assert reason == "move-ugc: interrupted; work that was started continues on the server, and is paid for once"
    assert not [path for path in folder.rglob("*") if "part" in path.name]
    document = json.loads(state_file(folder / "out").read_text(encoding="utf-8"))
    assert document["state"]["job_id"] == frozen_sandbox.ledger[0].id
    frozen_sandbox.clock.advance(600)
    command = shlex.split(hint.partition("resume with: ")[2])
    assert command == ["move-ugc", *CAPTURE]
    resumed = move_ugc(*command[1:])
    assert resumed.code == 0, resumed.err
    assert (folder / "out" / "fbx.fbx").is_file()
    assert len(frozen_sandbox.ledger) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_json_of_an_interrupted_capture_has_the_created_ids(number: int, frozen_sandbox: Sandbox, folder: Path) -> None:
    assert folder
    with running([*COMMAND, *CAPTURE, "--json"], **PIPES) as process:
        wait_until_sync(lambda: frozen_sandbox.journal.count("getJob"))
        process.send_signal(number)
        out, _ = process.communicate(timeout=SAFETY_NET)
    document = json.loads(out)
    assert (document["clip"], document["job_id"]) == ("dance.mp4", frozen_sandbox.ledger[0].id)
    assert document["take_id"].startswith("take-")
    assert document["error"] == {"type": "InterruptedError", "message": "interrupted", "cause": "InterruptedError"}


def test_json_of_a_timed_out_wait_has_the_unfinished_jobs(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    running_jobs = with_client(frozen_sandbox, three_jobs)
    result = move_ugc("jobs", "wait", *running_jobs, "--timeout", "60", "--json")
    assert result.code == 5
    documents = [json.loads(line) for line in result.out.splitlines()]
    assert {document["id"] for document in documents} == set(running_jobs)
    assert {document["error"]["type"] for document in documents} == {"TimeoutError"}


def test_wait_terminated_by_sigterm_prints_the_resume_command(frozen_sandbox: Sandbox, folder: Path) -> None:
    assert folder
    (job, *_) = with_client(frozen_sandbox, three_jobs)
    with running([*COMMAND, "jobs", "wait", job], **PIPES) as process:
        wait_until_sync(lambda: frozen_sandbox.journal.count("getJob"))
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=SAFETY_NET)
    assert process.returncode == 143
    assert err.splitlines()[-1].endswith(f"resume with: move-ugc jobs wait {job}")


@pytest.mark.parametrize(
    "name",
    ["a\x1b[31m\n'$x\\.mp4", "\u202e1é.mp4", "it's $HOME.mp4", b"\xff7.mp4".decode("utf-8", "surrogateescape")],
    ids=ascii,
)
def test_resume_hint_is_printable_and_quoted_for_a_shell(name: str) -> None:
    command = resume_hint(Options(arguments=("capture", name, "--fresh"))).partition("resume with: ")[2]
    assert escape(command) == command
    result = subprocess.run(
        ["bash", "-c", command.replace("move-ugc", r"printf '%s\0'", 1)], capture_output=True, check=True
    )
    assert [os.fsdecode(each) for each in result.stdout.split(b"\0")] == ["capture", name, ""]


IGNORES_CANCELLATION = """
import sys, anyio
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.runner import run_command

async def body(session):
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(report_cancellation)
        with anyio.CancelScope(shield=True):
            print("started", file=sys.stderr, flush=True)
            await anyio.sleep_forever()

async def report_cancellation():
    try:
        await anyio.sleep_forever()
    finally:
        print("cancelled", file=sys.stderr, flush=True)

run_command(body, Options())
"""


def test_second_ctrl_c_ends_command_that_ignores_cancellation(sandbox: Sandbox) -> None:
    with running([sys.executable, "-c", IGNORES_CANCELLATION], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() == "cancelled\n"
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(SAFETY_NET) == -signal.SIGINT
    assert not sandbox.ledger


@pytest.mark.parametrize("operation", ["createSingleCamTake", "createSingleCamJob"])
def test_capture_killed_while_creating_is_resumed_and_creates_nothing_twice(
    operation: str, sandbox: Sandbox, folder: Path, move_ugc: Invoke
) -> None:
    sandbox.faults.add(Stall(after_work=True), operation=operation, times=1)
    with running([*COMMAND, *CAPTURE], stderr=subprocess.DEVNULL) as process:
        wait_until_sync(lambda: sandbox.journal.count(operation))
        process.kill()
    resumed = move_ugc(*CAPTURE, "--json")
    assert resumed.code == 0, resumed.err
    assert (folder / "out" / "fbx.fbx").is_file()
    assert len(sandbox.ledger) == 1
    assert json.loads(resumed.out)["take_id"].startswith("take-")
    assert [sandbox.journal.count(each) for each in ("createFile", "createSingleCamTake", "createSingleCamJob")] == [
        1, 1, 1
    ]  # fmt: skip


@pytest.mark.parametrize("key", [(), ("--key", "job-7")], ids=["no key", "key"])
def test_interrupted_jobs_create_prints_whether_resuming_is_possible(
    key: tuple[str, ...], sandbox: Sandbox, move_ugc: Invoke
) -> None:
    create = ("jobs", "create", with_client(sandbox, single_take).id, *key)
    sandbox.faults.add(Stall(after_work=True), operation="createSingleCamJob", times=1)
    with running([*COMMAND, *create], **PIPES) as process:
        wait_until_sync(lambda: sandbox.journal.count("createSingleCamJob"))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SAFETY_NET)
    assert (process.returncode, out) == (130, "")
    start = "move-ugc: interrupted; the job may have been created"
    if not key:
        assert err == f"{start}; check `move-ugc jobs list` before you create it again\n"
        return
    assert err.splitlines() == [start, f"move-ugc: resume with: move-ugc {' '.join(create)}"]
    assert move_ugc(*create).rows[0] == ["id", sandbox.ledger[0].id]
    assert len(sandbox.ledger) == 1


def test_command_exits_with_141_and_no_message_when_its_pipe_is_closed(sandbox: Sandbox, folder: Path) -> None:
    assert folder
    with_client(sandbox, three_jobs)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run(
            [*COMMAND, "jobs", "list"],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (141, "")
