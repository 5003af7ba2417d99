"""Two processes that use one key at the same time create one job."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP, single_take
from tests.support.processes import running

pytestmark = [pytest.mark.anyio, pytest.mark.check(7)]

PROGRAM = """
import {loop}, json, sys
import anyio
from move_ugc_async import AsyncMoveUgc, CaptureState

async def main():
    endpoint_url, api_key, argument, folder = sys.argv[1:]
    created = []

    async def create(number):
        {body}
        created.append(job.id)

    async with AsyncMoveUgc(api_key, endpoint_url=endpoint_url, timeout=600) as client:
        await client.client.retrieve()
        print("ready", flush=True)
        sys.stdin.readline()
        async with anyio.create_task_group() as tasks:
            for number in range({at_once}):
                tasks.start_soon(create, number)
    print(json.dumps(created))

{loop}.run(main{brackets})
"""
CREATE = "job = await client.jobs.create_singlecam(argument, idempotency_key='order-7')"
CAPTURE = """
        result = await client.capture(
            argument, f"{folder}/{number}", outputs=["main_blend"], resume_from=CaptureState(key="order-7")
        )
        job = result.work
"""
SUBMIT = "job = await client.submit(argument, key='order-7', outputs=['main_blend'])"
STATE_FILE = """
        result = await client.capture(
            argument, f"{folder}/{number}", outputs=["main_blend"], state_file=f"{folder}/../order-7.json"
        )
        job = result.work
"""


EACH = [
    pytest.param(5, "asyncio", id="5 each on asyncio"),
    pytest.param(5, "trio", id="5 each on trio", marks=pytest.mark.slow),
    pytest.param(25, "asyncio", id="25 each on asyncio", marks=[pytest.mark.slow, pytest.mark.timeout(300)]),
    pytest.param(25, "trio", id="25 each on trio", marks=[pytest.mark.slow, pytest.mark.timeout(300)]),
]


def run_twice(sandbox: Sandbox, loop: str, each: int, body: str, argument: str, folder: Path) -> list[str]:
    """Create jobs concurrently in each of two processes, and return the ids that they received."""
    program = PROGRAM.format(loop=loop, brackets="()" if loop == "asyncio" else "", body=body, at_once=each)
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                running(
                    [sys.executable, "-c", program, sandbox.endpoint_url, sandbox.api_key, argument, folder / name],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for name in ("one", "other")
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        created: list[str] = []
        for process in processes:
            # pytest's timeout limits both processes.
            output, _ = process.communicate()
            assert process.returncode == 0
            created += json.loads(output)
    return created


@pytest.mark.parametrize(("each", "anyio_backend"), EACH, indirect=["anyio_backend"])
async def test_creations_with_one_key_in_two_processes_create_one_job(
    sandbox: Sandbox, tmp_path: Path, each: int, anyio_backend: str
) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        take = await single_take(client)
    created = run_twice(sandbox, anyio_backend, each, CREATE, take.id, tmp_path)
    assert len(created) == 2 * each
    assert {charge.id for charge in sandbox.ledger} == set(created)
    assert len(sandbox.ledger) == sandbox.journal.count("createSingleCamJob") == 1


@pytest.mark.parametrize(
    "body", [CAPTURE, SUBMIT, STATE_FILE], ids=["capture by key", "submit", "capture by state file"]
)
@pytest.mark.parametrize(("each", "anyio_backend"), EACH, indirect=["anyio_backend"])
async def test_workflows_of_one_clip_in_two_processes_create_one_job(
    sandbox: Sandbox, tmp_path: Path, each: int, anyio_backend: str, body: str
) -> None:
    created = run_twice(sandbox, anyio_backend, each, body, str(CLIP), tmp_path)
    assert len(created) == 2 * each
    assert {charge.id for charge in sandbox.ledger} == set(created)
    for field in ("createFile", "createSingleCamTake", "createSingleCamJob"):
        assert sandbox.journal.count(field) == 1, field
