"""Whatever two processes do at once with one key, they make one job."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP, single_take

pytestmark = [pytest.mark.anyio, pytest.mark.check(7), pytest.mark.timeout(120)]

AT_ONCE = 25

PROGRAM = """
import {loop}, json, sys
import anyio
from move_ugc_async import AsyncMoveUgc, CaptureState

async def main():
    endpoint_url, api_key, argument, folder = sys.argv[1:]
    made = []

    async def make(number):
        {body}
        made.append(job.id)

    async with AsyncMoveUgc(api_key, endpoint_url=endpoint_url) as client:
        await client.client.retrieve()
        print("ready", flush=True)
        sys.stdin.readline()
        async with anyio.create_task_group() as tasks:
            for number in range({at_once}):
                tasks.start_soon(make, number)
    print(json.dumps(made))

{loop}.run(main{brackets})
"""
CREATE = "job = await client.jobs.create_singlecam(argument, idempotency_key='order-7')"
CAPTURE = """
        result = await client.capture(
            argument, f"{folder}/{number}", outputs=["main_blend"], resume_from=CaptureState(key="order-7")
        )
        job = result.work
"""


def run_twice(sandbox: Sandbox, loop: str, body: str, argument: str, folder: Path) -> list[str]:
    """Make jobs many times at once in each of two processes, and give the ids that all of them got."""
    program = PROGRAM.format(loop=loop, brackets="()" if loop == "asyncio" else "", body=body, at_once=AT_ONCE)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, sandbox.endpoint_url, sandbox.api_key, argument, str(folder / name)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
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
    made: list[str] = []
    for process in processes:
        answer, _ = process.communicate(timeout=100)
        assert process.returncode == 0
        made += json.loads(answer)
    return made


async def test_fifty_creations_in_two_processes_make_one_job(
    sandbox: Sandbox, tmp_path: Path, anyio_backend: str
) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        take = await single_take(client)
    made = run_twice(sandbox, anyio_backend, CREATE, take.id, tmp_path)
    assert len(made) == 2 * AT_ONCE
    assert {charge.id for charge in sandbox.ledger} == set(made)
    assert len(sandbox.ledger) == sandbox.journal.count("createSingleCamJob") == 1


async def test_fifty_journeys_with_one_clip_and_key_in_two_processes_make_one_job(
    sandbox: Sandbox, tmp_path: Path, anyio_backend: str
) -> None:
    made = run_twice(sandbox, anyio_backend, CAPTURE, str(CLIP), tmp_path)
    assert len(made) == 2 * AT_ONCE
    assert {charge.id for charge in sandbox.ledger} == set(made)
    for field in ("createFile", "createSingleCamTake", "createSingleCamJob"):
        assert sandbox.journal.count(field) == 1, field
