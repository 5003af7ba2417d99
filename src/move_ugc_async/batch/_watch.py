"""Watch a folder for clips that are complete."""

import asyncio
import errno
import logging
import os
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias, cast

from move_ugc_async import Finding, MoveInvalidRequestError, media
from move_ugc_async._extras import import_extra
from move_ugc_async.batch._folders import find_clips

logger = logging.getLogger(__name__)

OnIncomplete: TypeAlias = Callable[[Finding], object]
"""A callback that gets the reason why a clip that no longer grows is not yielded."""

_SCAN_SECONDS = 60.0
"""Seconds after which the folder is read without a reported change: network shares and full queues lose changes."""

_MIN_INTERVAL = 0.05

_Fingerprint: TypeAlias = tuple[int, int]
"""Size and time of modification. Inode numbers change on some network shares."""


async def watch_clips(
    folder: str | PathLike[str],
    *,
    stable_seconds: float = 2.0,
    polling: bool | None = None,
    ignore: Iterable[str | PathLike[str]] = (),
    on_incomplete: OnIncomplete | None = None,
) -> AsyncGenerator[Path, None]:
    """Yield the path of each clip in a folder once it is complete, without end.

    Clips that are there at the start are yielded as well. A clip is complete when its size and its time of modification
    have not changed for some seconds, and its container shows no missing end. A clip that changes later, or that is
    renamed, is yielded again: a batch recognises its content. See `find_clips` for what counts as a clip.

    Args:
        folder: The folder; folders in it are watched as well.
        stable_seconds: Seconds without a change, at least 0.1.
        polling: Whether to read the folder again and again instead of waiting for changes that the system reports:
            required for network shares that other hosts write to. Default: the environment variable
            `WATCHFILES_FORCE_POLLING`.
        ignore: Folders to leave out, such as that of the outputs.
        on_incomplete: Called with the reason when a clip has not changed for that time, but is incomplete or cannot be
            read. It is yielded when it is complete.

    Raises:
        OSError: The folder does not exist, vanishes, or cannot be watched.
        MoveInvalidRequestError: `stable_seconds` is invalid.
        ImportError: The extra `batch` is not installed.
    """
    if not stable_seconds >= 0.1:  # noqa: PLR2004 - documented; also refuses NaN
        msg = f"stable_seconds must be at least 0.1; got {stable_seconds}"
        raise MoveInvalidRequestError(msg)
    root, ignored = Path(folder), list(ignore)
    report, tracker = on_incomplete or _log_incomplete, ClipTracker(stable_seconds)
    next_scan = 0.0
    loop = asyncio.get_running_loop()
    # The first scan follows the start of the notifications, so that no clip is created between them.
    async with aclosing(_wake(root, max(stable_seconds / 4, _MIN_INTERVAL), polling=polling)) as changes:
        async for changed in changes:
            if changed or time.monotonic() >= next_scan:
                clips = await loop.run_in_executor(None, lambda: find_clips(root, ignore=ignored))
                tracker.update(clips)
                next_scan = time.monotonic() + _SCAN_SECONDS
            complete, findings = await loop.run_in_executor(None, tracker.check, time.monotonic())
            for finding in findings:
                report(finding)
            for clip in complete:
                yield clip


async def _wake(root: Path, interval: float, *, polling: bool | None) -> AsyncGenerator[bool, None]:
    """Yield whether something in a folder has changed, at least once in each interval."""
    awatch = import_extra("watchfiles", "batch").awatch
    milliseconds = int(interval * 1000)
    os.scandir(root).close()
    has_lost_changes = False
    while True:
        notifications: Any = awatch(
            root,
            watch_filter=None,
            debounce=milliseconds,
            rust_timeout=milliseconds,
            poll_delay_ms=milliseconds,
            yield_on_timeout=True,
            force_polling=polling,
            ignore_permission_denied=True,
        )
        try:
            async with aclosing(notifications):
                async for changes in notifications:
                    yield bool(changes) or has_lost_changes
                    has_lost_changes = False
        except Exception as error:
            cause = _first(error)
            if isinstance(cause, OSError):
                # Such as a limit of the system for the number of watched folders.
                msg = f"cannot watch the folder: {cause}; use polling"
                raise OSError(cause.errno or errno.EIO, msg, str(root)) from error
            if not isinstance(cause, RuntimeError):
                raise
            # An error of the watcher itself, which cannot report a name that is not UTF-8: the folder is read instead.
            logger.debug("the watcher of the folder starts again after %s", cause)
        else:
            return
        has_lost_changes = True
        await asyncio.sleep(interval)


def _first(error: BaseException) -> BaseException:
    """Return an error, or the first one of a group."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    return _first(cast("BaseExceptionGroup[BaseException]", error).exceptions[0])


def _log_incomplete(finding: Finding) -> None:
    logger.warning("clip is not taken yet: %s", finding)


class ClipTracker:
    """The clips of a watched folder: which are complete, and which may still grow.

    Args:
        stable_seconds: Seconds without a change after which a clip has stopped growing.
    """

    def __init__(self, stable_seconds: float) -> None:
        self._stable_seconds = stable_seconds
        self._known: dict[Path, _Fingerprint | None] = {}
        self._unchanged_since: dict[Path, float] = {}
        self._unreadable: set[Path] = set()

    def update(self, clips: Iterable[Path]) -> None:
        """Set which clips the folder has. Those that vanished are forgotten, and new if they come back."""
        present = set(clips)
        for gone in self._known.keys() - present:
            self._forget(gone)
        for clip in sorted(present - self._unchanged_since.keys()):
            if clip not in self._known or self._known[clip] != _fingerprint(clip):
                # Its first check starts the time.
                self._known[clip], self._unchanged_since[clip] = None, 0.0

    def check(self, now: float) -> tuple[list[Path], list[Finding]]:
        """Return the clips that are complete since the last call, and why others that stopped growing are not.

        Args:
            now: The time in seconds, of a clock that never goes back.
        """
        complete: list[Path] = []
        findings: list[Finding] = []
        for clip in list(self._unchanged_since):
            if not self._has_stopped_growing(clip, now):
                continue
            try:
                finding = media.find_defect(clip)
            except OSError as error:
                # Checked again: Windows refuses to open a file that is still written, and permissions may change.
                if clip not in self._unreadable:
                    self._unreadable.add(clip)
                    findings.append(_unreadable(clip, error))
                continue
            del self._unchanged_since[clip]
            self._unreadable.discard(clip)
            if finding is None:
                complete.append(clip)
            else:
                findings.append(finding)
        return complete, findings

    def _has_stopped_growing(self, clip: Path, now: float) -> bool:
        fingerprint = _fingerprint(clip)
        if fingerprint is None:
            self._forget(clip)
            return False
        if fingerprint != self._known[clip]:
            self._known[clip], self._unchanged_since[clip] = fingerprint, now
        return now - self._unchanged_since[clip] >= self._stable_seconds

    def _forget(self, clip: Path) -> None:
        del self._known[clip]
        self._unchanged_since.pop(clip, None)
        self._unreadable.discard(clip)


def _unreadable(clip: Path, error: OSError) -> Finding:
    return Finding("unreadable", "error", str(clip), f"cannot be read: {error.strerror}", "change its permissions")


def _fingerprint(clip: Path) -> _Fingerprint | None:
    """Return the fingerprint of a file; None if it vanished."""
    try:
        status = clip.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
