"""Access to Linux's /proc."""

from pathlib import Path

import pytest

NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux's /proc")


def open_descriptors() -> list[Path]:
    """Return a link for each open descriptor of this process; skip the test on systems without /proc."""
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("needs Linux's /proc")
    return list(folder.iterdir())
