"""Captures of one or many clips, with a bar and a state file for each."""

import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread

from move_ugc_async import (
    CaptureError,
    CaptureEvent,
    CaptureOutcome,
    CaptureResult,
    CaptureSpec,
    CaptureState,
    JobType,
    MoveError,
    MoveInvalidRequestError,
    StateFile,
    StateFileMismatchError,
    content_digest,
)
from move_ugc_async.cli._common import made_record, output_record, outputs_summary
from move_ugc_async.cli.exit_codes import Exit, exit_of_many
from move_ugc_async.cli.folders import Folders, state_file_path
from move_ugc_async.cli.output import Row
from move_ugc_async.cli.progress import Bar, Bars
from move_ugc_async.cli.runner import Session, going_on
from move_ugc_async.cli.warning_lines import warning_lines
from move_ugc_async.cli.workflows import ONLY_ANEW, check_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSpec(CaptureSpec):
    """The capture of one clip of the command line.

    Attributes:
        clip: The clip.
        folder: Where its outputs go.
        bar: Its progress bar.
    """

    clip: Path
    folder: Path
    bar: Bar


class Captures:
    """Captures of one or many clips.

    Args:
        session: The command's.
        clips: The clips; one that is named twice is captured once.
        directory: Where outputs go; None stands for folders of their own in the current one.
        options: Keyword arguments of `AsyncMoveUgc.capture` that all have in common.
        key: The idempotency key of the one clip, which replaces its state file.
        fresh: Whether to pay for new jobs.

    Raises:
        MoveInvalidRequestError: --key is given with --fresh, or with several clips.
    """

    def __init__(
        self,
        session: Session,
        clips: Sequence[Path],
        directory: Path | None,
        options: Mapping[str, Any],
        *,
        key: str | None,
        fresh: bool,
    ) -> None:
        check_key(key, fresh=fresh)
        self._session = session
        self._key = key
        self._options = options
        self._fresh = fresh
        # Path.resolve() raises for a loop of links, which must fail as one clip of many.
        self._clips = list({os.path.realpath(clip): clip for clip in clips}.values())
        self._folders = Folders(directory or Path(), is_straight=directory is not None and len(self._clips) == 1)
        if key is not None and len(self._clips) > 1:
            msg = "--key belongs to one clip, and there are several"
            raise MoveInvalidRequestError(msg)
        # A throwaway sandbox takes everything with it, and leaves nothing to resume.
        self._is_kept = not session.options.sandbox
        self._can_resume = False

    async def run(self, bounds: Mapping[str, int]) -> Exit:
        """Capture all of them, and return the exit code.

        Args:
            bounds: How many run at once, as `AsyncMoveUgc.capture_many` takes it.
        """
        self._session.goes_on = "what was started goes on on the server, and is paid for once"
        exits: list[Exit] = []
        total = len(self._clips)
        table = self._session.output.table("path", "format", "bytes")
        with table as row, self._session.bars() as bars, warning_lines(self._session.complain):
            overall = bars.add("all clips") if total > 1 else None
            if overall:
                overall.count(0, total)
            async with aclosing(self._session.client.capture_many(self._specs(bars), **bounds)) as outcomes:
                async for outcome in outcomes:
                    exits.append(self._ended(outcome, row))
                    if overall:
                        overall.count(len(exits), total)
            if overall:
                overall.end("")
        if self._can_resume and self._is_kept:
            self._session.complain(going_on(self._session.options))
        return exit_of_many(exits)

    async def _specs(self, bars: Bars) -> AsyncGenerator[ClipSpec, None]:
        for clip in self._clips:
            bar = bars.add(str(clip))
            path = await self._state_file_path(clip, bar)
            folder = path.parent
            options = {**self._options, "on_progress": partial(self._report, clip, bar)}
            if self._key is not None:
                options["key"] = self._key
            elif self._is_kept:
                options["state_file"] = StateFile(path, derive_key=True, fresh=self._fresh)
            yield ClipSpec(clip, folder, options, clip=clip, folder=folder, bar=bar)  # type: ignore[arg-type]

    def _report(self, clip: Path, bar: Bar, event: CaptureEvent) -> None:
        self._session.under_way[str(clip)] = {"clip": str(clip), **made_record(event.resume_state)}
        bar.capture(event)

    async def _state_file_path(self, clip: Path, bar: Bar) -> Path:
        digest = await _digest(clip, bar)
        # One that cannot be read may have been uploaded before. Otherwise the capture reports the reason.
        path = await to_thread.run_sync(self._folders.find_missing, clip) if digest is None else None
        if path is None:
            folder = await to_thread.run_sync(self._folders.choose, clip, digest or "")
            path = state_file_path(folder, digest or "")
        return path

    def _ended(self, outcome: CaptureOutcome[ClipSpec], row: Row) -> Exit:
        if outcome.result is None:
            return self._failed(outcome.spec, outcome.error)
        self._done(outcome.spec, outcome.result, row)
        return Exit.DONE

    def _done(self, spec: ClipSpec, result: CaptureResult[JobType], row: Row) -> None:
        self._session.under_way.pop(str(spec.clip), None)
        outputs, folder = result.outputs, spec.folder
        record = {
            "clip": str(spec.clip),
            "directory": str(folder),
            "take_id": result.state.take_id,
            "job_id": result.work.id,
            "outputs": [output_record(output) for output in outputs],
        }
        row(record, *[(str(output.path), output.format, output.size) for output in outputs])
        spec.bar.end(f"{outputs_summary(outputs, folder)} ({result.work.id})")

    def _failed(self, spec: ClipSpec, error: MoveError) -> Exit:
        cause = error.__cause__
        # Before the first stage there is none to name.
        shown = cause if cause and isinstance(error, CaptureError) and error.stage == "preflight" else error
        made = error.state if isinstance(error, CaptureError) else CaptureState()
        if isinstance(shown, StateFileMismatchError):
            made = shown.state or made
            was = "was captured" if made.job_id else "may have been captured"
            shown = MoveInvalidRequestError(
                f"it {was} into {spec.folder} before, with other {' and '.join(shown.differing)}"
            )
        spec.bar.end("")
        subject = {"clip": str(spec.clip), **made_record(made)}
        exit_code = self._session.fail(subject, str(spec.clip), shown)
        if not self._is_kept:
            return exit_code
        if isinstance(error, StateFileMismatchError):
            self._session.complain(
                f"{spec.clip}: repeat the earlier options to resume it; to pay for a new job, choose another "
                "--directory, or --fresh"
            )
        elif isinstance(cause, ONLY_ANEW) and self._key is not None:
            self._session.complain(f"{spec.clip}: to pay for a new job, choose another --key")
        elif isinstance(cause, ONLY_ANEW):
            where = f"alone with --directory {spec.folder} and " if len(self._clips) > 1 else "with "
            self._session.complain(f"{spec.clip}: to pay for a new job, capture it {where}--fresh")
        elif exit_code is not Exit.REFUSED:
            self._can_resume = True
        return exit_code


async def _digest(clip: Path, bar: Bar) -> str | None:
    """Return the SHA-256 of a clip; None where it cannot be read."""
    try:
        return await content_digest(clip, on_progress=lambda share: bar.capture(CaptureEvent("preflight", 0, share)))
    except (MoveError, OSError):
        return None
