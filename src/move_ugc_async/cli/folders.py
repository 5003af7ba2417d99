"""Where the outputs of each clip go, and the state file beside them."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_PATTERN = ".move-ugc-*.json"


def state_file_path(folder: Path, digest: str) -> Path:
    """Return the path of a clip's state file: hidden, which no output ever is, and named by the clip's content."""
    return folder / f".move-ugc-{digest[:16]}.json"


@dataclass(slots=True)
class Folders:
    """Choose where the outputs of each clip go.

    A clip whose content was captured here before keeps its folder, whatever its name is now. Another one gets a folder
    that is named after it, and that no other clip has.

    Attributes:
        directory: Where the folders are.
        is_straight: Whether a new clip goes into the directory itself.
    """

    directory: Path
    is_straight: bool
    _chosen: dict[tuple[str, str], Path] = field(default_factory=dict[tuple[str, str], Path], init=False)

    def choose(self, clip: Path, digest: str) -> Path:
        """Choose the folder of a clip.

        Args:
            clip: The clip.
            digest: SHA-256 of its content.
        """
        chosen = (_plain_name(_stem(clip)), digest)
        if chosen not in self._chosen:
            known = (each for each in self._candidates(clip, digest) if state_file_path(each, digest).exists())
            self._chosen[chosen] = next(known, None) or self._new(clip, digest)
        return self._chosen[chosen]

    def find_missing(self, clip: Path) -> Path | None:
        """Return the state file of a clip that is missing, by its name when it was captured."""
        for folder in self._candidates(clip, ""):
            for path in sorted(folder.glob(_PATTERN)):
                if _plain_name(_captured_name(path)) == _plain_name(clip.name):
                    return path
        return None

    def _new(self, clip: Path, digest: str) -> Path:
        if self.is_straight:
            return self.directory
        plain = self.directory / _stem(clip)
        taken = {_plain_name(folder.name) for folder in self._chosen.values()}
        is_taken = _plain_name(plain.name) in taken or _has_state_files(plain)
        return self.directory / _unique_name(clip, digest) if is_taken else plain

    def _candidates(self, clip: Path, digest: str) -> Iterator[Path]:
        yield self.directory
        names = {_plain_name(_stem(clip)), _plain_name(_unique_name(clip, digest))}
        if self.directory.is_dir():
            yield from (each for each in sorted(self.directory.iterdir()) if _plain_name(each.name) in names)


def _has_state_files(folder: Path) -> bool:
    try:
        return any(folder.glob(_PATTERN))
    except OSError:
        # The name is too long for a folder, and so is that of the clip.
        return False


def _captured_name(path: Path) -> str:
    """Return the name that a clip had when it was captured; empty where its state file cannot be read."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["clips"][0])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _plain_name(name: str) -> str:
    # One name for all that a file system may make of it: macOS decomposes letters, and many ignore their case.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _unique_name(clip: Path, digest: str) -> str:
    return f"{_stem(clip)}-{digest[:8]}"


def _stem(clip: Path) -> str:
    # `..mp4` has a stem that names the folder itself.
    return clip.stem if clip.stem.strip(".") else f"_{clip.name}"
