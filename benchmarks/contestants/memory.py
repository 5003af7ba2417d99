"""The memory of this process."""

import gc
import resource
from pathlib import Path


def resident() -> int:
    """Return the resident bytes, after a garbage collection."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * resource.getpagesize()


class Growth:
    """The growth of memory from its creation on."""

    def __init__(self) -> None:
        self._before = resident()
        # Resets the kernel's peak of resident memory (proc(5), clear_refs).
        Path("/proc/self/clear_refs").write_text("5")

    def peak(self) -> int:
        """Return the peak of resident bytes above the start."""
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 - self._before
