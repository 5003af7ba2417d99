"""Child processes that are killed when the context manager is left."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.support.wait_until import SAFETY_NET


@contextlib.contextmanager
def running(command: Sequence[str | Path], **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """Start a program in a new process group, and kill the group when the context manager is left.

    Args:
        command: The program and its arguments.
        options: Passed to `subprocess.Popen`; text mode is the default.
    """
    settings: dict[str, Any] = {"text": True, "start_new_session": True, **options}
    with subprocess.Popen(command, **settings) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(SAFETY_NET)
