"""A gigabyte up and down."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.documents import BUILD
from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, ratios, values

SIZE = 2**30
_BLOCK = 2**20
_HEAD = b"\0\0\0\x18ftypisom"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Give the SDK and raw aiohttp, both ways, to and from the disk that the project is on, and the SDK's hashing."""
    source = BUILD / "clip.mp4"
    if not source.exists() or source.stat().st_size != SIZE:
        _write(source)
    up = {"source": str(source)}
    down = {"size": SIZE, "target": str(BUILD / "downloaded.mp4")}
    return [
        Entry("sdk: up", "sdk_transfers", "upload", up),
        Entry("sdk: down", "sdk_transfers", "download", down),
        Entry("raw aiohttp: up", "aiohttp_transfers", "upload", up),
        Entry("raw aiohttp: down", "aiohttp_transfers", "download", down),
        Entry("MD5 alone", "alone", "md5", up),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge speed and memory."""
    found: list[Figure] = []
    for way in ("up", "down"):
        mine, raw = (values(samples, f"{name}: {way}", "mb_per_second") for name in ("sdk", "raw aiohttp"))
        growth = Spread.of(values(samples, f"sdk: {way}", "growth_mib"))
        found += [
            Figure(f"{way}: speed, times raw aiohttp", ratios(mine, raw), 0.9),
            Figure(f"{way}: growth of memory", growth, 32, at_most=True, unit=" MiB"),
        ]
    return found


def _write(source: Path) -> None:
    # No holes, which would cost no disk.
    block = bytes(range(256)) * (_BLOCK // 256)
    with source.open("wb") as file:
        file.write(_HEAD + block[len(_HEAD) :])
        for _ in range(SIZE // _BLOCK - 1):
            file.write(block)


ROW = Row(
    "transfers",
    "Upload and download of 1 GiB on loopback",
    entries,
    (
        Column("MB a second", "mb_per_second"),
        Column("CPU, s", "cpu_s"),
        Column("wall, s", "wall_s"),
        Column("growth, MiB", "growth_mib"),
    ),
    figures,
)
