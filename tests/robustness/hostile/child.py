"""Run programs in separate processes."""

import json
import subprocess
import sys
from typing import Any

from tests.support.processes import running


def report_of(module: str, *arguments: str) -> Any:
    """Run a module as a program and return the JSON that it prints."""
    with running([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE) as process:
        output, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(output)
