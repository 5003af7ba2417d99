"""Specs of clips: what a batch can store."""

from typing import Any

import pytest

from move_ugc_async import CaptureSpec, MoveInvalidRequestError
from move_ugc_async.batch._keys import plain_spec


@pytest.mark.parametrize("key", [5, True, ["x"], {}, "", " ", "\t", "a\0b", "a\nb", "\ud800", "\x85", "k" * 201])
def test_keys_that_cannot_be_used_are_refused_before_anything_is_stored(key: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="key must be a string of 1 to 200 printable characters"):
        plain_spec(CaptureSpec("clip.mp4", "out", {"key": key}))


@pytest.mark.parametrize("key", ["k", "k" * 200, "a:b/upload:c", "%_", "día 1", "東京"])
def test_printable_keys_are_used_as_they_are(key: str) -> None:
    _, _, options = plain_spec(CaptureSpec("clip.mp4", "out", {"key": key}))
    assert options == {"key": key}


@pytest.mark.parametrize("path", ["a\0b", "\ud800", "out/\udc7f/x"])
@pytest.mark.parametrize("name", ["video", "directory", "move_file"])
def test_paths_that_no_file_can_have_are_refused(name: str, path: str) -> None:
    paths = {"video": "clip.mp4", "directory": "out", name: path}
    options: Any = {"move_file": path} if name == "move_file" else {}
    with pytest.raises(MoveInvalidRequestError, match=f"{name} must be a path that a file can have"):
        plain_spec(CaptureSpec(paths["video"], paths["directory"], options))
