"""The program around the commands: extras, completion, help, version."""

import ast
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import move_ugc_async
from move_ugc_async import batch, cli, motion, sandbox, viewer
from tests.integration.cli.conftest import COMMAND, Invoke
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET

WITHOUT_EXTRAS = """
import contextlib, io, json, sys
from move_ugc_async.cli import main

results = {}
for missing, command in [
    ("typer", "rigs"),
    ("rich", "rigs"),
    ("ariadne", "rigs --sandbox"),
    ("graphql", "rigs --sandbox"),
    ("ariadne", "sandbox --port 0"),
    ("graphql", "sandbox --port 0"),
]:
    sys.argv = ["move-ugc", *command.split()]
    sys.modules[missing] = None
    with contextlib.redirect_stderr(io.StringIO()) as written:
        try:
            main()
        except SystemExit as error:
            # The interpreter prints a code that is a string, and exits with 1.
            is_text = isinstance(error.code, str)
            results[f"{missing}: {command}"] = [1, error.code] if is_text else [error.code, written.getvalue()]
    del sys.modules[missing]
print(json.dumps(results))
"""


def run_code(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a new interpreter."""
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_command_line_names_the_missing_extra() -> None:
    result = run_code(WITHOUT_EXTRAS)
    assert result.returncode == 0, result.stderr
    results = {name: (code, text.rstrip("\n")) for name, (code, text) in json.loads(result.stdout).items()}
    for_cli = 'move-ugc: cannot start: packages are missing; run pip install "move-ugc-async[cli]"'
    for_sandbox = (
        'move-ugc: cannot start the sandbox: packages are missing; run pip install "move-ugc-async[cli,sandbox]"'
    )
    assert results == {
        "typer: rigs": (1, for_cli),
        "rich: rigs": (1, for_cli),
        "ariadne: rigs --sandbox": (1, for_sandbox),
        "graphql: rigs --sandbox": (1, for_sandbox),
        "ariadne: sandbox --port 0": (1, for_sandbox),
        "graphql: sandbox --port 0": (1, for_sandbox),
    }


def test_sandbox_command_serves_until_ctrl_c(move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [*COMMAND, "sandbox", "--port", "0", "--clock", "instant"]
    with running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pattern = re.compile(r"export MOVE_API_KEY=(\S+) MOVE_UGC_ENDPOINT_URL=(\S+)\n")
        export = next(filter(None, map(pattern.fullmatch, process.stdout)), None)
        assert export, "the command ended before it printed its settings"
        monkeypatch.setenv("MOVE_API_KEY", export[1])
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", export[2])
        result = move_ugc("client")
        assert result.code == 0, result.err
        process.send_signal(signal.SIGINT)
        assert process.wait(SAFETY_NET) == 0


def test_sandbox_command_shows_the_options_of_the_sandbox(move_ugc: Invoke) -> None:
    shown = move_ugc("sandbox", "--help").out
    assert shown.startswith("usage: move-ugc sandbox ")
    assert "--public-url" in shown


def test_completion_script_differs_per_shell(move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = set()
    for shell in ("bash", "zsh", "fish"):
        monkeypatch.setenv("_MOVE_UGC_COMPLETE", f"source_{shell}")
        result = move_ugc()
        assert result.code == 0
        assert "_MOVE_UGC_COMPLETE" in result.out
        scripts.add(result.out)
    assert len(scripts) == 3


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("move-ugc jo", ["jobs"]),
        ("move-ugc jobs w", ["wait"]),
        ("move-ugc capture a.mp4 --outputs main_fbx,main_g", ["main_fbx,main_glb"]),
        ("move-ugc capture a.mp4 --mocap-model S", ["S1", "S2"]),
        ("move-ugc jobs create take-1 --mocap-model S", ["S1", "S2"]),
        ("move-ugc capture-multicam a=a.mp4 --outputs main_fbx,main_g", ["main_fbx,main_glb"]),
        ("move-ugc calibrate a=a.mp4 --area L", ["LARGE"]),
        ("move-ugc jobs get job-1 --expand take", ["take", "take.sources", "take.volume"]),
        ("move-ugc takes get take-1 --expand client,vi", ["client,video_file"]),
        ("move-ugc volumes get volume-1 --expand s", ["sources"]),
        ("move-ugc rigs --sandbox-", ["--sandbox-speed"]),
        ("move-ugc capture a.mp4 --mocap-model s", ["s1", "s2"]),
        ("move-ugc capture a.mp4 --outputs MAIN_FBX,MAIN_G", ["MAIN_FBX,MAIN_GLB"]),
        ("move-ugc calibrate a=a.mp4 --area n", ["normal"]),
        ("move-ugc capture-multicam a=a.mp4 --rig move_m", ["move_mo"]),
        ("move-ugc jobs create take-1 --rig m", ["move_mo", "move_ve"]),
        ("move-ugc webhooks upsert --event ugc.job.state.c", ["ugc.job.state.completed"]),
        ("move-ugc webhooks upsert --event job.state.completed,job.state.s", ["job.state.completed,job.state.started"]),
    ],
)
def test_completion_offers_commands_options_and_names(
    words: str, expected: list[str], move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_MOVE_UGC_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    result = move_ugc()
    assert (result.code, result.err) == (0, "")
    assert result.out.split() == expected


COMMANDS = [
    *("capture", "capture-multicam", "calibrate", "client", "rigs", "lenses"),
    *(f"jobs {name}" for name in ("create", "list", "get", "update", "wait", "download")),
    *(f"takes {name}" for name in ("create", "list", "get", "update")),
    *(f"volumes {name}" for name in ("list", "get", "wait", "download")),
    *(f"files {name}" for name in ("upload", "get", "update", "download", "share")),
    *(f"batch {name}" for name in ("run", "watch", "status", "export", "retry", "cancel", "worker")),
    "webhooks upsert",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_no_python_types(command: str, move_ugc: Invoke) -> None:
    result = move_ugc(*command.split(), "--help")
    assert result.code == 0
    assert not re.search(r"<\w+(\[.*\])?>|list\[|\{[A-Z]", result.out)


@pytest.mark.parametrize(
    ("command", "cost"),
    [
        ("capture", "Each job costs credits."),
        ("capture-multicam", "The job costs credits."),
        ("calibrate", "The volume costs credits."),
        ("jobs create", "It costs credits."),
        ("batch run", "Each job costs credits"),
        ("batch watch", "Each job costs credits."),
        ("takes create", "It is free of charge; its jobs cost credits."),
    ],
)
def test_help_of_creating_commands_states_the_cost(command: str, cost: str, move_ugc: Invoke) -> None:
    assert cost in " ".join(move_ugc(*command.split(), "--help").out.split())


def test_help_imports_no_slow_package() -> None:
    program = (
        "import sys, json\nfrom move_ugc_async.cli import main\n"
        "try:\n main()\nfinally:\n print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    result = run_code(program, "--help")
    assert result.returncode == 0
    loaded = {name.partition(".")[0] for name in json.loads(result.stderr.splitlines()[-1])}
    assert "typer" in loaded
    assert not loaded & {"pydantic", "rich", "httpx", "aiohttp", "asyncio", "ariadne"}


def test_command_line_uses_public_names_only() -> None:
    used: dict[str, set[str]] = {}
    for path in Path(cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("move_ugc_async"):
                used.setdefault(node.module, set()).update(alias.name for alias in node.names)
            assert not (isinstance(node, ast.Import) and any("move_ugc" in alias.name for alias in node.names))
    own = {module for module in used if module.partition("cli")[0] == "move_ugc_async." and "cli" in module}
    public = {
        "move_ugc_async",
        "move_ugc_async.batch",
        "move_ugc_async.media",
        "move_ugc_async.motion",
        "move_ugc_async.sandbox",
        "move_ugc_async.sandbox.__main__",
        "move_ugc_async.viewer",
    }
    assert set(used) - own == public
    assert used["move_ugc_async"] <= set(move_ugc_async.__all__)
    assert used["move_ugc_async.batch"] <= set(batch.__all__)
    assert used["move_ugc_async.motion"] <= set(motion.__all__)
    assert used["move_ugc_async.viewer"] <= set(viewer.__all__)
    assert used["move_ugc_async.sandbox"] <= set(sandbox.__all__)


def test_version_option_prints_the_version(move_ugc: Invoke) -> None:
    result = move_ugc("--version")
    assert (result.code, result.out) == (0, f"move-ugc {move_ugc_async.__version__}\n")


def test_ctrl_c_during_the_imports_ends_with_the_code_of_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt if name == "run" else AttributeError(name)

    monkeypatch.setitem(sys.modules, "move_ugc_async.cli.app", Interrupted("app"))
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == "move-ugc: interrupted\n"
