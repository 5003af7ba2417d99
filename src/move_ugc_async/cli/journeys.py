"""Journeys of one or many clips, with a bar and a bookmark for each."""

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import aclosing
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
    IdempotencyMismatchError,
    JobFailedError,
    JobType,
    MoveError,
    MoveNotFoundError,
)
from move_ugc_async.cli.bars import Bar, Bars
from move_ugc_async.cli.bookmark import Bookmark, folders_of, open_bookmark, way_to
from move_ugc_async.cli.exits import Exit, exit_of_many
from move_ugc_async.cli.render import Model, Row
from move_ugc_async.cli.session import Session, going_on
from move_ugc_async.cli.work import files, output_record

_ONLY_ANEW = (JobFailedError, MoveNotFoundError, IdempotencyMismatchError)
"""What happens again however often one goes on."""


class Journeys:
    """Journeys of one or many clips.

    Args:
        session: The command's.
        clips: The clips; one that is named twice goes once.
        directory: Where outputs go; None stands for folders of their own in the current one.
        options: Keyword arguments of `AsyncMoveUgc.capture` that all have in common.
        fresh: Whether to begin anew.
    """

    def __init__(
        self,
        session: Session,
        clips: Sequence[Path],
        directory: Path | None,
        options: Mapping[str, Any],
        *,
        fresh: bool,
    ) -> None:
        self._session = session
        self._options = options
        self._fresh = fresh
        clips = list({clip.resolve(): clip for clip in clips}.values())
        straight = directory is not None and len(clips) == 1
        folders = folders_of(clips, directory or Path(), straight=straight)
        self._folder_of = dict(zip(clips, folders, strict=True))
        self._bookmark_of: dict[Path, Bookmark] = {}
        self._bar_of: dict[Path, Bar] = {}
        self._can_go_on = False

    async def run(self, bounds: Mapping[str, int]) -> Exit:
        """Go all of them, and give the exit code.

        Args:
            bounds: How many are under way at once, as `AsyncMoveUgc.capture_many` takes it.

        Raises:
            MoveInvalidRequestError: What was begun before is something else.
        """
        if not self._session.options.sandbox:
            # A throwaway sandbox takes everything with it, and leaves nothing to go on from.
            await to_thread.run_sync(self._open_bookmarks)
        self._session.goes_on = "what was started goes on on the server, and is paid for once"
        exits: list[Exit] = []
        total = len(self._folder_of)
        with self._session.output.table("path", "format", "bytes") as row, self._session.bars() as bars:
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
        if self._can_go_on and self._bookmark_of:
            self._session.complain(going_on(self._session.options))
        return exit_of_many(exits)

    def _open_bookmarks(self) -> None:
        endpoint = self._session.options.endpoint_url or os.environ.get("MOVE_UGC_ENDPOINT_URL")
        for clip, folder in self._folder_of.items():
            request = {name: _plain(value, folder) for name, value in self._options.items()} | {"endpoint": endpoint}
            self._bookmark_of[clip] = open_bookmark(folder, clip, request, fresh=self._fresh)

    def _specs(self, bars: Bars) -> Generator[CaptureSpec, None, None]:
        for clip, folder in self._folder_of.items():
            self._bar_of[clip] = bars.add(str(clip))
            yield CaptureSpec(
                clip,
                folder,
                {
                    **self._options,  # type: ignore[typeddict-item]
                    "on_progress": lambda event, clip=clip: self._moved(clip, event),
                    "resume_from": self._bookmark_of[clip].state if clip in self._bookmark_of else None,
                },
            )

    def _moved(self, clip: Path, event: CaptureEvent) -> None:
        self._bar_of[clip].capture(event)
        bookmark = self._bookmark_of.get(clip)
        # Until the clip has been checked there is nothing to go on from.
        if bookmark and event.stage != "preflight":
            self._bookmark_of[clip] = bookmark.moved_to(event.resume_state)

    def _ended(self, outcome: CaptureOutcome[CaptureSpec], row: Row) -> Exit:
        clip = Path(outcome.spec.video)
        if outcome.result is None:
            return self._failed(clip, outcome.error or MoveError("it ended without a result"))
        self._done(clip, outcome.result, row)
        return Exit.DONE

    def _done(self, clip: Path, result: CaptureResult[JobType], row: Row) -> None:
        outputs, folder = result.outputs, self._folder_of[clip]
        record = {
            "clip": str(clip),
            "directory": str(folder),
            "take_id": result.state.take_id,
            "job_id": result.work.id,
            "outputs": [output_record(output) for output in outputs],
        }
        row(record, *[(str(output.path), output.format, output.size) for output in outputs])
        skipped = sum(output.skipped for output in outputs)
        there = f", {skipped} of them from before" if skipped else ""
        done = f"{files(len(outputs))} in {folder}{there}"
        if skipped == len(outputs):
            done = f"captured before; nothing was paid for or fetched again, {files(skipped)} in {folder}"
        self._bar_of[clip].end(f"{done} ({result.work.id})")

    def _failed(self, clip: Path, error: MoveError) -> Exit:
        cause = error.__cause__
        # Before the first stage there is none to name.
        shown = cause if cause and isinstance(error, CaptureError) and error.stage == "preflight" else error
        self._bar_of[clip].end("")
        made = error.state if isinstance(error, CaptureError) else CaptureState()
        subject = {"clip": str(clip), "file_ids": made.file_ids, "take_id": made.take_id, "job_id": made.job_id}
        exit_code = self._session.fail(subject, str(clip), shown)
        if isinstance(cause, _ONLY_ANEW) and self._bookmark_of:
            where = f"alone with --directory {self._folder_of[clip]} and " if len(self._folder_of) > 1 else "with "
            self._session.complain(f"{clip}: to pay for a new job, capture it {where}--fresh")
        elif exit_code is not Exit.REFUSED:
            self._can_go_on = True
        return exit_code


def _plain(value: Any, folder: Path) -> Any:
    if isinstance(value, Path):
        return way_to(value, folder)
    return value.model_dump(mode="json", exclude_unset=True) if isinstance(value, Model) else value
