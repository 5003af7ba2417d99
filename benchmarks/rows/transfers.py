"""Upload and download of a gigabyte."""

import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.documents import BUILD
from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, ratios, values

SIZE = 2**30
_BLOCK = 2**20
_HEAD = b"\0\0\0\x18ftypisom"
_SOURCE = BUILD / "clip.mp4"
_UP, _RAW_UP, _MD5 = "sdk: upload", "raw aiohttp: upload", "MD5 alone"
_DOWN, _CHECKED = "sdk: download", "sdk: download, checked by MD5"
_RAW_DOWN, _UNSYNCED = "raw aiohttp: download, synced to disk", "raw aiohttp: download"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return uploads and downloads of the SDK and raw aiohttp, on the disk of the project, and hashing only."""
    up = {"source": str(_SOURCE)}
    down = {"size": SIZE, "target": str(BUILD / "downloaded.mp4")}
    return [
        Entry(_UP, "sdk_transfers", "upload", up),
        Entry(_RAW_UP, "aiohttp_transfers", "upload", up),
        Entry(_MD5, "hashing", "md5", up),
        Entry(_DOWN, "sdk_transfers", "download", down),
        Entry(_CHECKED, "sdk_transfers", "download", {**down, "checked": True}),
        Entry(_RAW_DOWN, "aiohttp_transfers", "download", {**down, "sync": True}),
        Entry(_UNSYNCED, "aiohttp_transfers", "download", {**down, "sync": False}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return speed and growth of memory."""
    found: list[Figure] = []
    for direction, mine, raw in (
        ("upload", _UP, _RAW_UP),
        ("download", _DOWN, _RAW_DOWN),
        ("download, checked by MD5", _CHECKED, _RAW_DOWN),
    ):
        speed = ratios(values(samples, mine, "mb_per_second"), values(samples, raw, "mb_per_second"))
        growth = Spread.of(values(samples, mine, "growth_mib"))
        found += [
            Figure(f"{direction}: speed, relative to {raw}", speed, 0.9),
            Figure(f"{direction}: growth of memory", growth, 32, at_most=True, unit=" MiB"),
        ]
    return found


def prepare() -> None:
    """Write the file to upload, unless it exists."""
    if not _SOURCE.exists() or _SOURCE.stat().st_size != SIZE:
        _write(_SOURCE)


def _write(source: Path) -> None:
    # Without holes, which would not be read from the disk.
    block = bytes(range(256)) * (_BLOCK // 256)
    with source.open("wb") as file:
        file.write(_HEAD + block[len(_HEAD) :])
        for _ in range(SIZE // _BLOCK - 1):
            file.write(block)
        # Sync now, not during a measurement.
        os.fsync(file.fileno())


ROW = Row(
    "transfers",
    "Upload and download of 1 GiB on loopback",
    entries,
    (
        Column("MB per second", "mb_per_second"),
        Column("CPU, s", "cpu_s"),
        Column("wall, s", "wall_s"),
        Column("growth, MiB", "growth_mib"),
    ),
    figures,
    [
        Floor(shown, key, name, floor)
        for shown, key in (("wall", "wall_s"), ("CPU", "cpu_s"))
        for name, floor in (
            (_UP, _RAW_UP),
            (_UP, _MD5),
            (_DOWN, _RAW_DOWN),
            (_DOWN, _UNSYNCED),
            (_CHECKED, _RAW_DOWN),
        )
    ],
    prepare=prepare,
)
