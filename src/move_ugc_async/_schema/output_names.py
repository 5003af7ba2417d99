"""The names of outputs: how those that users request relate to the `format` and file type of the outputs they get."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

Description: TypeAlias = tuple[str | None, str]
"""The `format` of an output, of which None counts as its file type, and the `type` of its file."""


class _Role(NamedTuple):
    """How the server describes an output.

    Attributes:
        format: The value of `format`, also called `key`.
        words: The words in an unknown `format` with the same meaning.
        type: The extension of the file.
        is_inside: Whether the words may be anywhere in the format; otherwise they are its end.
    """

    format: str
    words: str
    type: str
    is_inside: bool = False


class OutputNames:
    """The names of the outputs of jobs, or of volumes."""

    def __init__(self, roles: Mapping[str, _Role]) -> None:
        self._roles = roles
        self._aliases = {role.format: name for name, role in roles.items()}
        self._pairs = {(words, role.type): name for name, role in roles.items() for words in (name, role.format)}
        counts = Counter(role.type for role in roles.values())
        self._types = frozenset(counts)
        self._by_type = {role.type: name for name, role in roles.items() if counts[role.type] == 1}

    def is_known(self, name: str) -> bool:
        """Return whether a plain name is the name or format of a known output."""
        return name in self._roles or name in self._aliases

    def resolve(self, outputs: Sequence[Description]) -> dict[str, list[int]]:
        """Return the indices of the outputs that each plain name finds, out of all outputs of a job or volume.

        Outputs with the known format and file type of a name come first. If there are none, outputs with the name as
        their format; then those that the words of their format relate to the name; then those whose file type only this
        name has. So an output that is known is never mixed up with one that is guessed.
        """
        found = dict[str, tuple[int, list[int]]]()
        for index, output in enumerate(outputs):
            for rank, name in self._ranked(*_described(output)):
                best, indices = found.get(name, (rank, []))
                if rank < best or not indices:
                    found[name] = (rank, [index])
                elif rank == best and indices[-1] != index:
                    indices.append(index)
        return {name: indices for name, (_, indices) in found.items()}

    def labels(self, outputs: Sequence[Description]) -> list[str | None]:
        """Return a name for each output of a job or volume that finds it, or None if all its names find others.

        That is the requested name for a known format, and otherwise the format itself.
        """
        found = self.resolve(outputs)

        def label(index: int, text: str, kind: str) -> str | None:
            related = self._related(text, kind)
            names = (related, text) if self.is_known(text) else (text, related)
            return next((name for name in names if name and index in found[name]), None)

        return [label(index, *_described(output)) for index, output in enumerate(outputs)]

    def guesses(self, outputs: Iterable[Description]) -> set[str]:
        """Return the requested names to which the outputs relate."""
        return {name for output in outputs if (name := self._related(*_described(output)))}

    def _ranked(self, text: str, kind: str) -> Iterator[tuple[int, str]]:
        """Yield the names of an output with a rank of certainty, 0 for the highest, in ascending order."""
        exact = self._pairs.get((text, kind))
        for rank, name in enumerate((exact, text, self._by_words(text, kind), self._by_only_type(text, kind))):
            if name is not None:
                yield rank, name
                if name != text and name in self._roles:
                    yield rank, self._roles[name].format

    def _related(self, text: str, kind: str) -> str | None:
        return self._pairs.get((text, kind)) or self._by_words(text, kind) or self._by_only_type(text, kind)

    def _by_words(self, text: str, kind: str) -> str | None:
        """Return the name that the words of a format stand for, the longest ones if there are several."""
        if text in self._roles:
            return text
        found = dict[str, str]()
        for name, role in self._roles.items():
            for words in (name, role.words) if kind in {role.type, ""} else ():
                if _has_words(text, words, anywhere=role.is_inside):
                    found.setdefault(words, name)
        if found:
            return found[max(found, key=len)]
        # An archive of FBX files is not an FBX file, but a known format may have a file type that is not known yet.
        return None if kind in self._types else self._aliases.get(text)

    def _by_only_type(self, text: str, kind: str) -> str | None:
        return None if self.is_known(text) else self._by_type.get(kind)


JOB_OUTPUTS = OutputNames(
    {
        "render_video": _Role("mp4", "mp4", "mp4"),
        "render_overlay_video": _Role("render_overlay_mp4", "overlay_mp4", "mp4"),
        "main_fbx": _Role("fbx", "fbx", "fbx"),
        "main_usdc": _Role("usdc", "usdc", "usdc"),
        "main_usdz": _Role("usdz", "usdz", "usdz"),
        "main_blend": _Role("blend", "blend", "blend"),
        # Observed: formats that contain "glb" and "motion_data". The type of the former is an assumption.
        "main_glb": _Role("glb", "glb", "glb", is_inside=True),
        "motion_data": _Role("motion_data", "motion_data", "zip", is_inside=True),
        # Requested from another product of the vendor; formats and types are assumptions.
        "main_bvh": _Role("bvh", "bvh", "bvh"),
        "main_c3d": _Role("c3d", "c3d", "c3d"),
        # It is known that this is a pickle; format and type are assumptions.
        "sync_data": _Role("sync_data", "sync_data", "pkl"),
        # It is documented that each is a ZIP archive; the formats are assumptions.
        "all_blend": _Role("all_blend", "blend", "zip"),
        "all_bvh": _Role("all_bvh", "bvh", "zip"),
        "all_c3d": _Role("all_c3d", "c3d", "zip"),
        "all_fbx": _Role("all_fbx", "fbx", "zip"),
        "all_glb": _Role("all_glb", "glb", "zip", is_inside=True),
        "all_usdc": _Role("all_usdc", "usdc", "zip"),
        "all_usdz": _Role("all_usdz", "usdz", "zip"),
    }
)
"""Requested name → the server's description."""

VOLUME_OUTPUTS = OutputNames(
    {
        "pkl": _Role("pkl", "pkl", "pkl"),
        "volume_definition": _Role("volume_definition", "definition", "json"),
        "volume_report": _Role("volume_report", "report", "json"),
    }
)
"""The outputs of a volume, which are not requested; the types are assumptions."""


def plain_name(text: str) -> str:
    """Return a name, format or file type in lower case, with underscores, and without a leading dot."""
    return text.strip().casefold().removeprefix(".").replace("-", "_").replace(" ", "_")


def _described(output: Description) -> tuple[str, str]:
    """Return the plain format and file type of an output."""
    stated, file_type = output
    return plain_name(stated or file_type), plain_name(file_type)


def _has_words(text: str, words: str, *, anywhere: bool) -> bool:
    # Digits may follow, as in `motion_data2`; letters may not, as in `glbx`.
    pattern = rf"(?<![a-z]){words}(?![a-z])" if anywhere else rf"(?:^|_){words}$"
    return re.search(pattern, text) is not None
