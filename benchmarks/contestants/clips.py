"""Clips of ten minutes inspected by the SDK, and read packet by packet with PyAV as in its examples."""

from collections.abc import Callable

import av

from benchmarks.meter import Meter
from move_ugc_async import media


def inspect(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001 - every workload has this argument
    """Inspect a clip with the SDK."""
    # Imported before the measurement.
    find = media.inspect
    return _measure(lambda: find(source).duration or 0)


def packets(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001
    """Read the times of all packets, which is how length and frame rates are usually found."""

    def read() -> float:
        with av.open(source) as container:
            stream = container.streams.video[0]
            times = sorted(packet.pts for packet in container.demux(stream) if packet.pts is not None)
            assert stream.time_base is not None
            return float((times[-1] - times[0]) * stream.time_base)

    return _measure(read)


def _measure(read: Callable[[], float]) -> dict[str, float]:
    with Meter() as meter:
        seconds = read()
    assert 599 < seconds < 601
    return {"wall_s": meter.wall, "cpu_s": meter.cpu}


WORKLOADS = {"inspect": inspect, "packets": packets}
