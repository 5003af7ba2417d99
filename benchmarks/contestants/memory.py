"""How much memory this process has."""

import gc
import resource
from pathlib import Path


def resident() -> int:
    """Give the bytes that are in memory now, without garbage."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * resource.getpagesize()


class Growth:
    """How much more memory there was at most from now on."""

    def __init__(self) -> None:
        self._before = resident()
        # The kernel's mark of the highest starts anew (proc(5), clear_refs).
        Path("/proc/self/clear_refs").write_text("5")

    def most(self) -> int:
        """Give the bytes at the highest moment, above those at the start."""
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 - self._before
