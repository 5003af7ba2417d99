"""`move-ugc motion`, without an API key."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from tests.integration.cli.conftest import COMMAND, Invoke
from tests.support.motion_files import archive, document


@pytest.fixture
def file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write motion data of two actors, and unset the API key."""
    monkeypatch.delenv("MOVE_API_KEY", raising=False)
    path = folder / "motion_data.zip"
    path.write_bytes(archive({"track00_motion_data.json": document(61), "track01_motion_data.json": document(1)}))
    return path


def test_info_lists_the_actors(move_ugc: Invoke, file: Path) -> None:
    shown = move_ugc("motion", "info", file)
    assert (shown.code, shown.err) == (0, "")
    assert shown.rows == [["track00", "61", "1.000", "60", "18", "z"], ["track01", "1", "0.000", "nan", "18", "z"]]


def test_info_writes_json(move_ugc: Invoke, file: Path) -> None:
    first, second = map(json.loads, move_ugc("motion", "info", file, "--json").out.splitlines())
    assert first["joints"][3] == {"name": "Left_ankle", "parent": "Left_knee", "axes": "zyx"}
    assert (first["frames"], first["seconds"], first["fps"], second["fps"]) == (61, 1.0, 60.0, None)


def test_export_writes_all_actors_into_one_table(move_ugc: Invoke, file: Path) -> None:
    shown = move_ugc("motion", "export", file, "--to", "parquet")
    assert (shown.code, shown.out) == (0, f"{file.with_suffix('.parquet')}\n")
    table = pd.read_parquet(file.with_suffix(".parquet"))
    assert table.groupby("actor", observed=True).size().to_dict() == {"track00": 61 * 18, "track01": 18}


def test_export_resamples_and_turns(move_ugc: Invoke, file: Path, folder: Path) -> None:
    assert move_ugc("motion", "export", file, "--to", "csv", "-o", "a.csv").code == 0
    assert move_ugc("motion", "export", file, "--to", "csv", "-o", "b.csv", "--fps", "30", "--y-up").code == 0
    before, after = (pd.read_csv(folder / name) for name in ("a.csv", "b.csv"))
    assert len(after) == 31 * 18 + 18
    assert after["position_y"][:18].tolist() == before["position_z"][:18].tolist()
    written = move_ugc("motion", "export", file, "--to", "arrow", "--json").out
    assert json.loads(written) == {"path": str(file.with_suffix(".arrow"))}


@pytest.mark.parametrize("output", ["motion_data.zip", "link.zip", "../{}/motion_data.zip"])
def test_export_does_not_replace_the_motion_data(output: str, move_ugc: Invoke, file: Path, folder: Path) -> None:
    (folder / "link.zip").symlink_to(file.name)
    content = file.read_bytes()
    shown = move_ugc("motion", "export", file, "--to", "csv", "-o", output.format(folder.name))
    assert shown.code == 2
    assert "must not replace" in shown.err
    assert file.read_bytes() == content


def test_export_does_not_replace_motion_data_that_has_the_suffix_of_the_table(
    move_ugc: Invoke, file: Path, folder: Path
) -> None:
    named = file.rename(folder / "motion.csv")
    content = named.read_bytes()
    assert move_ugc("motion", "export", named, "--to", "csv").code == 2
    assert named.read_bytes() == content


def test_export_to_a_missing_folder_names_the_path(move_ugc: Invoke, file: Path) -> None:
    shown = move_ugc("motion", "export", file, "--to", "csv", "-o", "missing/a.csv")
    assert shown.code == 2
    assert shown.err == "move-ugc: missing/a.csv: the folder missing does not exist; create it first\n"


def test_malformed_file_is_an_input_error_that_says_where(move_ugc: Invoke, file: Path) -> None:
    source = document(5)
    source["mocap_data"][3]["joint_data"]["Neck"]["position"] = []
    file.write_bytes(archive({"track\x1b.json": source}))
    shown = move_ugc("motion", "info", file)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == (
        "move-ugc: track\\x1b.json, frame 3, joint Neck: position must be a list of 3 numbers; got []\n"
    )


def test_damaged_archive_is_an_input_error(move_ugc: Invoke, file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"track00", b"track99", 1))
    shown = move_ugc("motion", "info", file)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("move-ugc: track00_motion_data.json: the ZIP archive is damaged: ")
    assert len(shown.err.splitlines()) == 1


def test_gap_that_cannot_be_resampled_is_an_input_error(move_ugc: Invoke, file: Path) -> None:
    source = document(2)
    source["mocap_data"][1]["timestamp"] = 1e12
    file.write_bytes(archive({"a.json": source}))
    shown = move_ugc("motion", "export", file, "--to", "csv", "--fps", "30")
    assert (shown.code, shown.out) == (2, "")
    assert "fps must result in at most 2,222,222 frames; got 30 for 1e+12 s; pass a lower one" in shown.err


# As root, a command that replaced `/dev/stdout` would break the system. No file can be replaced in /proc.
@pytest.mark.parametrize(
    ("options", "output"),
    [
        (["csv"], "-"),
        pytest.param(["csv"], "/proc/self/fd/1", marks=pytest.mark.slow),
        pytest.param(["csv", "--json"], "-", marks=pytest.mark.slow),
        (["csv", "--json"], "/proc/self/fd/1"),
        (["parquet"], "-"),
        pytest.param(["parquet"], "/proc/self/fd/1", marks=pytest.mark.slow),
        pytest.param(["arrow"], "-", marks=pytest.mark.slow),
        (["arrow"], "/proc/self/fd/1"),
    ],
)
def test_export_writes_only_the_table_to_standard_output(
    move_ugc: Invoke, file: Path, output: str, options: list[str]
) -> None:
    command = ["motion", "export", str(file), "--to", *options]
    shown = subprocess.run([*COMMAND, *command, "-o", output], capture_output=True, check=True)
    assert shown.stderr == b""
    assert move_ugc(*command, "-o", file.with_name("table")).code == 0
    assert shown.stdout == file.with_name("table").read_bytes()


def test_export_writes_to_a_redirected_standard_output(file: Path) -> None:
    command = [*COMMAND, "motion", "export", str(file), "--to", "csv", "-o", "/proc/self/fd/1"]
    with file.with_name("table.csv").open("wb") as table:
        subprocess.run(command, stdout=table, check=True)
    assert len(pd.read_csv(file.with_name("table.csv"))) == 62 * 18


def test_pipes_are_read_and_written_to(move_ugc: Invoke, file: Path) -> None:
    source, target = file.with_name("in"), file.with_name("out")
    os.mkfifo(source)
    os.mkfifo(target)
    with ThreadPoolExecutor(2) as threads:
        threads.submit(source.write_bytes, file.read_bytes())
        read = threads.submit(target.read_bytes)
        assert move_ugc("motion", "export", source, "--to", "csv", "-o", target).code == 0
        assert read.result().count(b"\n") == 1 + 62 * 18
    assert source.is_fifo()
    assert target.is_fifo()
    shown = move_ugc("motion", "export", source, "--to", "csv")
    assert shown.code == 2
    assert "cannot be written beside in" in shown.err.replace(f"{source.parent}/", "")


def test_missing_file_and_format_are_usage_errors(move_ugc: Invoke, file: Path) -> None:
    assert move_ugc("motion", "info", "absent.zip").code == 2
    assert move_ugc("motion", "export", file).code == 2
    assert move_ugc("motion", "export", file, "--to", "fbx").code == 2


def test_missing_extra_is_named(move_ugc: Invoke, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    shown = move_ugc("motion", "export", file, "--to", "csv")
    assert shown.code == 1
    assert 'run pip install "move-ugc-async[arrow]"' in shown.err


def test_help_shows_the_formats(move_ugc: Invoke) -> None:
    assert "parquet|csv|arrow" in move_ugc("motion", "export", "--help").out
