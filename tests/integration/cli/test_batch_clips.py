"""The clips of a batch and their output folders; folders and options that are refused."""

from pathlib import Path

import pytest

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async.cli.batch_clips import capture_specs, list_clips
from move_ugc_async.cli.batch_options import DatabaseOptions
from move_ugc_async.cli.batch_session import existing_database, sqlite_url
from tests.integration.cli.conftest import Invoke


def write(root: Path, *names: str) -> list[Path]:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"clip")
    return [root / name for name in names]


def folders(clips: list[Path], root: Path, *beside: Path) -> list[str]:
    specs = capture_specs(clips, root, Path("out"), {"outputs": ["main_fbx"]}, beside=beside)
    assert all(spec.options == {"outputs": ["main_fbx"]} for spec in specs)
    return [Path(spec.directory).as_posix() for spec in specs]


def test_outputs_mirror_the_folders_of_the_clips(tmp_path: Path) -> None:
    clips = write(tmp_path, "a.mp4", "monday/a.mp4", "monday/b.c.MOV")
    assert folders(clips, tmp_path) == ["out/a", "out/monday/a", "out/monday/b.c"]


def test_clips_that_differ_only_in_extension_or_case_have_folders_of_their_own(tmp_path: Path) -> None:
    clips = write(tmp_path, "a.mov", "a.mp4", "b/a.mp4", "E\u0301.mp4", "\u00e9.mov")
    assert folders(clips, tmp_path) == ["out/a.mov", "out/a.mp4", "out/b/a", "out/E\u0301.mp4", "out/\u00e9.mov"]
    assert folders(clips[:1], tmp_path, *clips) == ["out/a.mov"]


@pytest.mark.parametrize("out", ["clips", "clips/", ".", "..", "clips/../clips", "link"])
def test_output_folder_around_the_clips_is_refused(out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "work", "clips/a.mp4")
    monkeypatch.chdir(tmp_path / "work")
    Path("link").symlink_to("clips")
    with pytest.raises(MoveInvalidRequestError, match="--out must not be FOLDER or contain it"):
        list_clips(Path("clips"), Path(out))


def test_output_folder_inside_or_beside_the_clips_is_left_out(tmp_path: Path) -> None:
    (clip, _) = write(tmp_path, "clips/a.mp4", "clips/out/a/render.mp4")
    assert list_clips(tmp_path / "clips", tmp_path / "clips" / "out") == [clip]
    assert len(list_clips(tmp_path / "clips", tmp_path / "clips-out")) == 2


@pytest.mark.parametrize(
    ("clips", "message"),
    [
        ("empty", "cannot find clips in empty: it contains no file named *.mp4, *.mov or *.avi"),
        ("missing", "cannot read the folder missing: it does not exist"),
        ("dance.mp4", "cannot read the folder dance.mp4: it is a file; pass the folder around it"),
        ("..", "--out must not be FOLDER or contain it; got ..; pass a folder of its own, such as ..-out"),
    ],
)
@pytest.mark.parametrize("command", ["run", "watch"])
def test_folder_without_clips_is_an_error(
    command: str, clips: str, message: str, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (command, clips) == ("watch", "empty"):
        pytest.skip("clips may arrive later")
    monkeypatch.setenv("MOVE_API_KEY", "key-of-a-user-123")
    Path("empty").mkdir()
    result = move_ugc("batch", command, clips, "--out", ".." if clips == ".." else "out", "--yes")
    assert (result.code, result.out, result.err) == (2, "", f"move-ugc: {message}\n")
    assert not Path("out").exists()


@pytest.mark.parametrize("command", ["run", "watch"])
def test_batch_that_cannot_ask_requires_yes(command: str, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "key-of-a-user-123")
    result = move_ugc("batch", command, ".", "--out", "out")
    assert result.code == 2
    assert result.err.endswith("standard input or standard error is not a terminal; pass --yes\n")
    assert [each.name for each in Path().iterdir()] == ["dance.mp4"]


@pytest.mark.parametrize(
    "command", [("status",), ("export", "a.csv"), ("retry",), ("cancel", "a"), ("worker",)], ids=lambda each: each[0]
)
def test_command_for_a_batch_that_does_not_exist_creates_no_database(
    command: tuple[str, ...], move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "key-of-a-user-123")
    for where in ((), ("--out", "other"), ("--database", "sqlite:///other/batch.db")):
        result = move_ugc("batch", *command, *where)
        assert result.code == 2
        assert "batch.db does not exist; pass the --out or the --database of `move-ugc batch run`" in result.err
    assert [each.name for each in Path().iterdir()] == ["dance.mp4"]


def test_database_and_folder_name_one_batch_only(tmp_path: Path) -> None:
    with pytest.raises(MoveInvalidRequestError, match="both name the database"):
        existing_database(DatabaseOptions(database="postgresql://host/name"), tmp_path)
    assert existing_database(DatabaseOptions(database="postgresql://host/name"), None) == "postgresql://host/name"
    (tmp_path / "batch.db").touch()
    assert existing_database(DatabaseOptions(), tmp_path) == sqlite_url(tmp_path)


def test_temporary_sandbox_has_no_lasting_database_and_no_worker(move_ugc: Invoke) -> None:
    for command in ("worker", "retry"):
        result = move_ugc("batch", command, "--sandbox")
        assert (result.code, "a temporary sandbox has no jobs of the batch" in result.err) == (2, True)
    result = move_ugc("batch", "run", ".", "--out", "out", "--sandbox", "--database", "sqlite:///a.db")
    assert (result.code, "cannot use --database with --sandbox" in result.err) == (2, True)
