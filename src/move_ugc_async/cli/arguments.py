"""Options that several commands have."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

DEFAULT_LIMIT = 50

Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="The most to list.")]
Everything = Annotated[bool, typer.Option("--all", help="List all there are, whatever --limit says.")]
Directory = Annotated[
    Path, typer.Option("--directory", "-o", metavar="DIR", file_okay=False, help="The folder; made if need be.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="NAME", help="Only this output, such as fbx; may be repeated."),
]

Name = Annotated[str | None, typer.Option(metavar="NAME", help="Display name.")]
Metadata = Annotated[str | None, typer.Option(metavar="JSON", help="JSON of yours that is kept with it.")]
Key = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        "--key",
        metavar="KEY",
        help="Your own name for this creation: with the same key again, what was created before is found.",
    ),
]


def matching(known: Iterable[str], incomplete: str) -> list[str]:
    """Return the names that complete the last of those typed, in the case in which it was typed.

    Args:
        known: Known names, of which the command accepts any case.
        incomplete: Names that are separated by commas.
    """
    before, comma, last = incomplete.rpartition(",")
    cased = str.upper if last.isupper() else str.lower
    return [f"{before}{comma}{name}" for name in map(cased, known) if name.startswith(last)]


def expand_option(kind: str) -> Any:
    """Return the option that names what else to fetch, with completion.

    Args:
        kind: What is fetched: job, take or volume.
    """

    def complete(incomplete: str) -> list[str]:
        from move_ugc_async import JobExpand, TakeExpand, VolumeExpand

        known: tuple[str, ...] = get_args({"job": JobExpand, "take": TakeExpand, "volume": VolumeExpand}[kind])
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{name}" for name in known if name.startswith(last)]

    return typer.Option(
        "--expand",
        metavar="NAMES",
        help="What else to fetch, such as client; may be repeated.",
        autocompletion=complete,
    )


def names(given: list[str] | None, option: str) -> list[str] | None:
    """Read names that are separated by commas, given by an option that is repeated, or both.

    Args:
        given: The values of the option; None where it was left out.
        option: The option.

    Raises:
        MoveInvalidRequestError: It was given without a name, as by an unset variable, which must not mean everything.
    """
    from move_ugc_async import MoveInvalidRequestError

    if not given:
        return None
    found = [name.strip() for each in given for name in each.split(",")]
    if not any(found):
        msg = f"{option} must not be empty; leave it out for the default"
        raise MoveInvalidRequestError(msg)
    return [name for name in found if name]


def read_metadata(text: str | None) -> Any:
    """Read the JSON of an option.

    Raises:
        MoveInvalidRequestError: It is none.
    """
    from move_ugc_async import MoveInvalidRequestError

    try:
        return None if text is None else json.loads(text)
    except ValueError as error:
        msg = f"--metadata is not JSON: {error}"
        raise MoveInvalidRequestError(msg) from None
