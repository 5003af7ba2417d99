"""When a clip in a watched folder is complete."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import Finding, MoveInvalidRequestError, media
from move_ugc_async.batch import find_clips, watch_clips
from move_ugc_async.batch._watch import ClipTracker
from tests.integration.client.workflows import CLIP
from tests.support.wait_until import SAFETY_NET

CONTENT = CLIP.read_bytes()


class Watched:
    """A folder with a tracker, on a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tracker = ClipTracker(2.0)
        self.now = 100.0

    def write(self, name: str, content: bytes = CONTENT, *, modified: int = 1) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (modified, modified))
        return path

    def after(self, seconds: float) -> list[str]:
        complete, _ = self.check_after(seconds)
        return complete

    def check_after(self, seconds: float) -> tuple[list[str], list[Finding]]:
        self.now += seconds
        self.tracker.update(find_clips(self.folder))
        complete, findings = self.tracker.check(self.now)
        return [path.name for path in complete], findings


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_clip_is_complete_when_it_is_unchanged_for_the_time(watched: Watched) -> None:
    watched.write("a.mp4")
    assert watched.after(0) == []
    assert watched.after(1.9) == []
    assert watched.after(0.1) == ["a.mp4"]
    assert watched.after(100) == []


@pytest.mark.parametrize("change", ["size", "time of modification"])
def test_time_starts_again_when_a_clip_changes(change: str, watched: Watched) -> None:
    watched.write("a.mp4")
    watched.after(0)
    if change == "size":
        watched.write("a.mp4", CONTENT + b"\0\0\0\x08free")
    else:
        watched.write("a.mp4", modified=2)
    assert watched.after(1.9) == []
    assert watched.after(1.9) == []
    assert watched.after(0.1) == ["a.mp4"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (CONTENT[: len(CONTENT) // 2], "truncated"),
        (CONTENT[:-1], "truncated"),
        (bytes(len(CONTENT)), "unsupported_format"),
    ],
    ids=["empty", "half", "one byte missing", "allocated"],
)
def test_incomplete_clip_is_reported_once_and_complete_after_its_end_arrives(
    content: bytes, code: str, watched: Watched
) -> None:
    path = watched.write("a.mp4", content)
    watched.after(0)
    complete, findings = watched.check_after(2)
    assert (complete, [(each.code, each.file) for each in findings]) == ([], [(code, str(path))])
    assert watched.check_after(100) == ([], [])
    watched.write("a.mp4", modified=2)
    assert watched.after(0) == []
    assert watched.after(2) == ["a.mp4"]


def test_unreadable_clip_is_reported_once_and_complete_when_it_can_be_read(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.write("a.mp4")

    def refuse(_clip: Path) -> None:
        raise PermissionError(13, "Permission denied")

    watched.after(0)
    with monkeypatch.context() as patch:
        patch.setattr(media, "find_defect", refuse)
        _, findings = watched.check_after(2)
        assert [each.message for each in findings] == ["cannot be read: Permission denied"]
        assert watched.check_after(2) == ([], [])
    assert watched.after(0.5) == ["a.mp4"]


def test_vanished_clip_is_forgotten_and_new_when_it_comes_back(watched: Watched) -> None:
    path = watched.write("a.mp4")
    watched.after(0)
    watched.after(2)
    path.unlink()
    assert watched.after(2) == []
    watched.write("a.mp4")
    watched.after(0)
    assert watched.after(2) == ["a.mp4"]


def test_clip_that_vanishes_between_scan_and_check_is_forgotten(watched: Watched) -> None:
    path = watched.write("a.mp4")
    watched.tracker.update([path])
    path.unlink()
    assert watched.tracker.check(watched.now) == ([], [])
    assert watched.tracker.check(watched.now + 10) == ([], [])


def test_renamed_clip_is_complete_again_and_a_replaced_one_too(watched: Watched) -> None:
    path = watched.write("a.mp4.part")
    assert watched.after(10) == []
    path.rename(path.with_name("a.mp4"))
    watched.after(0)
    assert watched.after(2) == ["a.mp4"]
    path.with_name("a.mp4").rename(path.with_name("b.mp4"))
    watched.after(0)
    assert watched.after(2) == ["b.mp4"]
    watched.write("b.mp4", modified=7)
    watched.after(0)
    assert watched.after(2) == ["b.mp4"]


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_watch_clips_refuses_invalid_seconds(seconds: float, tmp_path: Path) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"stable_seconds must be at least 0\.1"):
        asyncio.run(first(watch_clips(tmp_path, stable_seconds=seconds)))


async def first(clips: AsyncGenerator[Path, None]) -> Path:
    async with aclosing(clips):
        return await anext(clips)


@pytest.mark.parametrize("polling", [None, True], ids=["notifications", "polling"])
def test_watch_clips_yields_clips_that_exist_and_clips_that_arrive(*, polling: bool | None, tmp_path: Path) -> None:
    (tmp_path / "there.mp4").write_bytes(CONTENT)

    async def main() -> list[str]:
        options: dict[str, Any] = {"stable_seconds": 0.1, "polling": polling, "ignore": [tmp_path / "out"]}
        found: list[str] = []
        later: list[Callable[[], object]] = [
            lambda: shutil.copytree(tmp_path, tmp_path / "out"),
            lambda: shutil.copytree(tmp_path / "out", tmp_path / "folder"),
            lambda: (tmp_path / "there.mp4").rename(tmp_path / "moved.mp4"),
        ]
        async with asyncio.timeout(SAFETY_NET), aclosing(watch_clips(tmp_path, **options)) as clips:
            async for clip in clips:
                found.append(clip.relative_to(tmp_path).as_posix())
                later.pop(0)()
                if len(found) == 1:
                    later.pop(0)()
                if not later:
                    break
            found.append((await anext(clips)).name)
        return found

    assert asyncio.run(main()) == ["there.mp4", "folder/there.mp4", "moved.mp4"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse the name, or report it")
@pytest.mark.parametrize("name", [b"bad\xff.mp4", b"bad\xff.txt"])
def test_watch_clips_continues_after_a_name_that_the_watcher_cannot_report(name: bytes, tmp_path: Path) -> None:
    (tmp_path / "there.mp4").write_bytes(CONTENT)

    async def main() -> set[bytes]:
        found = set[bytes]()
        async with asyncio.timeout(SAFETY_NET), aclosing(watch_clips(tmp_path, stable_seconds=0.1)) as clips:
            found.add(os.fsencode((await anext(clips)).name))
            (tmp_path / os.fsdecode(name)).write_bytes(CONTENT)
            (tmp_path / "beside.mp4").write_bytes(CONTENT)
            for _ in range(name.endswith(b".mp4") + 1):
                found.add(os.fsencode((await anext(clips)).name))
        return found

    expected = {b"there.mp4", b"beside.mp4", name}
    assert asyncio.run(main()) == {each for each in expected if each.endswith(b".mp4")}


@pytest.mark.parametrize("is_grouped", [True, False])
def test_watch_clips_starts_the_watcher_again_after_its_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_grouped: bool
) -> None:
    import watchfiles

    error: Exception = RuntimeError("rust")
    starts: list[int] = []

    async def fail(*_arguments: Any, **_options: Any) -> AsyncGenerator[set[Any], None]:
        starts.append(len(starts))
        yield set()
        # Not reported: only a scan after the error finds it.
        (tmp_path / f"{len(starts)}.mp4").write_bytes(CONTENT)
        raise ExceptionGroup("task group", [error]) if is_grouped else error

    async def main() -> list[str]:
        async with asyncio.timeout(SAFETY_NET), aclosing(watch_clips(tmp_path, stable_seconds=0.1)) as clips:
            return [(await anext(clips)).name for _ in range(2)]

    monkeypatch.setattr(watchfiles, "awatch", fail)
    assert set(asyncio.run(main())) <= {f"{number}.mp4" for number in range(1, len(starts) + 1)}


def test_watch_clips_finds_changes_that_were_not_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import watchfiles

    from move_ugc_async.batch import _watch

    async def lose_changes(*_paths: Path, **_options: Any) -> AsyncGenerator[set[Any], None]:
        while True:
            await asyncio.sleep(0)
            yield set()

    monkeypatch.setattr(watchfiles, "awatch", lose_changes)
    monkeypatch.setattr(_watch, "_SCAN_SECONDS", 0.0)

    async def main() -> str:
        async with asyncio.timeout(SAFETY_NET), aclosing(watch_clips(tmp_path, stable_seconds=0.1)) as clips:
            task = asyncio.ensure_future(anext(clips))
            await asyncio.sleep(0)
            (tmp_path / "a.mp4").write_bytes(CONTENT)
            return (await task).name

    assert asyncio.run(main()) == "a.mp4"


def test_watch_clips_reports_incomplete_clips(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(CONTENT[:-1])
    findings: list[Finding] = []

    def complete(finding: Finding) -> None:
        findings.append(finding)
        (tmp_path / "a.mp4").write_bytes(CONTENT)

    async def main() -> str:
        async with asyncio.timeout(SAFETY_NET):
            return (await first(watch_clips(tmp_path, stable_seconds=0.1, on_incomplete=complete))).name

    assert asyncio.run(main()) == "a.mp4"
    assert [each.code for each in findings] == ["truncated"]


def test_watch_clips_raises_if_the_folder_is_missing_or_vanishes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        asyncio.run(first(watch_clips(tmp_path / "missing")))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(CONTENT)

    async def main() -> None:
        async with asyncio.timeout(SAFETY_NET), aclosing(watch_clips(folder, stable_seconds=0.1)) as clips:
            await anext(clips)
            shutil.rmtree(folder)
            await anext(clips)

    with pytest.raises(FileNotFoundError):
        asyncio.run(main())
