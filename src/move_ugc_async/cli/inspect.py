"""`move-ugc inspect`."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli.command import local_command
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes
from move_ugc_async.cli.job_options import End, Start, read_window
from move_ugc_async.cli.local import LocalSession
from move_ugc_async.cli.output import Cell

if TYPE_CHECKING:
    from move_ugc_async import Finding
    from move_ugc_async.media import ClipInfo

HELP = """Show length, frame rate, size, codec and problems of clips; works offline, without an API key.

The checks are those that capture, capture-multicam and calibrate make before the upload. The exit code is 2 if a clip
cannot be used, and 6 if only some of several clips can. Warnings do not change it.
"""

Clips = Annotated[
    list[Path],
    typer.Argument(metavar="CLIP", help="Video files.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Register the command."""
    local_command(app, "inspect", help=HELP)(inspect)


def inspect(
    session: LocalSession,
    *,
    clips: Clips,
    multicam: Annotated[bool, typer.Option("--multicam", help="Compare the clips as cameras of one take.")] = False,
    timecode: Annotated[
        bool, typer.Option("--timecode", help="With --multicam: the cameras are synchronised by timecode.")
    ] = False,
    start: Start = None,
    end: End = None,
) -> ExitCode:
    """Inspect the clips."""
    from move_ugc_async import MoveInvalidRequestError
    from move_ugc_async.media import check_window, compare

    if timecode and not multicam:
        msg = "--timecode must be used with --multicam; got --timecode alone"
        raise MoveInvalidRequestError(msg)
    window = read_window(start, end)
    infos = [_inspect(clip) for clip in clips]
    if window is not None:
        infos = [
            _with_findings(each, check_window(each.file, each.duration, window.start_time, window.end_time))
            for each in infos
        ]
    # A clip that is passed twice has each finding twice.
    compared = dict.fromkeys(compare(infos, use_timecode=timecode) if multicam else ())
    infos = [_with_findings(info, [each for each in compared if each.file == info.file]) for info in infos]
    with session.output.table("file", "seconds", "fps", "size", "codec", "findings") as add_row:
        for info in infos:
            add_row(_record(info), _row(info))
    return combine_exit_codes([ExitCode.SUCCESS if info.is_usable else ExitCode.INVALID for info in infos])


def _inspect(clip: Path) -> "ClipInfo":
    """Inspect a clip. One that cannot be opened does not hide the others: it has the finding of a workflow."""
    from move_ugc_async import Finding, MoveInvalidRequestError
    from move_ugc_async.media import ClipInfo, inspect

    name = str(clip)
    try:
        return inspect(clip)
    except FileNotFoundError:
        finding = Finding("missing", "error", name, "does not exist", "check its path")
    except IsADirectoryError:
        finding = Finding("unreadable", "error", name, "is a folder", "pass the path of a file")
    except OSError as error:
        finding = Finding("unreadable", "error", name, f"cannot be read: {error.strerror}", "pass a complete file")
    except MoveInvalidRequestError:
        finding = Finding("unreadable", "error", name, "is a device or a pipe", "copy it to a file")
    return ClipInfo(file=name, size=0, findings=(finding,))


def _with_findings(info: "ClipInfo", findings: "Sequence[Finding]") -> "ClipInfo":
    return replace(info, findings=tuple(sorted((*info.findings, *findings), key=lambda each: each.severity)))


def _row(info: "ClipInfo") -> tuple[Cell, ...]:
    return (
        info.file,
        "" if info.duration is None else f"{info.duration:.3f}",
        "" if info.fps is None else f"{info.fps:.4g}",
        f"{info.width}x{info.height}" if info.width else "",
        info.codec,
        "; ".join(f"{each.severity} {each.code}: {each.message}; {each.advice}" for each in info.findings) or "none",
    )


def _record(info: "ClipInfo") -> dict[str, Any]:
    return {**asdict(info), "is_usable": info.is_usable}
