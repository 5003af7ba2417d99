"""Tests of `python -m move_ugc_async.sandbox`."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from move_ugc_async.sandbox.__main__ import main
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET, wait_until_sync

_COMMAND = [sys.executable, "-W", "error", "-m", "move_ugc_async.sandbox"]


def test_program_runs_until_interrupted_and_exits_with_0() -> None:
    command = [*_COMMAND, "--port", "0", "--api-key", "mv_key_mine_0000"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        text = "".join(process.stdout.readline() for _ in range(5))
        export = re.search(r"^export MOVE_API_KEY=(\S+) MOVE_UGC_ENDPOINT_URL=(\S+)$", text, re.MULTILINE)
        assert export is not None
        key, url = export.groups()
        assert f"\nConsole: {url.removesuffix('ugc/graphql')}\n" in text
        query, headers = {"query": "{ client { id } }"}, {"authorization": key}
        response = httpx.post(url, json=query, headers=headers, verify=False, timeout=SAFETY_NET)
        assert response.json()["data"]["client"]["id"].startswith("client-")
        # `test_journal_is_equal_in_another_process_with_the_same_seed` tests SIGTERM.
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=SAFETY_NET)
        assert errors == ""
        assert process.returncode == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_program_runs_without_standard_streams(closed: str, tmp_path: Path) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *_COMMAND, "--port", "0", "--data", str(tmp_path)]
    with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_until_sync(lambda: (tmp_path / "blobs").is_dir() or process.poll() is not None)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SAFETY_NET) == 0


def test_program_exits_with_1_when_standard_streams_are_closed() -> None:
    with Sandbox() as sandbox:
        command = [*_COMMAND, "--port", str(httpx.URL(sandbox.url).port)]
        ran = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], check=False, timeout=SAFETY_NET)
    assert ran.returncode == 1


def test_program_exits_with_1_and_one_line_when_the_port_is_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox() as sandbox:
        port = str(httpx.URL(sandbox.url).port)
        assert main(["--port", port]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert len(errors.splitlines()) == 1
    assert f"cannot listen on 127.0.0.1 port {port}: " in errors


def test_program_exits_with_1_and_one_line_when_the_extra_is_missing() -> None:
    program = (
        "import sys; sys.modules['ariadne'] = None;"
        "from move_ugc_async.sandbox.__main__ import main; sys.exit(main(['--port', '0']))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == (
        'cannot start the sandbox: its extra is not installed; run pip install "move-ugc-async[sandbox]"\n'
    )


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--speed", "0"),
        ("--port", "65536"),
        ("--public-url", "http://["),
        ("--public-url", "ftp://host"),
        ("--public-url", "host:8000"),
        ("--public-url", "http://my host"),
        ("--public-url", "http://host:99999"),
        ("--public-url", "http://host/?a=b"),
    ],
)
def test_program_rejects_a_value_out_of_range(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([option, value])
    assert f"argument {option}: invalid" in capsys.readouterr().err
