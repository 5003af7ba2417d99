"""The real program: pipes, terminals, signals, completion."""

import ast
import errno
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import move_ugc_async
from move_ugc_async import cli, sandbox
from move_ugc_async.cli.bookmark import bookmark_path
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.session import going_on
from move_ugc_async.cli.text import clean
from move_ugc_async.sandbox import Sandbox
from tests.cli.conftest import COMMAND, ask, in_process_of_its_own
from tests.cli.test_commands import HOSTILE, three_jobs

CAPTURE = ("capture", "dance.mp4", "-o", "out", "--outputs", "main_fbx")


def on_a_terminal(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run the program with a terminal for its input and both outputs, and give all that it wrote there."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **environment},
    ) as process:
        os.close(slave)
        written = b""
        try:
            while block := os.read(master, 65536):
                written += block
        except OSError as error:
            # How Linux says that nobody has the terminal open any more.
            assert error.errno == errno.EIO  # noqa: PT017
        finally:
            os.close(master)
    return process.returncode, written.decode()


@contextmanager
def waiting(*arguments: str, for_line: str) -> Iterator[subprocess.Popen[str]]:
    """Start the program, and let the block run once it has written a line on standard error."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any(for_line in line for line in process.stderr), "it ended before"
            yield process
        finally:
            process.kill()


def test_a_pipe_gets_no_colour_no_bar_and_no_box(pointed: Sandbox, folder: Path) -> None:
    assert folder
    assert pointed
    ran = in_process_of_its_own(*CAPTURE, FORCE_COLOR="1")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "out/fbx.fbx\tfbx\t102\n"
    assert ran.stderr.isascii()
    assert "\x1b" not in ran.stderr


def test_a_terminal_gets_bars_that_move_and_a_table(pointed: Sandbox, folder: Path) -> None:
    assert folder
    assert pointed
    code, written = on_a_terminal(*CAPTURE)
    assert code == 0, written
    assert "\x1b[?25l" in written, "the cursor was not hidden"
    assert "\x1b[?25h" in written, "the cursor stays hidden"
    assert len(set(re.findall(r"(\d+)%", written))) > 1, "the bar did not move"
    assert "━" in written
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", written)
    assert "dance.mp4: 1 file in out" in plain
    assert re.search(r"path +format +bytes *\r\nout/fbx\.fbx +fbx +102 *\r\n", plain)


def test_a_terminal_without_colour_gets_none(pointed: Sandbox, folder: Path) -> None:
    assert folder
    ask(pointed, three_jobs)
    _, coloured = on_a_terminal("jobs", "list")
    _, plain = on_a_terminal("jobs", "list", NO_COLOR="1")
    assert "\x1b[32mFINISHED" in coloured
    assert not re.search(r"\x1b\[3\dm", plain)


def test_a_dumb_terminal_gets_lines(pointed: Sandbox, folder: Path) -> None:
    assert folder
    assert pointed
    _, written = on_a_terminal(*CAPTURE, TERM="dumb")
    assert "dance.mp4:  15%  take\r\n" in written
    assert "\x1b[" not in written


def test_a_terminal_is_not_steered_by_names(pointed: Sandbox, folder: Path) -> None:
    assert folder
    (job, *_) = ask(pointed, three_jobs)
    ask(pointed, lambda client: client.jobs.update(job, name=HOSTILE))
    _, written = on_a_terminal("jobs", "list", COLUMNS="200")
    assert "[red]" in written
    for character in ("\x1b]0", "\x07", "\x9b", "\u202e", "\x1b[31m"):
        assert character not in written


def test_ctrl_c_says_how_to_go_on_and_one_job_is_paid_for(patient: Sandbox, folder: Path) -> None:
    with waiting(*CAPTURE, for_line="wait") as process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (130, "")
    told, how = err.splitlines()[-2:]
    assert told == "move-ugc: interrupted; what was started goes on on the server, and is paid for once"
    assert not [path for path in folder.rglob("*") if "part" in path.name]
    kept = json.loads(bookmark_path(folder / "out", folder / "dance.mp4").read_text())
    assert kept["state"]["job_id"] == patient.ledger[0].id
    patient.clock.advance(600)
    command = shlex.split(how.partition("go on with: ")[2])
    assert command == ["move-ugc", *CAPTURE]
    again = in_process_of_its_own(*command[1:])
    assert again.returncode == 0, again.stderr
    assert (folder / "out" / "fbx.fbx").is_file()
    assert len(patient.ledger) == 1


def test_sigterm_ends_as_cleanly(patient: Sandbox, folder: Path) -> None:
    assert folder
    (job, *_) = ask(patient, three_jobs)
    with waiting("jobs", "wait", job, for_line="NOT_STARTED") as process:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 143
    assert err.splitlines()[-1].endswith(f"go on with: move-ugc jobs wait {job}")


@pytest.mark.parametrize(
    "name",
    ["a\x1b[31m\n'$x\\.mp4", "\u202e1é.mp4", "it's $HOME.mp4", b"\xff7.mp4".decode("utf-8", "surrogateescape")],
    ids=ascii,
)
def test_what_it_says_to_go_on_with_can_be_pasted(name: str) -> None:
    command = going_on(Options(arguments=("capture", name, "--fresh"))).partition("go on with: ")[2]
    assert clean(command) == command
    ran = subprocess.run(
        ["bash", "-c", command.replace("move-ugc", r"printf '%s\0'", 1)], capture_output=True, check=True
    )
    assert [os.fsdecode(each) for each in ran.stdout.split(b"\0")] == ["capture", name, ""]


HANGING = """
import sys, anyio
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.session import perform

async def work(session):
    with anyio.CancelScope(shield=True):
        print("ready", file=sys.stderr, flush=True)
        await anyio.sleep_forever()

perform(work, Options())
"""


def test_a_second_ctrl_c_waits_for_nothing(pointed: Sandbox) -> None:
    assert pointed
    with subprocess.Popen([sys.executable, "-c", HANGING], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == -signal.SIGINT


@pytest.mark.parametrize("stage", ["take", "job"])
def test_a_killed_command_is_gone_on_with_and_makes_nothing_twice(stage: str, pointed: Sandbox, folder: Path) -> None:
    with waiting(*CAPTURE, for_line=stage) as process:
        process.kill()
    again = in_process_of_its_own(*CAPTURE, "--json")
    assert again.returncode == 0, again.stderr
    assert (folder / "out" / "fbx.fbx").is_file()
    assert len(pointed.ledger) == 1
    assert json.loads(again.stdout)["take_id"].startswith("take-")
    assert pointed.journal.count("createFile") == 1
    assert pointed.journal.count("createSingleCamTake") == 1


def test_a_name_that_the_output_has_no_letters_for_is_written_out(pointed: Sandbox, folder: Path) -> None:
    assert folder
    (job, *_) = ask(pointed, three_jobs)
    ask(pointed, lambda client: client.jobs.update(job, name="danse à deux"))
    ran = in_process_of_its_own("jobs", "list", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0, ran.stderr
    assert "danse \\xe0 deux" in ran.stdout


def test_a_reader_that_stops_reading_is_no_error(pointed: Sandbox, folder: Path) -> None:
    assert folder
    ask(pointed, three_jobs)
    with subprocess.Popen(
        [*COMMAND, "jobs", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_its_extra_it_is_one_line(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from move_ugc_async.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", program, "rigs"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == 'move-ugc: the command line needs its extra: pip install "move-ugc-async[cli]"\n'


@pytest.mark.parametrize("missing", ["ariadne", "graphql"])
@pytest.mark.parametrize("command", ["rigs --sandbox", "sandbox --port 0"])
def test_without_the_extra_of_the_sandbox_it_is_one_line(command: str, missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from move_ugc_async.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, *command.split()], capture_output=True, text=True, check=False, timeout=40
    )
    assert ran.returncode == 1
    assert ran.stderr == 'move-ugc: the sandbox needs its extra: pip install "move-ugc-async[cli,sandbox]"\n'


def test_the_sandbox_runs_in_the_foreground_with_its_own_options() -> None:
    with subprocess.Popen(
        [*COMMAND, "sandbox", "--port", "0", "--clock", "instant"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        export = re.fullmatch(r"export MOVE_API_KEY=(\S+) MOVE_UGC_ENDPOINT_URL=(\S+)\n", lines[2])
        assert export, lines
        ran = in_process_of_its_own("client", MOVE_API_KEY=export[1], MOVE_UGC_ENDPOINT_URL=export[2])
        assert ran.returncode == 0, ran.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    shown = in_process_of_its_own("sandbox", "--help").stdout
    assert shown.startswith("usage: move-ugc sandbox ")
    assert "--public-url" in shown


def test_shells_get_a_script_of_their_own() -> None:
    scripts = [in_process_of_its_own(_MOVE_UGC_COMPLETE=f"source_{shell}") for shell in ("bash", "zsh", "fish")]
    assert all(script.returncode == 0 and "_MOVE_UGC_COMPLETE" in script.stdout for script in scripts)
    assert len({script.stdout for script in scripts}) == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("move-ugc jo", ["jobs"]),
        ("move-ugc jobs w", ["wait"]),
        ("move-ugc capture a.mp4 --outputs main_fbx,main_g", ["main_fbx,main_glb"]),
        ("move-ugc capture a.mp4 --mocap-model S", ["S1", "S2"]),
        ("move-ugc rigs --sandbox-", ["--sandbox-speed"]),
    ],
)
def test_completion_knows_commands_options_and_outputs(words: str, expected: list[str]) -> None:
    number = str(len(words.split()) - 1)
    ran = in_process_of_its_own(_MOVE_UGC_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=number)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == expected


def test_help_and_completion_import_nothing_heavy() -> None:
    program = (
        "import sys, json\nfrom move_ugc_async.cli import main\n"
        "try:\n main()\nfinally:\n print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    loaded = {name.strip('"[]').partition(".")[0] for name in ran.stderr.splitlines()[-1].split(", ")}
    assert "typer" in loaded
    assert not loaded & {"pydantic", "rich", "httpx", "aiohttp", "asyncio", "ariadne"}


def test_it_uses_public_names_only() -> None:
    used: dict[str, set[str]] = {}
    for path in Path(cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("move_ugc_async"):
                used.setdefault(node.module, set()).update(alias.name for alias in node.names)
            assert not (isinstance(node, ast.Import) and any("move_ugc" in alias.name for alias in node.names))
    own = {module for module in used if module.partition("cli")[0] == "move_ugc_async." and "cli" in module}
    assert set(used) - own == {"move_ugc_async", "move_ugc_async.sandbox", "move_ugc_async.sandbox.__main__"}
    assert used["move_ugc_async"] <= set(move_ugc_async.__all__)
    assert used["move_ugc_async.sandbox"] <= set(sandbox.__all__)


def test_the_version() -> None:
    ran = in_process_of_its_own("--version")
    assert (ran.returncode, ran.stdout) == (0, f"move-ugc {move_ugc_async.__version__}\n")
