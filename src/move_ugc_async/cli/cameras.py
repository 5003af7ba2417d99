"""Camera arguments, `LABEL=CLIP`, and the option `--lens`."""

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
        help="Lens of all cameras, or of the one with this label. See `move-ugc lenses`. Repeatable.",
    ),
]


async def check_lenses(client: "AsyncMoveUgc", lenses: Sequence[str | None]) -> None:
    """Validate lens names before the upload, since the server rejects unknown ones after it.

    Raises:
        MoveInvalidRequestError: The server does not list a lens.
    """
    from move_ugc_async import MoveError, MoveInvalidRequestError

    requested = {lens for lens in lenses if lens is not None}
    if not requested:
        return
    try:
        known = [settings.lens async for settings in client.camera_settings.list()]
    except MoveError:
        # The workflow meets the same error and reports it, or works without the list.
        return
    for lens in sorted(requested.difference(known)):
        names = {each.casefold(): each for each in known}
        close = get_close_matches(lens.casefold(), names, cutoff=0.7)
        hint = (
            f"did you mean {' or '.join(names[each] for each in close)}?" if close else "`move-ugc lenses` lists them"
        )
        msg = f"cannot send lens {lens!r}: it is unknown; {hint} (--force sends it anyway)"
        raise MoveInvalidRequestError(msg)


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
