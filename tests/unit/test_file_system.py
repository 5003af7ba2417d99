"""Files that are written beside their target."""

import errno
from pathlib import Path

import pytest

from move_ugc_async._file_system import named_in_errors


def test_error_names_the_file_of_the_user_only(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    full = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x.part"))
    renamed = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x.part"), None, str(path))
    for error in (full, renamed):
        with pytest.raises(OSError, match="No space left") as caught, named_in_errors(path):
            raise error
        assert str(caught.value) == f"[Errno {errno.ENOSPC}] No space left on device: {str(path)!r}"
