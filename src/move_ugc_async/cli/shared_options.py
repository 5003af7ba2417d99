"""Options and option parsers that several commands share."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

DEFAULT_LIMIT = 50

Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Maximum number of objects to list.")]
Everything = Annotated[bool, typer.Option("--all", help="List all objects; ignores --limit.")]
Directory = Annotated[
    Path,
    typer.Option("--directory", "-o", metavar="DIR", file_okay=False, help="Output folder; created if missing."),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", "-f", metavar="NAME", help="Download only outputs of this format, such as fbx. Repeatable."
    ),
]

Name = Annotated[str | None, typer.Option(metavar="NAME", help="Display name.")]
Metadata = Annotated[str | None, typer.Option(metavar="JSON", help="JSON of your own, stored with it.")]
Key = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        "--key",
        metavar="KEY",
        help="Your own name for this creation. The same key finds the existing object instead of creating another.",
    ),
]


def complete_names(known: Iterable[str], incomplete: str) -> list[str]:
    """Return completions of the last name in a comma-separated list, in the case in which it was typed.

    Args:
        known: Known names; the command accepts them in any case.
        incomplete: The text typed so far.
    """
    before, comma, last = incomplete.rpartition(",")
    cased = str.upper if last.isupper() else str.lower
    return [f"{before}{comma}{name}" for name in map(cased, known) if name.startswith(last)]


def complete_output(incomplete: str) -> list[str]:
    """Return completions of the last name in a comma-separated list of outputs."""
    from move_ugc_async import OutputType

    return complete_names(OutputType.__members__, incomplete)


def expand_option(kind: str) -> Any:
    """Return the option `--expand` with its completion.

    Args:
        kind: The kind of object to read: job, take or volume.
    """

    def complete(incomplete: str) -> list[str]:
        from move_ugc_async import JobExpand, TakeExpand, VolumeExpand

        known: tuple[str, ...] = get_args({"job": JobExpand, "take": TakeExpand, "volume": VolumeExpand}[kind])
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{name}" for name in known if name.startswith(last)]

    return typer.Option(
        "--expand",
        metavar="NAMES",
        help="Related objects to fetch as well, such as client. Repeatable.",
        autocompletion=complete,
    )


def read_names(values: list[str] | None, option: str) -> list[str] | None:
    """Parse the names of a repeatable option whose values may be comma-separated lists.

    Args:
        values: The values of the option; None if it was left out.
        option: The option, as the user typed it.

    Raises:
        MoveInvalidRequestError: The option has no names. An unset shell variable must not mean "all".
    """
    from move_ugc_async import MoveInvalidRequestError

    if not values:
        return None
    names = [name for value in values for part in value.split(",") if (name := part.strip())]
    if not names:
        msg = f"{option} must not be empty; got {', '.join(values)!r}; leave it out for the default"
        raise MoveInvalidRequestError(msg)
    return names


def read_metadata(text: str | None) -> Any:
    """Parse the value of `--metadata`.

    Raises:
        MoveInvalidRequestError: It is not valid JSON.
    """
    from move_ugc_async import MoveInvalidRequestError

    try:
        return None if text is None else json.loads(text)
    except ValueError as error:
        msg = f"cannot parse --metadata as JSON: {error}; quote it for the shell, such as '{{\"take\": 1}}'"
        raise MoveInvalidRequestError(msg) from None


OutputNames = Annotated[
    list[str] | None,
    typer.Option(
        "--outputs",
        "--output",
        metavar="NAMES",
        help="Download only the outputs with these names, such as main_fbx,main_glb. Repeatable.",
        autocompletion=complete_output,
    ),
]
