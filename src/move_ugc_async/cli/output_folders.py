"""The output folder of each clip, and the state file in it."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_STATE_FILES = ".move-ugc-*.json"


def state_file_path(folder: Path, digest: str) -> Path:
    """Return the path of a clip's state file: hidden, as no output is, and named after the clip's content.

    Args:
        folder: The output folder.
        digest: SHA-256 of the clip's content.
    """
    return folder / f".move-ugc-{digest[:16]}.json"


@dataclass(slots=True)
class OutputFolders:
    """Chooses the output folder of each clip.

    A clip whose content was captured here before keeps its folder, even under another name. A new clip gets a folder
    that is named after it and that no other clip has.

    Attributes:
        directory: The parent of the folders.
        is_flat: Whether the outputs of a new clip go into the directory itself.
    """

    directory: Path
    is_flat: bool
    _chosen: dict[tuple[str, str], Path] = field(default_factory=dict[tuple[str, str], Path], init=False)

    def choose(self, clip: Path, digest: str) -> Path:
        """Return the folder of a clip.

        Args:
            clip: The clip.
            digest: SHA-256 of its content.
        """
        key = (_normalized(_stem(clip)), digest)
        if key not in self._chosen:
            existing = (each for each in self._candidates(clip, digest) if state_file_path(each, digest).exists())
            self._chosen[key] = next(existing, None) or self._new_folder(clip, digest)
        return self._chosen[key]

    def find_state_file(self, clip: Path) -> Path | None:
        """Return the state file of a clip that cannot be read, found by the name it had when it was captured."""
        for folder in self._candidates(clip, ""):
            for path in sorted(folder.glob(_STATE_FILES)):
                if _normalized(_captured_name(path)) == _normalized(clip.name):
                    return path
        return None

    def _new_folder(self, clip: Path, digest: str) -> Path:
        if self.is_flat:
            return self.directory
        folder = self.directory / _stem(clip)
        chosen = {_normalized(each.name) for each in self._chosen.values()}
        is_used = _normalized(folder.name) in chosen or _has_state_files(folder)
        return self.directory / _unique_name(clip, digest) if is_used else folder

    def _candidates(self, clip: Path, digest: str) -> Iterator[Path]:
        yield self.directory
        names = {_normalized(_stem(clip)), _normalized(_unique_name(clip, digest))}
        if self.directory.is_dir():
            yield from (each for each in sorted(self.directory.iterdir()) if _normalized(each.name) in names)


def _has_state_files(folder: Path) -> bool:
    try:
        return any(folder.glob(_STATE_FILES))
    except OSError:
        # The clip's name is too long for a folder, so reading the clip fails as well and reports it.
        return False


def _captured_name(path: Path) -> str:
    """Return the name that a clip had when it was captured; an empty string if its state file is unreadable."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["clips"][0])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _normalized(name: str) -> str:
    # File systems change names: macOS decomposes accented letters, and many ignore letter case.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _unique_name(clip: Path, digest: str) -> str:
    return f"{_stem(clip)}-{digest[:8]}"


def _stem(clip: Path) -> str:
    # The stem of `..mp4` is `.`, which is the directory itself.
    return clip.stem if clip.stem.strip(".") else f"_{clip.name}"
