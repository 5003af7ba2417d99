"""Where the journey of a clip stands, kept in a small file of the folder that its outputs go to.

It is written before anything is made, so that a command that is killed at any moment makes nothing twice when it is run
again.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from move_ugc_async import CaptureState, MoveInvalidRequestError


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a journey stands.

    Attributes:
        path: The file that keeps it.
        request: What was asked for, and what the clip was like.
        state: The ids made so far.
    """

    path: Path
    request: Mapping[str, Any]
    state: CaptureState

    def moved_to(self, state: CaptureState) -> "Bookmark":
        """Keep a new state."""
        moved = replace(self, state=state)
        moved.save()
        return moved

    def at_job(self, job_id: str) -> "Bookmark":
        """Keep the job, from which all else can be found."""
        return self.moved_to(replace(self.state, job_id=job_id))

    def save(self) -> None:
        """Write the file: as a whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            temporary.write_text(json.dumps({"request": self.request, "state": self.state.to_json()}, indent=1))
            temporary.replace(self.path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def bookmark_path(folder: Path, clip: Path) -> Path:
    """Name the file that keeps a clip's bookmark: hidden, which no output ever is, and one for each clip."""
    return folder / f".move-ugc-{_digest(clip)}.json"


def open_bookmark(folder: Path, clip: Path, request: Mapping[str, Any], *, fresh: bool) -> Bookmark:
    """Find where a journey stands, or begin a new one. Either way it is on disk afterwards.

    Args:
        folder: The folder that the outputs go to.
        clip: The clip.
        request: What is asked for, as plain data.
        fresh: Whether to begin a new one, whatever there was before.

    Raises:
        MoveInvalidRequestError: What was begun here was something else, or cannot be read.
    """
    path = bookmark_path(folder, clip)
    new = Bookmark(path, {**request, "content": _look_of(clip)}, CaptureState())
    if fresh or not path.exists():
        new.save()
        return new
    try:
        document = json.loads(path.read_text())
        kept = Bookmark(path, dict(document["request"]), CaptureState.from_json(document["state"]))
    except (OSError, ValueError, KeyError, TypeError, MoveInvalidRequestError) as error:
        msg = f"{path} does not tell how far {clip} is ({error}); begin anew with --fresh, which pays for a new job"
        raise MoveInvalidRequestError(msg) from None
    others = sorted(_differences(kept.request, new.request))
    if others:
        msg = (
            f"{clip} was captured into {folder} before, with another {', '.join(others)}: choose another --directory, "
            "or begin anew with --fresh; either pays for a new job"
        )
        raise MoveInvalidRequestError(msg)
    return kept


def folders_of(clips: Sequence[Path], directory: Path, *, straight: bool) -> list[Path]:
    """Choose where the outputs of each clip go.

    A clip that was captured before keeps its folder, with whatever other clips it is named now: it must not be paid for
    again. Any other gets one that is named after it, and that no other clip has.

    Args:
        clips: The clips, each once.
        directory: Where the folders are.
        straight: Whether a new clip goes into the directory itself.
    """
    chosen: dict[Path, Path] = {}
    for clip in clips:
        known = [each for each in (directory, *_folders(directory, clip)) if bookmark_path(each, clip).exists()]
        if known:
            chosen[clip] = known[0]
    taken = {folder.name.casefold() for folder in chosen.values()}
    for clip in clips:
        if clip not in chosen:
            plain, unique = _folders(directory, clip)
            is_free = plain.name.casefold() not in taken and not any(plain.glob(".move-ugc-*.json"))
            chosen[clip] = directory if straight else plain if is_free else unique
            taken.add(chosen[clip].name.casefold())
    return [chosen[clip] for clip in clips]


def _folders(directory: Path, clip: Path) -> tuple[Path, Path]:
    return directory / _stem(clip), directory / f"{_stem(clip)}-{_digest(clip)}"


def _stem(clip: Path) -> str:
    # `..mp4` has a stem that names the folder itself.
    return clip.stem if clip.stem.strip(".") else f"_{clip.name}"


def _digest(clip: Path) -> str:
    return hashlib.sha256(os.fsencode(clip.resolve())).hexdigest()[:8]


def _look_of(clip: Path) -> list[int] | None:
    """Give what tells that a clip was replaced; None where it is gone, which matters no more once it was uploaded."""
    try:
        status = clip.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _differences(kept: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    differing = {name for name in kept.keys() | new.keys() if kept.get(name) != new.get(name)}
    return differing - ({"content"} if new["content"] is None else set())
