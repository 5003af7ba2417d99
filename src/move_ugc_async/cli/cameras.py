"""Camera arguments, `LABEL=CLIP`, and the option `--lens`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

Lenses = Annotated[
    list[str] | None,
    typer.Option(
        "--lens",
        metavar="[LABEL=]NAME",
        help="Lens of all cameras, or of the one with this label. See `move-ugc lenses`. Repeatable.",
    ),
]


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera of the command line.

    Attributes:
        label: The user's name for the device.
        source: The path of a clip, or the id of a file.
        lens: The lens; None if it was not given.
    """

    label: str
    source: str
    lens: str | None


def read_cameras(cameras: Sequence[str], lenses: Sequence[str] | None) -> list[Camera]:
    """Parse `LABEL=SOURCE` arguments and the values of `--lens`.

    Raises:
        MoveInvalidRequestError: An argument has another form, or a lens has the label of no camera.
    """
    from move_ugc_async import MoveInvalidRequestError

    common: str | None = None
    lens_of: dict[str, str] = {}
    for value in lenses or ():
        label, equals, lens = value.rpartition("=")
        if not lens:
            msg = f"--lens must be NAME or LABEL=NAME; got {value!r}"
            raise MoveInvalidRequestError(msg)
        if equals:
            lens_of[label] = lens
        else:
            common = lens
    parsed: list[Camera] = []
    for value in cameras:
        label, _, source = value.partition("=")
        if not (label and source):
            example = f"left={value.strip('=') or 'left.mp4'}"
            msg = f"a camera must be LABEL=…, such as {example}; got {value!r}"
            raise MoveInvalidRequestError(msg)
        parsed.append(Camera(label, source, lens_of.get(label, common)))
    unknown = sorted(lens_of.keys() - {camera.label for camera in parsed})
    if unknown:
        msg = f"--lens must use the label of a camera; got {', '.join(unknown)}"
        raise MoveInvalidRequestError(msg)
    return parsed
