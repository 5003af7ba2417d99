"""Options of the commands of batches, and what they mean for a `Batch`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import typer

from move_ugc_async.cli.plans import AssumeMinutes, limit_of

DATABASE_VARIABLE = "MOVE_UGC_BATCH_DATABASE"

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Folder with clips, also in the folders in it: MP4, MOV or AVI.")
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        file_okay=False,
        help="Folder for the outputs, a folder for each clip, and for the database unless --database is set.",
    ),
]
Version = Annotated[
    str,
    typer.Option(
        "--version",
        metavar="TEXT",
        help="Part of the identity of each clip: another version pays for all clips again.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would be paid for, and create nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before jobs are paid for.")]
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Ids of clips, as `batch run`, `status` and `export` print them."),
]

OnAmbiguous: TypeAlias = Literal["resend", "quarantine"]


def _limit(name: str, metavar: str, help: str) -> Any:
    return typer.Option(name, metavar=metavar, min=0, help=help)


def _ensure_database(url: str | None) -> str | None:
    """Validate that the URL of a database is not empty, such as that of a variable that is not set."""
    if url is not None and not url.strip():
        msg = "the URL is empty"
        raise typer.BadParameter(msg)
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseOptions:
    """Options that select a batch in a database.

    Attributes:
        database: URL of the database; None for the file in the folder of the outputs.
        name: Name of the batch in it.
    """

    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            envvar=DATABASE_VARIABLE,
            show_envvar=False,
            callback=_ensure_database,
            help="Database of the batch: sqlite:///FILE or postgresql://HOST/NAME. If it "
            f"contains a password, set the environment variable {DATABASE_VARIABLE} instead. Default: batch.db in the "
            "folder of --out.",
        ),
    ] = None
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the batch in the database.")] = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """Options that limit the work on a batch. All workers of one database must have the same."""

    uploads: Annotated[
        int, typer.Option(metavar="N", min=1, help="Maximum number of concurrent uploads of all workers together.")
    ] = 4
    jobs: Annotated[
        int, typer.Option(metavar="N", min=1, help="Maximum number of concurrent jobs of all workers together.")
    ] = 16
    max_rate: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.001, help="Maximum number of requests per second of all workers together."),
    ] = None
    max_jobs: Annotated[
        int | None, _limit("--max-jobs", "N", "Maximum number of jobs to pay for, in all runs that set a limit.")
    ] = None
    max_minutes: Annotated[
        float | None, _limit("--max-minutes", "N", "Maximum minutes of video to pay for, in all runs that set a limit.")
    ] = None
    assume_minutes: AssumeMinutes = None
    on_ambiguous: Annotated[
        OnAmbiguous,
        typer.Option(
            help="If it is unknown whether a job was created, and no search finds it: create it, or quarantine the "
            "clip for review."
        ),
    ] = "resend"

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `Batch`."""
        return {
            "uploads": self.uploads,
            "jobs": self.jobs,
            "max_rate": self.max_rate,
            "on_ambiguous": self.on_ambiguous,
            "budget": limit_of(self.max_jobs, self.max_minutes, self.assume_minutes),
        }
