"""Cameras of the commands: `LABEL=CLIP`, and their lenses."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc

Lenses = Annotated[
    list[str] | None,
    typer.Option(
        "--lens",
        metavar="[LABEL=]NAME",
        help="The lens of all cameras, or of the one with this label; one of `move-ugc lenses`. May be repeated.",
    ),
]


async def check_lenses(client: "AsyncMoveUgc", lenses: Sequence[str | None]) -> None:
    """Check the names of lenses before the upload: the server would refuse them afterwards.

    Raises:
        MoveInvalidRequestError: The server does not list one of them.
    """
    from move_ugc_async import MoveError, MoveInvalidRequestError

    wanted = {lens for lens in lenses if lens is not None}
    if not wanted:
        return
    try:
        known = [settings.lens async for settings in client.camera_settings.list()]
    except MoveError:
        # The workflow reports what is wrong, or works all the same.
        return
    for lens in sorted(wanted.difference(known)):
        names = {each.casefold(): each for each in known}
        close = get_close_matches(lens.casefold(), names, cutoff=0.7)
        hint = (
            f"did you mean {' or '.join(names[each] for each in close)}?" if close else "`move-ugc lenses` lists them"
        )
        msg = f"lens {lens!r} is unknown: {hint} (--force sends it anyway)"
        raise MoveInvalidRequestError(msg)


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera of the command line.

    Attributes:
        label: The user's name for the device.
        source: The clip or the id of a file.
        lens: The lens; None for one that was not given.
    """

    label: str
    source: str
    lens: str | None


def read_cameras(cameras: Sequence[str], lenses: Sequence[str] | None) -> list[Camera]:
    """Read `LABEL=SOURCE` arguments and the values of `--lens`.

    Raises:
        MoveInvalidRequestError: A camera is not of that form, or a lens belongs to no camera.
    """
    from move_ugc_async import MoveInvalidRequestError

    common: str | None = None
    lens_of: dict[str, str] = {}
    for given in lenses or ():
        label, equals, lens = given.rpartition("=")
        if not lens:
            msg = f"--lens must be NAME or LABEL=NAME; got {given!r}"
            raise MoveInvalidRequestError(msg)
        if equals:
            lens_of[label] = lens
        else:
            common = lens
    found: list[Camera] = []
    for given in cameras:
        label, _, source = given.partition("=")
        if not (label and source):
            example = f"left={given.strip('=') or 'left.mp4'}"
            msg = f"a camera must be LABEL=…, such as {example}; got {given!r}"
            raise MoveInvalidRequestError(msg)
        found.append(Camera(label, source, lens_of.get(label, common)))
    unknown = sorted(lens_of.keys() - {camera.label for camera in found})
    if unknown:
        msg = f"--lens names a camera that is missing: {', '.join(unknown)}"
        raise MoveInvalidRequestError(msg)
    return found
