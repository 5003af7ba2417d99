"""The debug modes of Python and asyncio, which warn about unclosed resources and coroutines that were never awaited."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.integration.client.workflows import CLIP

PROGRAM = """
    import anyio
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.sandbox import Sandbox

    async def main(folder):
        with Sandbox() as sandbox:
            async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
                result = await client.capture({clip!r}, folder, outputs=["MAIN_GLB"])
                async for job in client.jobs.list(take_id=result.state.take_id):
                    break
            return result.work.state

    for loop in ("asyncio", "trio"):
        print(loop, anyio.run(main, loop, backend=loop))
"""


@pytest.mark.check(38)
def test_workflow_causes_no_warning_in_debug_mode(tmp_path: Path) -> None:
    program = textwrap.dedent(PROGRAM).format(clip=str(CLIP))
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    # Warnings about slow callbacks depend on the machine.
    warnings = [line for line in finished.stderr.splitlines() if not line.startswith("Executing <")]
    assert (finished.returncode, finished.stdout, warnings) == (0, "asyncio FINISHED\ntrio FINISHED\n", [])
