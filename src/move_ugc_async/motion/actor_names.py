"""Names of actors."""

from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import PurePosixPath

_SUFFIX = "_motion_data"


def name_actors(files: Sequence[str]) -> list[str]:
    """Return a different name for the actor of each file of an archive, in their order.

    It is the file's name without `_motion_data.json`. Files that share it are named with their folders, and
    those in one folder are numbered: `track00`, `track00 (2)`.

    Args:
        files: Names of the files in the archive, with their folders.
    """
    paths = [PurePosixPath(file) for file in files]
    plain = [path.stem.removesuffix(_SUFFIX) for path in paths]
    uses = Counter(plain)
    names = [
        name if uses[name] == 1 else str(path.with_name(name)) if name else str(path.with_suffix(""))
        for name, path in zip(plain, paths, strict=True)
    ]
    taken: set[str] = set()
    for number, name in enumerate(names):
        others = {*taken, *names[number + 1 :]}
        if name in taken:
            names[number] = next(each for again in count(2) if (each := f"{name} ({again})") not in others)
        taken.add(names[number])
    return names
