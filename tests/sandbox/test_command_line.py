import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox

_COMMAND = [sys.executable, "-W", "error", "-m", "move_ugc_async.sandbox"]


@contextmanager
def _running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [*_COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        try:
            yield process, "".join(lines)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_runs_until_interrupted_and_exits_with_0(number: signal.Signals) -> None:
    with _running("--port", "0", "--api-key", "mv_key_mine_0000") as (process, text):
        export = re.search(r"^export MOVE_API_KEY=(\S+) MOVE_UGC_ENDPOINT_URL=(\S+)$", text, re.MULTILINE)
        assert export is not None
        key, url = export.groups()
        response = httpx.post(url, json={"query": "{ client { id } }"}, headers={"authorization": key})
        assert response.json()["data"]["client"]["id"].startswith("client-")
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
        assert errors == ""
        assert process.returncode == 0


def test_a_port_in_use_is_one_sentence_and_exit_code_1() -> None:
    with Sandbox() as sandbox:
        port = str(httpx.URL(sandbox.url).port)
        result = subprocess.run([*_COMMAND, "--port", port], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert f"Cannot listen on 127.0.0.1 port {port}" in result.stderr


def test_a_missing_extra_is_one_sentence_and_exit_code_1() -> None:
    program = (
        "import sys; sys.modules['ariadne'] = None;"
        "from move_ugc_async.sandbox.__main__ import main; sys.exit(main(['--port', '0']))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == 'The sandbox needs its extra: pip install "move-ugc-async[sandbox]"\n'


@pytest.mark.parametrize(("option", "value"), [("--speed", "0"), ("--port", "65536")])
def test_a_value_out_of_range_is_refused(option: str, value: str) -> None:
    result = subprocess.run([*_COMMAND, option, value], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert f"argument {option}: invalid" in result.stderr
