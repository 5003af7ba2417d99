"""What every command can be told, before its name or after it."""

from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

import typer

SANDBOX_SPEED = 10.0

EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint-url", metavar="URL", help="The GraphQL endpoint; else MOVE_UGC_ENDPOINT_URL."),
]
UseSandbox = Annotated[
    bool | None, typer.Option("--sandbox", help="Run against a throwaway sandbox: no key, no credits, gone at the end.")
]
SandboxSpeed = Annotated[
    float | None,
    typer.Option(
        "--sandbox-speed",
        metavar="TIMES",
        min=0.01,
        help=f"How much faster than the real platform that sandbox works; {SANDBOX_SPEED:g} if left out.",
    ),
]
AsJson = Annotated[bool | None, typer.Option("--json", help="One JSON object a line.")]
Timeout = Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop after so long.")]
Quiet = Annotated[bool | None, typer.Option("--quiet", "-q", help="No progress, only results and errors.")]
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
    """What every command can be told.

    Attributes:
        endpoint_url: The GraphQL endpoint; None leaves it to the environment.
        sandbox: Whether to start a sandbox for this one command.
        sandbox_speed: How many times faster than the real platform that sandbox works.
        json: Whether results are JSON.
        timeout: Seconds for the whole command; None has no end.
        quiet: Whether to keep silent about progress.
        verbose: 1 writes the log from INFO on to standard error, 2 from DEBUG on; None writes none.
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

    def overridden(self, given: dict[str, Any]) -> "Options":
        """Let what was said after the command's name outweigh what was said before it."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})


COMMON = [each for each in fields(Options) if each.name != "arguments"]
"""The options themselves, as they are shown in every command's help."""
