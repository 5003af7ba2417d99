"""Cameras of the commands: `LABEL=CLIP`, and their lenses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

Lenses = Annotated[
    list[str] | None,
    typer.Option(
        "--lens",
        metavar="[LABEL=]NAME",
        help="The lens of all cameras, or of the one with this label; one of `move-ugc lenses`. May be repeated.",
    ),
]


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
