"""The official SDK, unmodified, runs against the sandbox."""

import json
import os
import subprocess
from pathlib import Path

from move_ugc_async.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-official" / "bin" / "python"


def test_official_sdk_runs_both_workflows(sandbox: Sandbox) -> None:
    clip = ROOT / "examples" / "assets" / "dance.mp4"
    process = subprocess.run(
        [PYTHON, ROOT / "tests" / "integration" / "official" / "workflows.py", clip],
        env={**os.environ, "MOVE_API_KEY": sandbox.api_key, "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    results = json.loads(process.stdout)

    single = results["single"]
    assert single["outputs"].keys() == {"fbx", "glb", "mp4"}
    # The bytes of the clip, and a header that plays only the part in the clip window.
    assert clip.stat().st_size < single["outputs"]["mp4"] < clip.stat().st_size + 4096
    assert all(single["outputs"].values())
    del single["outputs"]
    assert single == {
        "state": "FINISHED",
        "name": "renamed",
        "metadata": {"seen": True},
        "take": True,
        "sources": [True],
        "track_fingers": True,
        "end_time": 2.0,
        "jobs": [True],
        "takes": [True],
        "shared": True,
    }

    multi = results["multi"]
    assert multi["volume_outputs"].keys() == {"pkl", "volume_definition", "volume_report"}
    assert multi["outputs"].keys() == {"mp4", "fbx", "usdc", "usdz", "blend", "motion_data"}
    assert all((multi.pop("volume_outputs") | multi.pop("outputs")).values())
    assert multi == {
        "state": "FINISHED",
        "volume_sources": 2,
        "volumes": [True],
        "take_sources": 2,
        "client": "Sandbox",
        "client_metadata": {"tier": "test"},
        "webhook": "official",
    }

    assert [charge.kind for charge in sandbox.ledger] == ["job", "volume", "job"]
    assert not sandbox.leaks
