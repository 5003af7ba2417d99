"""Reader of the skeletons in USD layers: text, and binary ones if usd-core is installed."""

import importlib.util
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from scripts.outputs.track import Content, Quaternion, Track, Vector, content_of, world_positions, z_up

_CRATE = b"PXR-USDC"
_ANIMATION = re.compile(r'\bdef SkelAnimation "')
_SAMPLES = r"{}\.timeSamples = \{{(.*?)\}}"
_SAMPLE = re.compile(r"[-\d.e+]+:\s*\[(.*)\]")
_TUPLE = re.compile(r"\(([^()]*)\)")
_CONVERT = "import sys; from pxr import Sdf; print(Sdf.Layer.OpenAsAnonymous(sys.argv[1]).ExportToString())"
_TOKENS = re.compile(r'"([^"]*)"')


def read_usdz(data: bytes) -> Content:
    """Read the first layer of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        layer = archive.infolist()[0]
        if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
            msg = "its members are compressed"
            raise ValueError(msg)
        content = read_usd(archive.read(layer))
        return content._replace(kind="USDZ") if content.tracks else content


def read_usd(data: bytes) -> Content:
    """Read a layer."""
    kind = "USDC" if data.startswith(_CRATE) else "USDA"
    text = _converted(data) if kind == "USDC" else data.decode("utf-8")
    if text is None:
        return Content("USDC, which only usd-core reads")
    if not text.startswith("#usda 1."):
        msg = "it is neither USD text nor a USD crate"
        raise ValueError(msg)
    rate = float(_metadata(text, "timeCodesPerSecond", "24"))
    unit = float(_metadata(text, "metersPerUnit", "0.01"))
    is_z_up = _metadata(text, "upAxis", '"Y"') == '"Z"'
    _, *animations = _ANIMATION.split(text)
    return content_of(kind, [_track(animation, rate, unit, is_z_up=is_z_up) for animation in animations])


def _converted(data: bytes) -> str | None:
    """Return a binary layer as text, None without usd-core."""
    if importlib.util.find_spec("pxr") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "layer.usdc")
        path.write_bytes(data)
        # A process of its own: a damaged layer can crash usd-core.
        process = subprocess.run([sys.executable, "-c", _CONVERT, path], capture_output=True, timeout=60, check=False)
    if process.returncode:
        msg = f"usd-core cannot read it (exit code {process.returncode})"
        raise ValueError(msg)
    return process.stdout.decode()


def _metadata(text: str, name: str, default: str) -> str:
    found = re.search(rf"\b{name} = (\S+)", text)
    return found[1] if found else default


def _track(animation: str, rate: float, unit: float, *, is_z_up: bool) -> Track:
    found = re.search(r"uniform token\[\] joints = \[(.*?)\]", animation, re.DOTALL)
    paths = _TOKENS.findall(found[1]) if found else []
    parents = [paths.index(path.rpartition("/")[0]) if "/" in path else -1 for path in paths]
    rotations, translations = (_samples(animation, name) for name in ("rotations", "translations"))

    def positions(frame: int) -> list[Vector]:
        turns: list[Quaternion] = [(x, y, z, w) for w, x, y, z in _numbers(rotations[frame])]
        moves: list[Vector] = [(x * unit, y * unit, z * unit) for x, y, z in _numbers(translations[frame])]
        places = world_positions(parents, moves, turns)
        return places if is_z_up else [z_up(place) for place in places]

    return Track(tuple(path.rpartition("/")[2] for path in paths), len(rotations), rate, positions)


def _samples(animation: str, name: str) -> list[str]:
    found = re.search(_SAMPLES.format(name), animation, re.DOTALL)
    return _SAMPLE.findall(found[1]) if found else []


def _numbers(text: str) -> list[list[float]]:
    return [[float(value) for value in group.split(",")] for group in _TUPLE.findall(text)]
