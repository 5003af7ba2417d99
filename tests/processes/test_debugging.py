"""The debug modes of Python and of asyncio, which warn of what is left open or never awaited."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.e2e.journeys import CLIP

PROGRAM = """
    import {loop}
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.sandbox import Sandbox

    async def main():
        with Sandbox() as sandbox:
            async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
                result = await client.capture({clip!r}, {folder!r}, outputs=["MAIN_GLB"])
                async for job in client.jobs.list(take_id=result.state.take_id):
                    break
            return result.work.state

    print({loop}.run({main}))
"""


@pytest.mark.check(38)
@pytest.mark.parametrize(("loop", "main"), [("asyncio", "main()"), ("trio", "main")])
def test_a_journey_warns_of_nothing(loop: str, main: str, tmp_path: Path) -> None:
    program = textwrap.dedent(PROGRAM).format(loop=loop, main=main, clip=str(CLIP), folder=str(tmp_path / "out"))
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )

    # How long things take says nothing on a busy machine.
    told = [line for line in finished.stderr.splitlines() if not line.startswith("Executing <")]
    assert (finished.returncode, finished.stdout, told) == (0, "FINISHED\n", [])
