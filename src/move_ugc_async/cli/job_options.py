"""Options of the commands that create jobs."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from move_ugc_async.cli.arguments import matching, names, read_metadata

if TYPE_CHECKING:
    from move_ugc_async import ClipWindow, JobOptions


def _complete_output(incomplete: str) -> list[str]:
    from move_ugc_async import OutputType

    return matching(OutputType.__members__, incomplete)


def _complete_model(incomplete: str) -> list[str]:
    from move_ugc_async import MocapModelOptionsInput

    return matching(MocapModelOptionsInput.__members__, incomplete)


def _complete_rig(incomplete: str) -> list[str]:
    return [name for name in ("move_mo", "move_ve") if name.startswith(incomplete)]


def _switch(name: str, help: str) -> Any:
    return typer.Option(f"--{name}/--no-{name}", help=help, show_default=False)


Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--outputs",
        "--output",
        metavar="NAMES",
        help="What to make, such as main_fbx,main_glb; may be repeated. Left out, the server's default set.",
        autocompletion=_complete_output,
    ),
]
Start = Annotated[float | None, typer.Option(metavar="SECONDS", min=0, help="Where the part to process starts.")]
End = Annotated[float | None, typer.Option(metavar="SECONDS", min=0, help="Where it ends.")]
TrackFingers = Annotated[bool | None, _switch("track-fingers", "Whether fingers are tracked.")]
TrackBall = Annotated[bool | None, _switch("track-ball", "Whether a ball is tracked.")]
TrackJerseyNumbers = Annotated[bool | None, _switch("track-jersey-numbers", "Whether jersey numbers are read.")]
FloorPlane = Annotated[bool | None, _switch("floor-plane", "Whether a floor plane is estimated.")]
MocapModel = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The motion capture model, such as S2.", autocompletion=_complete_model),
]
Force = Annotated[
    bool, typer.Option("--force", help="Send names of outputs, models and lenses even if they are unknown.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Start anew, and pay again.")]
Actors = Annotated[
    int | None,
    typer.Option("--actors", metavar="N", min=1, help="How many people to track, up to 5. Multi-camera only."),
]
Rig = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The rig to retarget to, one of `move-ugc rigs`. Multi-camera only.",
        autocompletion=_complete_rig,
    ),
]
OutputDirectory = Annotated[
    Path, typer.Option("--directory", "-o", metavar="DIR", file_okay=False, help="Where outputs go; made if need be.")
]


def read_outputs(outputs: list[str] | None) -> list[str] | None:
    """Return the names of `--outputs`."""
    return names(outputs, "--outputs")


def read_window(start: float | None, end: float | None) -> "ClipWindow | None":
    """Return the part of the clip that `--start` and `--end` choose; None for the whole clip.

    Raises:
        MoveInvalidRequestError: They choose no part.
    """
    from move_ugc_async import ClipWindow, MoveInvalidRequestError

    if end is None:
        if start is None:
            return None
        msg = "--start needs --end"
        raise MoveInvalidRequestError(msg)
    if end <= (start or 0):
        msg = f"--end {end:g} is not after the start of the clip's part, {start or 0:g}"
        raise MoveInvalidRequestError(msg)
    if not math.isfinite(end):
        msg = f"--end must be a number of seconds; got {end}; leave --start and --end out for the whole clip"
        raise MoveInvalidRequestError(msg)
    return ClipWindow(start_time=start or 0, end_time=end)


def read_switches(**switches: Any) -> "JobOptions | None":
    """Return the switches that were given; None where there are none."""
    from move_ugc_async import JobOptions

    given = {switch: value for switch, value in switches.items() if value is not None}
    return JobOptions(**given) if given else None


def read_object(metadata: str | None) -> dict[str, Any] | None:
    """Return the JSON object of `--metadata`, which keeps the key as well.

    Raises:
        MoveInvalidRequestError: It is not a JSON object.
    """
    from move_ugc_async import MoveInvalidRequestError

    document = read_metadata(metadata)
    if not isinstance(document, dict | None):
        msg = "--metadata is a JSON object here, such as '{\"scene\": 7}'"
        raise MoveInvalidRequestError(msg)
    return cast("dict[str, Any] | None", document)
