"""The fixtures of the pytest plugin, in runs of pytest with each plugin for asynchronous tests."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[3]
PLUGIN = "move_ugc_async.testing.plugin"

RunTests = Callable[..., str]

ANY_PLUGIN = """
import asyncio
import sys

import pytest
import pytest_asyncio

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.testing import MoveSandbox


async def check(sandbox: MoveSandbox, client: AsyncMoveUgc) -> None:
    assert (await client.jobs.wait(sandbox.add_job())).state == "FINISHED"
    file = await client.files.upload(b"x" * 100_000, file_type="move")
    sandbox.requests.assert_requested("createFile", times=1, variables={"type": "move"})
    assert not sandbox.leaks


@pytest.mark.anyio
async def test_anyio(move_sandbox, move_client):
    await check(move_sandbox, move_client)


@pytest.mark.asyncio
async def test_asyncio(move_sandbox, move_client):
    await check(move_sandbox, move_client)


@pytest.mark.trio
async def test_trio(move_sandbox, move_client):
    await check(move_sandbox, move_client)


@pytest.mark.trio
@pytest.mark.move_sandbox(in_process=True)
async def test_trio_without_a_socket(move_sandbox, move_client):
    await check(move_sandbox, move_client)


@pytest.mark.asyncio(loop_scope="module")
class TestOneLoop:
    loops = set()

    async def test_first(self, move_sandbox, move_client):
        self.loops.add(asyncio.get_running_loop())
        await check(move_sandbox, move_client)

    async def test_second(self, move_sandbox, move_client):
        self.loops.add(asyncio.get_running_loop())
        await check(move_sandbox, move_client)

    async def test_loops(self):
        assert len(self.loops) == 1


@pytest_asyncio.fixture
async def job(move_sandbox, move_client):
    job = await move_client.jobs.retrieve(move_sandbox.add_job())
    yield job
    # A fixture may use the client after the test.
    await move_client.jobs.update(job.id, name="done")
    move_sandbox.requests.assert_operations(["getJob", "updateJob"])


@pytest.mark.asyncio
async def test_fixture_with_a_client(job):
    assert job.state == "FINISHED"


def test_fixture_of_a_client_in_a_synchronous_test(job):
    assert job.state == "FINISHED"


def test_client_that_is_not_used(move_client):
    assert "open" in repr(move_client)


@pytest.mark.move_sandbox(clock="manual", seed=1)
class TestOptions:
    @pytest.mark.move_sandbox(seed=7, in_process=True)
    def test_closest_marker_wins(self, move_sandbox):
        now = move_sandbox.clock.now()
        move_sandbox.clock.advance(60)
        assert (move_sandbox.clock.now() - now).total_seconds() == 60
        with MoveSandbox(seed=7) as other:
            assert other.add_job() == move_sandbox.add_job()
        assert move_sandbox.transport is not None


sandboxes = []


@pytest.mark.parametrize("number", [1, 2])
def test_session(move_sandbox_session, number):
    sandboxes.append(move_sandbox_session)
    assert sandboxes[0] is move_sandbox_session
    assert move_sandbox_session.api_key == "mv_key_of_this_session"


@pytest.fixture(scope="session")
def move_sandbox_options():
    return {"api_key": "mv_key_of_this_session"}
"""

AUTO_MODE = """
import sys

import pytest

LOADED = {"move_ugc_async.client", "move_ugc_async.sandbox", "pydantic", "aiohttp"} & set(sys.modules)


def test_package_that_pytest_loads_is_lazy():
    import move_ugc_async

    assert type(move_ugc_async.__spec__.loader).__name__ == "AssertionRewritingHook"
    assert not LOADED
    assert "AsyncMoveUgc" in move_ugc_async.__all__


@pytest.fixture
async def job(move_sandbox, move_client):
    return await move_client.jobs.retrieve(move_sandbox.add_job())


async def test_auto_mode(move_client, job):
    assert (await move_client.jobs.retrieve(job.id)).state == "FINISHED"


@pytest.mark.move_sandbox("manual")
def test_positional_option(move_sandbox):
    pass


def test_failing_assertion(move_sandbox):
    move_sandbox.requests.assert_operations(["createFile"])
"""


@pytest.fixture
def run_tests(tmp_path: Path) -> RunTests:
    """Return a function that runs a test module with warnings as errors, and returns what pytest printed."""

    def run(module: str, *options: str) -> str:
        # pytest-asyncio warns without this setting.
        settings = "[pytest]\nfilterwarnings = error\nasyncio_default_fixture_loop_scope = function\n"
        (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
        (tmp_path / "test_module.py").write_text(module, encoding="utf-8")
        # pytest does this for each package with an entry point, and then loads all of its modules itself.
        (tmp_path / "early.py").write_text("import pytest\npytest.register_assert_rewrite('move_ugc_async')\n")
        plugins = ["early", PLUGIN, "anyio.pytest_plugin", "pytest_asyncio.plugin", "pytest_trio.plugin"]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--strict-markers",
            "--strict-config",
            "-p",
            "no:cacheprovider",
        ]
        command += [argument for plugin in plugins for argument in ("-p", plugin)]
        # Loaded by name, since the entry point may not be installed, and without the imports of other plugins.
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{tmp_path}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        command += [*options, "test_module.py"]
        with running(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as pytest:
            printed, _ = pytest.communicate(timeout=4 * SAFETY_NET)
        return str(printed)

    return run


def test_fixtures_work_with_each_plugin_for_asynchronous_tests(run_tests: RunTests) -> None:
    printed = run_tests(ANY_PLUGIN)
    assert "14 passed" in printed, printed
    assert "warning" not in printed


def test_fixtures_work_in_the_auto_mode_of_pytest_asyncio(run_tests: RunTests) -> None:
    printed = run_tests(AUTO_MODE, "--asyncio-mode=auto")
    assert "1 failed, 2 passed, 1 error" in printed, printed
    assert "the marker move_sandbox must have named arguments, such as clock='manual'; got 'manual'" in printed
    # The traceback ends at the line of the test.
    assert "request_log.py" not in printed
    assert "E       - createFile" in printed


def test_plugin_imports_nothing_before_a_fixture_is_used() -> None:
    heavy = "('move_ugc_async.client', 'move_ugc_async.sandbox', 'pydantic', 'aiohttp', 'httpx', 'starlette', 'anyio')"
    code = f"import sys, {PLUGIN}\nprint([name for name in {heavy} if name in sys.modules])"
    command = [sys.executable, "-W", "error", "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with running(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        printed, _ = process.communicate(timeout=4 * SAFETY_NET)
    assert printed == "[]\n"


def test_plugin_is_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"move_ugc_async": PLUGIN}
