"""scripts/check_tests.py finds tests that depend on real time."""

from pathlib import Path

import pytest

from scripts.check_tests import check, files, main

REJECTED = [
    "import time\ndef test(): assert time.monotonic() - start < 1",
    "import time\ndef test(): start = time.perf_counter()",
    "import time\ndef test(): time.process_time_ns()",
    "import anyio\nasync def test(): start = anyio.current_time()",
    "import asyncio\nasync def test(): asyncio.get_running_loop().time()",
    "async def test(): now = loop.time()",
    "from time import monotonic",
    "from time import *",
    "import time as clock\ndef test(): clock.sleep(0.5)",
    "import time as clock\ndef test(): clock.monotonic()",
    "from datetime import datetime\ndef test(): datetime.now(UTC)",
    "import datetime\ndef test(): datetime.datetime.now(UTC)",
    "from asyncio import timeout_at",
    "import anyio\nasync def test():\n with anyio.CancelScope(deadline=5): pass",
    "import asyncio\nasync def test(): asyncio.get_running_loop().call_later(0.1, end)",
    "LIMIT = 0.5\ndef test(): event.wait(LIMIT)",
    "LIMIT = 5\ndef test(): subprocess.run(command, timeout=LIMIT)",
    "def test(): sock.settimeout(0.1)",
    "def test(): lock.acquire(True, 0.1)",
    "def test(): event.wait(1 / 10)",
    "def test(): socket.create_connection(address, 0.1)",
    "def test(stopped_time): thread.join(0.1)",
    "SAFETY_NET = 1",
    "@pytest.mark.parametrize('options', [{'timeout': 0.1}])\nasync def test(options): await call(**options)",
    "import time, pytest\n@pytest.mark.slowish\ndef test(): time.sleep(5)",
    "def test(): queue.get(timeout=0.1)",
    "import httpx\ndef test(): httpx.Timeout(0.1)",
    "import time, subprocess\ndef test(): threading.Timer(0.1)",
    "from anyio import sleep",
    "import time\ndef test(): time.sleep(0.1)",
    "import anyio\nasync def test(): await anyio.sleep(PAUSE)",
    "import anyio\nasync def test():\n with anyio.fail_after(5): pass",
    "import anyio\nasync def test():\n with anyio.move_on_after(0.1): pass",
    "import asyncio\nasync def test(): await asyncio.wait_for(x, 1)",
    "def test(): thread.join(5)",
    "async def test(): await anyio.wait_all_tasks_blocked()",
    "def test(): event.wait(0.01)",
    "def test(): process.communicate(timeout=10)",
    "async def test(): await client.jobs.wait(job, timeout=0.2)",
    "@fixture\ndef client(): return connect(url, connect_timeout=0.1)",
]

ACCEPTED = [
    "async def test(stopped_time): await client.jobs.wait(job, timeout=0.2)",
    "@pytest.mark.usefixtures('stopped_time')\nasync def test(): await client.jobs.wait(job, timeout=0.2)",
    "import anyio\nasync def test():\n with anyio.fail_after(SAFETY_NET): pass",
    "def test(): thread.join(SAFETY_NET)",
    "async def test(): await client.jobs.wait(job, timeout=-1)",
    "async def test(): await client.jobs.wait(job, timeout=60)",
    "import anyio\nasync def test(): await anyio.sleep(0)",
    "def test(): assert clock.monotonic() == 5",
    "import time, pytest\n@pytest.mark.slow\ndef test(): time.sleep(5)",
    "import time, pytest\npytestmark = [pytest.mark.anyio, pytest.mark.slow]\ndef test(): time.sleep(5)",
]


@pytest.mark.parametrize("source", REJECTED)
def test_check_rejects_dependence_on_real_time(source: str) -> None:
    assert check(Path("test.py"), source)


@pytest.mark.parametrize("source", ACCEPTED)
def test_check_accepts_stopped_time_and_the_safety_net(source: str) -> None:
    assert check(Path("test.py"), source) == []


def test_check_reports_the_line_and_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).parent / "test_check_tests.py"
    assert path in files([path])
    assert main([str(path)]) == 0
    (finding,) = check(tmp_path / "test_sleep.py", "import time\n\ntime.sleep(1)\n")
    assert str(finding).startswith(
        f"{tmp_path / 'test_sleep.py'}:3: time.sleep waits in real time: use the fixture stopped_time"
    )
    assert capsys.readouterr().out == "lines of the tests that depend on real time: 0\n"
