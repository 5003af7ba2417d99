"""Options of the commands that create jobs or volumes."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from move_ugc_async.cli.shared_options import complete_names, complete_output, read_metadata, read_names

if TYPE_CHECKING:
    from move_ugc_async import ClipWindow


def _complete_model(incomplete: str) -> list[str]:
    from move_ugc_async import MocapModelOptionsInput

    return complete_names(MocapModelOptionsInput.__members__, incomplete)


def _complete_rig(incomplete: str) -> list[str]:
    return [name for name in ("move_mo", "move_ve") if name.startswith(incomplete)]


def _switch(name: str, help: str) -> Any:
    return typer.Option(f"--{name}/--no-{name}", help=help, show_default=False)


Start = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", min=0, help="Start of the clip window, from the start of the clip. Default: 0."),
]
End = Annotated[
    float | None, typer.Option(metavar="SECONDS", min=0, help="End of the clip window, from the start of the clip.")
]
Force = Annotated[bool, typer.Option("--force", help="Send unknown names of outputs, models, lenses and rigs too.")]
CheckMedia = Annotated[
    bool,
    typer.Option(
        "--check-media/--no-check-media",
        help="Whether to inspect clips before the upload, if the extra media is installed.",
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Start over, and pay again.")]
Actors = Annotated[
    int | None,
    typer.Option(
        "--actors", metavar="N", min=1, max=5, help="Number of people to track, at most 5. Multi-camera only."
    ),
]
Rig = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Rig to retarget to. See `move-ugc rigs`. Multi-camera only.",
        autocompletion=_complete_rig,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSettings:
    """Options of the commands that create jobs."""

    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--outputs",
            "--output",
            metavar="NAMES",
            help="Outputs to create, such as main_fbx,main_glb. Repeatable. Default: the server's default set.",
            autocompletion=complete_output,
        ),
    ] = None
    start: Start = None
    end: End = None
    track_fingers: Annotated[bool | None, _switch("track-fingers", "Track fingers.")] = None
    track_ball: Annotated[bool | None, _switch("track-ball", "Track a ball.")] = None
    track_jersey_numbers: Annotated[bool | None, _switch("track-jersey-numbers", "Read jersey numbers.")] = None
    floor_plane: Annotated[bool | None, _switch("floor-plane", "Estimate a floor plane.")] = None
    mocap_model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Motion capture model, such as S2.", autocompletion=_complete_model),
    ] = None

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of the client's methods that create jobs."""
        from move_ugc_async import JobOptions

        switches: dict[str, Any] = {
            "track_fingers": self.track_fingers,
            "track_ball": self.track_ball,
            "track_jersey_numbers": self.track_jersey_numbers,
            "floor_plane": self.floor_plane,
            "mocap_model": self.mocap_model,
        }
        changed = {name: value for name, value in switches.items() if value is not None}
        return {
            "outputs": read_names(self.outputs, "--outputs"),
            "clip_window": read_window(self.start, self.end),
            "options": JobOptions(**changed) if changed else None,
        }


def read_window(start: float | None, end: float | None) -> "ClipWindow | None":
    """Return the clip window of `--start` and `--end`; None for the whole clip.

    Raises:
        MoveInvalidRequestError: The window is empty, has no end, or is not finite.
    """
    from move_ugc_async import ClipWindow, MoveInvalidRequestError

    if end is None:
        if start is None:
            return None
        msg = "cannot use --start: it requires --end; pass both"
        raise MoveInvalidRequestError(msg)
    if end <= (start or 0):
        msg = f"--end must be greater than --start, {start or 0:g}; got {end:g}"
        raise MoveInvalidRequestError(msg)
    if not math.isfinite(end):
        msg = f"--end must be a finite number of seconds; got {end}; leave out --start and --end for the whole clip"
        raise MoveInvalidRequestError(msg)
    return ClipWindow(start_time=start or 0, end_time=end)


def read_object(metadata: str | None) -> dict[str, Any] | None:
    """Return the JSON object of `--metadata`. A workflow stores its idempotency key in it as well.

    Raises:
        MoveInvalidRequestError: It is not a JSON object.
    """
    from move_ugc_async import MoveInvalidRequestError

    document = read_metadata(metadata)
    if not isinstance(document, dict | None):
        msg = f"--metadata must be a JSON object, such as '{{\"scene\": 7}}'; got {metadata}"
        raise MoveInvalidRequestError(msg)
    return cast("dict[str, Any] | None", document)
