"""Two concurrent `move-ugc capture` of one clip: one job, reported by both."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import COMMAND
from tests.integration.client.gateway import hold_first
from tests.integration.client.workflows import CLIP
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET, wait_until_sync

CREATIONS = ("createFile", "createSingleCamTake", "createSingleCamJob")
OUTPUTS = ("--outputs", "main_fbx", "--json")


def copy(clip: Path) -> Path:
    path = clip.with_name("copy.mp4")
    path.write_bytes(clip.read_bytes())
    return path


def hard_link(clip: Path) -> Path:
    link = clip.with_name("link.mp4")
    link.hardlink_to(clip)
    return link


SECOND_COMMANDS: dict[str, tuple[Callable[[Path], Path], tuple[str, ...]]] = {
    "same command": (lambda clip: clip, ("-o", "out")),
    "other spelling of the folder": (lambda clip: clip, ("-o", "./out/../out/")),
    "copy": (copy, ("-o", "out")),
    "hard link": (hard_link, ("-o", "out")),
    "other folder": (lambda clip: clip, ("-o", "elsewhere")),
    "folder named after the clip": (lambda clip: clip, ()),
}


@contextmanager
def both_running(
    sandbox: Sandbox, folder: Path, operation: str, second: str
) -> Iterator[list["subprocess.Popen[str]"]]:
    """Start two captures while the first request of an operation is held, and release it once both are running."""
    prepare, directory = SECOND_COMMANDS[second]
    other = prepare(folder / "dance.mp4")
    commands = [("dance.mp4", "-o", "out"), (other.name, *directory)]
    arrived, released = Event(), Event()
    with ExitStack() as stack:
        server = stack.enter_context(hold_first(sandbox, operation, arrived, released))
        processes: list[subprocess.Popen[str]] = []
        for arguments in commands:
            process = running(
                [*COMMAND, "capture", *arguments, *OUTPUTS, "--endpoint-url", f"{server.url}/ugc/graphql"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
            )
            processes.append(stack.enter_context(process))
            wait_until_sync(arrived.is_set)
        # The first line of progress: the second capture has read the clip, and opens the state file next.
        assert processes[1].stderr is not None
        assert "preflight" in processes[1].stderr.readline()
        released.set()
        yield processes


@pytest.mark.parametrize(
    ("operation", "second"),
    [
        *((operation, "same command") for operation in CREATIONS[:2]),
        *(
            pytest.param(CREATIONS[2], second, marks=[pytest.mark.slow] if second in ("copy", "other folder") else [])
            for second in SECOND_COMMANDS
        ),
    ],
)
def test_second_capture_of_a_clip_waits_for_the_first_and_reports_its_job(
    sandbox: Sandbox, folder: Path, operation: str, second: str
) -> None:
    with both_running(sandbox, folder, operation, second) as processes:
        outputs = [process.communicate(timeout=SAFETY_NET) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    jobs = {json.loads(out)["job_id"] for out, _ in outputs}
    assert jobs == {charge.id for charge in sandbox.ledger}
    assert [sandbox.journal.count(each) for each in CREATIONS] == [1, 1, 1]
    assert CLIP.read_bytes() == (folder / "dance.mp4").read_bytes()


def test_second_capture_continues_when_the_first_is_killed(sandbox: Sandbox, folder: Path) -> None:
    with both_running(sandbox, folder, "createSingleCamJob", "same command") as (first, second):
        first.kill()
        out, err = second.communicate(timeout=SAFETY_NET)
    assert second.returncode == 0, err
    assert [json.loads(out)["job_id"]] == [charge.id for charge in sandbox.ledger]
    assert sandbox.journal.count("createFile") == 1
