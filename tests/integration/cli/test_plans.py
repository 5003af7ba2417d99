"""`--dry-run`, and the confirmation on a terminal before anything is paid for."""

import json
import os
import pty
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, BudgetExceededError, BudgetLimits, CapturePlan
from move_ugc_async.cli import confirmation
from move_ugc_async.cli.plans import limit_of, limit_to_plans
from move_ugc_async.cli.text import error_text
from move_ugc_async.sandbox import GraphQLFault, Sandbox
from tests.integration.cli.conftest import Invoke, exit_code_of
from tests.integration.cli.terminal import Terminal
from tests.integration.client.workflows import LENS, write_variant

CAPTURE = ("capture", "dance.mp4", "--outputs", "main_glb")
CAMERAS = ("left=dance.mp4", "right=second.mp4", "--lens", LENS)
CALIBRATE = ("calibrate", *CAMERAS, "--human-height", "1.8", "-o", "space")

Answer = Callable[..., tuple[int, Terminal]]


@pytest.fixture(autouse=True)
def second_clip(folder: Path) -> Path:
    return write_variant(folder / "second.mp4")


@pytest.fixture
def answer(folder: Path, pauses: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answer]:
    """Run the command line on a terminal whose user types a line, and return its exit code and output."""
    assert folder
    assert pauses
    master, slave = pty.openpty()
    monkeypatch.setenv("TERM", "dumb")

    def answer(line: str, *arguments: str) -> tuple[int, Terminal]:
        os.write(master, line.encode())
        with Terminal() as terminal:
            code = exit_code_of(*arguments)
        return code, terminal

    with os.fdopen(slave, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield answer
    os.close(master)


def files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_capture_with_dry_run_lists_clips_and_creates_nothing(sandbox: Sandbox, move_ugc: Invoke, folder: Path) -> None:
    before = files_in(folder)
    planned = move_ugc(*CAPTURE, "second.mp4", "--dry-run")
    assert planned.code == 0, planned.err
    sizes = [str((folder / name).stat().st_size) for name in ("dance.mp4", "second.mp4")]
    assert planned.rows == [["dance.mp4", "4.00", sizes[0], "job"], ["second.mp4", "4.00", sizes[1], "job"]]
    assert "dry run: would pay for 2 jobs from 2 clips with 0.13 minutes of video; nothing was created" in planned.err
    assert files_in(folder) == before
    assert not sandbox.ledger
    assert {entry.operation for entry in sandbox.journal.filter()} == {"listTakes"}


def test_capture_with_dry_run_finds_the_job_of_an_earlier_command(sandbox: Sandbox, move_ugc: Invoke) -> None:
    job_id = json.loads(move_ugc(*CAPTURE, "--json").out)["job_id"]
    planned = move_ugc(*CAPTURE, "--dry-run")
    assert planned.rows[0][3] == f"{job_id} exists"
    assert "dry run: would pay for nothing" in planned.err
    document = json.loads(move_ugc(*CAPTURE, "--dry-run", "--json").out)
    assert (document["clip"], document["directory"], document["creates"]) == ("dance.mp4", "dance", None)
    assert (document["existing_id"], document["outputs"]) == (job_id, ["MAIN_GLB"])
    assert document["video_minutes"] == pytest.approx(4 / 60)
    assert document["clips"][0]["kind"] == "mp4"
    assert len(document["clips"][0]["content_digest"]) == 64
    assert len(sandbox.ledger) == 1


def test_capture_with_dry_run_reports_clips_that_cannot_be_captured(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    (folder / "text.mp4").write_text("not a video")
    planned = move_ugc("capture", "text.mp4", "dance.mp4", "--dry-run")
    assert planned.code == 6
    assert [row[0] for row in planned.rows] == ["dance.mp4"]
    assert "text.mp4" in planned.err
    assert not sandbox.ledger


def test_capture_with_dry_run_gives_no_hint_to_resume(sandbox: Sandbox, move_ugc: Invoke) -> None:
    sandbox.faults.add(GraphQLFault("UnauthorizedException"), operation="list*")
    for command in (CAPTURE, CALIBRATE):
        planned = move_ugc(*command, "--dry-run")
        assert planned.code != 0
        assert "resume with" not in planned.err


def test_calibrate_and_capture_multicam_with_dry_run_list_their_cameras(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path
) -> None:
    before = files_in(folder)
    planned = move_ugc(*CALIBRATE, "--dry-run")
    assert planned.code == 0, planned.err
    assert [(row[0], row[3]) for row in planned.rows] == [("left=dance.mp4", "volume"), ("right=second.mp4", "")]
    assert "would pay for 1 volume from 2 clips with 0.13 minutes of video" in planned.err
    assert files_in(folder) == before
    multicam = ("capture-multicam", *CAMERAS, "-o", "out", "--volume", "volume-1", "--dry-run", "--json")
    document = json.loads(move_ugc(*multicam).out)
    assert (document["directory"], document["creates"], len(document["clips"])) == ("out", "job", 2)
    assert files_in(folder) == before
    assert not sandbox.ledger


@pytest.mark.parametrize(("line", "expected"), [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("\x04", 1)])
def test_a_terminal_asks_before_a_job_is_paid_for(sandbox: Sandbox, answer: Answer, line: str, expected: int) -> None:
    code, terminal = answer(line, *CAPTURE, "second.mp4")
    assert "Pay for 2 jobs from 2 clips with 0.13 minutes of video? [y/N]" in terminal.text
    assert code == expected, terminal.text[-500:]
    assert len(sandbox.ledger) == (0 if expected else 2)
    assert ("nothing was created" in terminal.text) is bool(expected)


def test_a_terminal_asks_before_a_volume_is_paid_for(sandbox: Sandbox, answer: Answer) -> None:
    code, terminal = answer("n\n", *CALIBRATE)
    assert (code, len(sandbox.ledger)) == (1, 0)
    assert "Pay for 1 volume from 2 clips with 0.13 minutes of video?" in terminal.text
    code, _ = answer("y\n", *CALIBRATE)
    assert (code, len(sandbox.ledger)) == (0, 1)


def test_a_terminal_does_not_ask_with_yes_or_for_a_job_that_exists(sandbox: Sandbox, answer: Answer) -> None:
    for arguments in ((*CAPTURE, "--yes"), CAPTURE):
        code, terminal = answer("n\n", *arguments)
        assert code == 0, terminal.text[-500:]
        assert "Pay for" not in terminal.text
    assert len(sandbox.ledger) == 1


def test_a_clip_that_was_not_confirmed_is_not_paid_for(sandbox: Sandbox, answer: Answer) -> None:
    sandbox.faults.add(GraphQLFault("ValidationException"), operation="listTakes", times=1)
    code, terminal = answer("y\n", *CAPTURE, "second.mp4", "--concurrency", "1")
    assert "Pay for 1 job from 1 clip" in terminal.text
    assert code == 6, terminal.text[-500:]
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize(
    ("limit", "advice"), [(("--max-jobs", "1"), "--max-jobs"), (("--max-minutes", "0.1"), "--max-minutes")]
)
def test_a_limit_stops_the_clips_beyond_it(
    sandbox: Sandbox, move_ugc: Invoke, limit: tuple[str, ...], advice: str
) -> None:
    for mode in (("--dry-run",), ()):
        captured = move_ugc(*CAPTURE, "second.mp4", *limit, "--concurrency", "1", *mode)
        assert captured.code == 6
        assert len(captured.rows) == 1
        assert f"raise {advice}, or create less" in captured.err
        assert len(sandbox.ledger) == (0 if mode else 1)
    again = move_ugc(*CAPTURE, "second.mp4", *limit)
    assert again.code == 0, "the first clip was paid for by another command"
    assert len(sandbox.ledger) == 2


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        (("--max-minutes", "inf"), "move-ugc: --max-minutes must be a number from 0 to 1e+09; got inf"),
        (("--max-minutes", "1", "--assume-minutes", "0"), "move-ugc: --assume-minutes must be a number above 0"),
    ],
)
def test_invalid_limits_are_named_as_options(
    limit: tuple[str, ...], message: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    refused = move_ugc(*CAPTURE, *limit)
    assert (refused.code, refused.err.startswith(message), "None" in refused.err) == (2, True, False)
    assert not sandbox.journal


@pytest.mark.anyio
async def test_plan_of_a_clip_that_states_an_absurd_length_can_be_confirmed() -> None:
    plan = CapturePlan("key", (), 1e12, None, "job")
    async with AsyncMoveUgc("no-request-is-sent") as client:
        (budget,) = limit_to_plans(client, [plan]).budgets
    assert budget.limits == BudgetLimits(max_jobs=1)


def test_assumed_minutes_require_a_limit_of_minutes(sandbox: Sandbox, move_ugc: Invoke) -> None:
    refused = move_ugc(*CAPTURE, "--max-jobs", "1", "--assume-minutes", "2")
    assert refused.code == 2
    assert "cannot use --assume-minutes: it requires --max-minutes; pass both" in refused.err
    assert not sandbox.journal.filter(kind="graphql")


@pytest.mark.anyio
async def test_video_of_unknown_length_counts_the_assumed_minutes() -> None:
    assumed, strict = limit_of(None, 3, 2), limit_of(None, 3)
    assert assumed is not None
    assert strict is not None
    await assumed.check(video_minutes=None)
    with pytest.raises(BudgetExceededError) as caught:
        await strict.check(video_minutes=None)
    assert "set --assume-minutes to the minutes of such a video" in error_text(caught.value)


def test_a_limit_stops_a_calibration_before_its_upload(sandbox: Sandbox, move_ugc: Invoke) -> None:
    refused = move_ugc(*CALIBRATE, "--max-minutes", "0.1")
    assert refused.code == 2
    assert "raise --max-minutes" in refused.err
    assert {entry.operation for entry in sandbox.journal.filter()} <= {"listVolumes", "listCameraSettings"}
    assert move_ugc(*CALIBRATE, "--max-minutes", "0.2", "--max-jobs", "1").code == 0
    assert len(sandbox.ledger) == 1


def test_copies_of_a_clip_are_planned_as_one_job(
    sandbox: Sandbox, move_ugc: Invoke, folder: Path, answer: Answer
) -> None:
    (folder / "copy.mp4").write_bytes((folder / "dance.mp4").read_bytes())
    planned = move_ugc(*CAPTURE, "copy.mp4", "--dry-run")
    assert [row[3] for row in planned.rows] == ["job", "same job"]
    assert "would pay for 1 job from 1 clip with 0.07 minutes of video" in planned.err
    code, terminal = answer("y\n", *CAPTURE, "copy.mp4")
    assert "Pay for 1 job from 1 clip with 0.07 minutes of video?" in terminal.text
    assert (code, len(sandbox.ledger)) == (0, 1)


def test_line_of_an_answer_may_arrive_in_parts(sandbox: Sandbox, answer: Answer) -> None:
    code, _ = answer("y\x04es\n", *CAPTURE)
    assert (code, len(sandbox.ledger)) == (0, 1)


@pytest.mark.parametrize("command", [CAPTURE, CALIBRATE])
def test_clip_that_changes_while_the_question_waits_is_not_paid_for(
    sandbox: Sandbox, answer: Answer, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    read_line = confirmation._read_line

    async def read_and_change() -> str:
        clip = folder / "dance.mp4"
        content = clip.read_bytes()
        # Ten times as long, according to all headers: seconds of a clip with 1000 ticks per second.
        clip.write_bytes(content.replace((4000).to_bytes(4, "big"), (40_000).to_bytes(4, "big")))
        return await read_line()

    monkeypatch.setattr(confirmation, "_read_line", read_and_change)
    code, terminal = answer("y\n", *command, "--no-check-media")
    assert code == 2, terminal.text[-500:]
    assert "cannot pay for more than was confirmed" in terminal.text
    assert not sandbox.ledger


@pytest.mark.parametrize(
    "command", [CAPTURE, (*CAPTURE, "--key", "order-7"), (*CAPTURE, "--fresh"), (*CAPTURE, "second.mp4"), CALIBRATE]
)
def test_clip_that_is_replaced_by_one_of_the_same_length_is_not_paid_for(
    sandbox: Sandbox, answer: Answer, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    read_line = confirmation._read_line

    async def read_and_replace() -> str:
        write_variant(folder / "dance.mp4", 5)
        return await read_line()

    monkeypatch.setattr(confirmation, "_read_line", read_and_replace)
    code, terminal = answer("y\n", *command)
    assert code == (6 if command[-1] == "second.mp4" else 2), terminal.text[-500:]
    assert "cannot pay for more than was confirmed" in terminal.text
    assert len(sandbox.ledger) == (1 if code == 6 else 0)
    assert sandbox.journal.count("createFile") == (1 if code == 6 else 0)
    monkeypatch.setattr(confirmation, "_read_line", read_line)
    code, terminal = answer("y\n", *command)
    assert code == 0, terminal.text[-500:]
