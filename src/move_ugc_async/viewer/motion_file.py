"""Motion data in the form that the page reads: binary, since a minute of it has more than a million numbers."""

import json
import math
import struct
from pathlib import Path
from typing import Any

MAGIC = b"MOVEMOT1"

_MAX_FLOAT32 = 3.4028234663852886e38


def is_installed() -> bool:
    """Return whether motion data can be read, without importing what reads it."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("numpy", "orjson"))


def convert_motion(path: Path) -> bytes:
    """Convert a file with motion data.

    The result has the magic number, the size of the header (32 bits, little-endian), the header, and for each actor the
    times (frames) and the positions (frames, joints, 3; metres) as little-endian 32-bit floats. The header is JSON:
    `actors`, each with `name`, `frames`, `up` and `joints` (`name`, and `parent` as an index or -1). Times are seconds
    from the first timestamp of all actors. The header is padded, so that the arrays start at a multiple of 4 bytes.

    Args:
        path: The output MOTION_DATA, or a JSON file from it.

    Raises:
        MotionFormatError: The file is malformed.
        OSError: The file cannot be read.
        ImportError: The extra `motion` is not installed.
    """
    from move_ugc_async.motion import read

    actors = read(path)
    start = min(float(each.timestamps[0]) for each in actors)
    names = [{joint.name: index for index, joint in enumerate(each.joints)} for each in actors]
    header: dict[str, Any] = {
        "actors": [
            {
                "name": each.actor,
                "frames": len(each),
                "up": each.up,
                "joints": [{"name": joint.name, "parent": index.get(joint.parent or "", -1)} for joint in each.joints],
            }
            for each, index in zip(actors, names, strict=True)
        ]
    }
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 4)
    arrays = [values for each in actors for values in (each.timestamps - start, each.positions)]
    return b"".join([MAGIC, struct.pack("<I", len(encoded)), encoded, *map(_encode, arrays)])


def _encode(values: Any) -> bytes:
    narrow = values.copy()
    # A place that 32 bits cannot express is unknown.
    narrow[abs(narrow) > _MAX_FLOAT32] = math.nan
    return bytes(narrow.astype("<f4").tobytes())
