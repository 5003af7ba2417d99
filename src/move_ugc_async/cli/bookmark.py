"""Where the journey of a clip stands, kept in a small file of the folder that its outputs go to.

It is written once the clip has been checked and before anything is made: a command that is refused leaves nothing
behind, and one that is killed at any moment makes nothing twice when it is run again.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from move_ugc_async import CaptureState, MoveInvalidRequestError

ENDS_READ = 2**20
"""Bytes of each end of a clip that tell whether it was replaced."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a journey stands.

    Attributes:
        path: The file that keeps it.
        request: What was asked for, and what the clip was like.
        state: The ids made so far.
        on_disk: What the file holds; None where there is none.
    """

    path: Path
    request: Mapping[str, Any]
    state: CaptureState
    on_disk: str | None

    def moved_to(self, state: CaptureState) -> "Bookmark":
        """Keep a state, where the file has another or none yet.

        Raises:
            MoveInvalidRequestError: Another command has begun the same meanwhile.
        """
        text = json.dumps({"request": self.request, "state": state.to_json()}, indent=1)
        if text == self.on_disk:
            return self
        if self.on_disk is None and self.path.exists():
            msg = f"another command has begun this clip ({self.path}); run this one again, and it goes on from there"
            raise MoveInvalidRequestError(msg)
        self._write(text)
        return replace(self, state=state, on_disk=text)

    def _write(self, text: str) -> None:
        """Write the file: as a whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            temporary.write_text(text)
            temporary.replace(self.path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def bookmark_path(folder: Path, clip: Path) -> Path:
    """Name the file that keeps a clip's bookmark: hidden, which no output ever is, and one for each clip."""
    return folder / f".move-ugc-{_digest(folder, clip)}.json"


def open_bookmark(folder: Path, clip: Path, request: Mapping[str, Any], *, fresh: bool) -> Bookmark:
    """Find where a journey stands, or begin a new one, which is on disk once it has moved.

    Args:
        folder: The folder that the outputs go to.
        clip: The clip.
        request: What is asked for, as plain data.
        fresh: Whether to forget what there was before.

    Raises:
        MoveInvalidRequestError: What was begun here was something else, or cannot be read.
    """
    path = bookmark_path(folder, clip)
    new = Bookmark(path, {**request, "content": _look_of(clip)}, CaptureState(), None)
    if fresh:
        path.unlink(missing_ok=True)
    try:
        text = path.read_text()
    except FileNotFoundError:
        return new
    except (OSError, ValueError) as error:
        raise _unreadable(path, clip, error) from None
    try:
        document = json.loads(text)
        kept = Bookmark(path, dict(document["request"]), CaptureState.from_json(document["state"]), text)
    except (ValueError, KeyError, TypeError, MoveInvalidRequestError) as error:
        raise _unreadable(path, clip, error) from None
    others = sorted(_differences(kept.request, new.request))
    if not others:
        return kept
    if not (kept.state.file_ids or kept.state.take_id or kept.state.job_id):
        # All that may be under way is an upload, which costs nothing.
        return replace(new, on_disk=text)
    msg = (
        f"{clip} was captured into {folder} before. Not the same now: {', '.join(others).replace('_', ' ')}. "
        "Choose another --directory, or begin anew with --fresh; either pays for a new job"
    )
    raise MoveInvalidRequestError(msg)


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
    return directory / _stem(clip), directory / f"{_stem(clip)}-{_digest(directory, clip)}"


def _stem(clip: Path) -> str:
    # `..mp4` has a stem that names the folder itself.
    return clip.stem if clip.stem.strip(".") else f"_{clip.name}"


def _digest(folder: Path, clip: Path) -> str:
    return hashlib.sha256(os.fsencode(way_to(clip, folder))).hexdigest()[:8]


def way_to(path: Path, folder: Path) -> str:
    """Name a file as it is seen from a folder, which stays the same where both are moved together."""
    try:
        return os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:
        # Another drive of Windows.
        return str(path.resolve())


def _look_of(clip: Path) -> list[int | str] | None:
    """Give what tells that a clip was replaced; None where it is gone, which matters no more once it was uploaded."""
    try:
        if not clip.is_file():
            return None
        with clip.open("rb") as file:
            ends = hashlib.sha256(file.read(ENDS_READ))
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - ENDS_READ, ENDS_READ))
            ends.update(file.read())
    except OSError:
        return None
    return [size, ends.hexdigest()]


def _differences(kept: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    differing = {name for name in kept.keys() | new.keys() if kept.get(name) != new.get(name)}
    return differing - ({"content"} if new["content"] is None else set())


def _unreadable(path: Path, clip: Path, error: Exception) -> MoveInvalidRequestError:
    return MoveInvalidRequestError(
        f"{path} does not tell how far {clip} is ({error}); begin anew with --fresh, which pays for a new job"
    )
