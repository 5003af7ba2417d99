"""Options that every command takes, before or after its name."""

from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

import typer

SANDBOX_SPEED = 10.0

EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint-url", metavar="URL", help="GraphQL endpoint. Default: MOVE_UGC_ENDPOINT_URL."),
]
UseSandbox = Annotated[
    bool | None,
    typer.Option("--sandbox", help="Run against a temporary sandbox: no key, no credits, deleted at the end."),
]
SandboxSpeed = Annotated[
    float | None,
    typer.Option(
        "--sandbox-speed",
        metavar="TIMES",
        min=0.01,
        help=f"Speed of the temporary sandbox relative to the real platform. Default: {SANDBOX_SPEED:g}.",
    ),
]
AsJson = Annotated[bool | None, typer.Option("--json", help="Print one JSON object per line.")]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", min=0, help="Time limit of the whole command.")
]
Quiet = Annotated[bool | None, typer.Option("--quiet", "-q", help="Print results and errors, but no progress.")]
Verbose = Annotated[
    int | None,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        show_default=False,
        help="Write the log to standard error: failed attempts and waits; -vv every request.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Values of the options that every command takes.

    Attributes:
        endpoint_url: The GraphQL endpoint; None reads the environment.
        sandbox: Whether to start a sandbox for this command.
        sandbox_speed: Speed of that sandbox relative to the real platform.
        json: Whether to write results as JSON.
        timeout: Time limit of the whole command in seconds; None for no limit.
        quiet: Whether to hide progress.
        verbose: 1 writes the log from INFO on to standard error, 2 from DEBUG on; None writes no log.
        arguments: The command line, without the name of the program.
    """

    endpoint_url: EndpointUrl = None
    sandbox: UseSandbox = None
    sandbox_speed: SandboxSpeed = None
    json: AsJson = None
    timeout: Timeout = None
    quiet: Quiet = None
    verbose: Verbose = None
    arguments: tuple[str, ...] = ()

    def updated(self, values: dict[str, Any]) -> "Options":
        """Return a copy in which values that are not None replace the present ones."""
        return replace(self, **{name: value for name, value in values.items() if value is not None})


GLOBAL_OPTIONS = [each for each in fields(Options) if each.name != "arguments"]
"""The fields of `Options` that are options of the command line."""

LOCAL_OPTIONS = [each for each in GLOBAL_OPTIONS if each.name in ("json", "quiet")]
"""Those of a command without a client: it sends no requests, which the other options concern."""
