"""Defects that the container of a clip shows, without the extra `media`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async import MoveInvalidRequestError, media
from tests.integration.client.workflows import CLIP

WITHOUT_EXTRA = """
import sys
sys.modules["av"] = None
from move_ugc_async import media
print(media.find_defect(sys.argv[1]))
"""


def test_complete_clip_has_no_defect_without_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_EXTRA, CLIP], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("None\n", "")


@pytest.mark.parametrize(
    ("size", "code", "message"),
    [
        (0, "empty", "is empty"),
        (1000, "truncated", "is truncated: its 'moov' box ends"),
        (-1, "truncated", "is truncated: its"),
    ],
)
def test_incomplete_clip_has_the_defect_of_an_inspection(size: int, code: str, message: str, tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(CLIP.read_bytes()[:size])
    found = media.find_defect(clip)
    assert found is not None
    assert (found.code, found.file) == (code, str(clip))
    assert found.message.startswith(message)
    assert found in media.inspect(clip).findings


def test_file_that_is_not_a_video_has_a_defect(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(bytes(5000))
    found = media.find_defect(str(tmp_path / "a.mp4"))
    assert found is not None
    assert (found.code, found.severity) == ("unsupported_format", "error")


def test_path_that_cannot_be_read_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        media.find_defect(tmp_path / "missing.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(MoveInvalidRequestError, match="it is a device or a pipe"):
        media.find_defect(tmp_path / "pipe.mp4")
