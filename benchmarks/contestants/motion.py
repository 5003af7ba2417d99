"""Motion data read into arrays and data frames: by the SDK, and by `json` and pandas as in notebooks."""

import json
import zipfile
from collections.abc import Callable
from typing import Any

from benchmarks.contestants.memory import Growth
from benchmarks.meter import Meter


def arrays(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001 - every workload has this argument
    """Read arrays with the SDK."""
    from move_ugc_async import motion

    return _measure(lambda: motion.read(source)[0].positions.shape[0] * 18, source, motion.read)


def table(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001
    """Read a data frame with the SDK."""
    import pandas as pd

    from move_ugc_async import motion

    return _measure(lambda: len(motion.read(source).to_pandas()), source, motion.read, pd.DataFrame)


def notebook(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001
    """Read a data frame as a notebook does: parse the whole file, and append a row for each joint of each frame."""
    import pandas as pd

    def read() -> int:
        with zipfile.ZipFile(source) as archive, archive.open(archive.namelist()[0]) as file:
            data = json.load(file)
        rows: list[dict[str, Any]] = []
        for frame in data["mocap_data"]:
            for name, joint in frame["joint_data"].items():
                row = {"timestamp": float(frame["timestamp"]), "joint": name}
                row |= dict(zip(("position_x", "position_y", "position_z"), joint["position"], strict=True))
                row |= {f"rotation_{number}": value for number, value in enumerate(joint["rotations"])}
                row |= {f"torque_{number}": value for number, value in enumerate(joint["torques"])}
                rows.append({**row, "reaction_force": joint["reaction_forces"]})
        return len(pd.DataFrame(rows))

    return _measure(read, source, pd.DataFrame)


def _measure(read: Callable[[], int], source: str, *imported: object) -> dict[str, float]:
    """Measure one read. What it needs was imported before."""
    assert imported
    growth = Growth()
    with Meter() as meter:
        rows = read()
    with zipfile.ZipFile(source) as archive:
        size = archive.infolist()[0].file_size
    return {"rows": rows, **meter.transferred(size, growth.peak())}


WORKLOADS = {"arrays": arrays, "table": table, "notebook": notebook}
