"""Parse the files of a folder that a capture has downloaded, and print the content of each.

Usage: python -m scripts.check_outputs FOLDER
"""

import sys
from pathlib import Path

from move_ugc_async.sandbox.media import describe


def main(folder: Path) -> None:
    """Print a line per file. A file that cannot be parsed raises ValueError."""
    for path in sorted(folder.glob("[!.]*")):
        print(f"{path!s:<34} {describe(path)}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 - the program and its folder
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
