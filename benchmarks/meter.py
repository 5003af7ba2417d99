"""Measurement of time."""

import resource
import time
from typing import Self


class Meter:
    """Measures wall and CPU seconds (user and system, without child processes)."""

    def __enter__(self) -> Self:
        self._cpu = _cpu()
        self._wall = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._wall
        self.cpu = _cpu() - self._cpu

    def each(self, count: int) -> dict[str, float]:
        """Return both per item, in microseconds, and the items per second."""
        return {
            "count": count,
            "cpu_us": self.cpu / count * 1e6,
            "wall_us": self.wall / count * 1e6,
            "per_second": count / self.wall,
        }

    def transferred(self, size: int, growth: int) -> dict[str, float]:
        """Return the measurements of a transfer, given its size and the growth of memory in bytes."""
        return {
            "mb_per_second": size / self.wall / 1e6,
            "cpu_s": self.cpu,
            "wall_s": self.wall,
            "growth_mib": growth / 2**20,
        }


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
