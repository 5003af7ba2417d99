"""Inspecting clips of ten minutes."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from benchmarks.documents import BUILD
from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, ratios, values

FRAMES, RATE = 36_000, 60
_INDEX, _FRAGMENTS = BUILD / f"clip-{FRAMES}.mp4", BUILD / f"clip-{FRAMES}-fragments.mp4"
_SDK, _SDK_FRAGMENTS, _PACKETS = "sdk: with an index", "sdk: a fragment for each frame", "PyAV: all packets"


def prepare() -> None:
    """Write the clips, unless they exist: one with an index, and one with a fragment for each frame."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for path, flags in ((_INDEX, "faststart"), (_FRAGMENTS, "frag_every_frame+empty_moov+default_base_moof")):
        if not path.exists():
            _write(path, flags)


def _write(path: Path, flags: str) -> None:
    import av

    partial = path.with_suffix(".part")
    with av.open(str(partial), "w", format="mp4", options={"movflags": flags}) as container:
        stream = container.add_stream("mpeg4", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        frame = av.VideoFrame(stream.width, stream.height, stream.pix_fmt)
        content = bytes([*stream.encode(frame), *stream.encode()][0])
        for number in range(FRAMES):
            packet = av.Packet(content)
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, RATE), True
            packet.pts = packet.dts = number
            packet.duration = 1
            container.mux(packet)
    partial.rename(path)


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return the SDK with both clips, and PyAV with the first."""
    return [
        Entry(name, "clips", workload, {"source": str(source)})
        for name, workload, source in (
            (_SDK, "inspect", _INDEX),
            (_SDK_FRAGMENTS, "inspect", _FRAGMENTS),
            (_PACKETS, "packets", _INDEX),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the CPU of both clips, with targets, and relative to reading all packets."""
    inspected = values(samples, _SDK, "cpu_s")
    return [
        Figure("CPU: with an index", Spread.of(inspected), 0.5, at_most=True, unit=" s"),
        Figure(
            "CPU: a fragment for each frame",
            Spread.of(values(samples, _SDK_FRAGMENTS, "cpu_s")),
            3,
            at_most=True,
            unit=" s",
        ),
        Figure(f"times the CPU of {_PACKETS}", ratios(inspected, values(samples, _PACKETS, "cpu_s"))),
    ]


ROW = Row(
    "clips",
    "Inspecting a clip of 10 minutes at 60 fps",
    entries,
    (Column("CPU, s", "cpu_s"), Column("wall, s", "wall_s")),
    figures,
    rounds=0.6,
    prepare=prepare,
)
