"""`move-ugc inspect`, without an API key, and options that local commands do not take."""

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from move_ugc_async import media
from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import Invoke
from tests.support.clips import write_clip


@pytest.fixture(autouse=True)
def clips(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a good clip, one with warnings, and one without video; unset the API key."""
    monkeypatch.delenv("MOVE_API_KEY", raising=False)
    write_clip(folder / "good.mp4")
    write_clip(folder / "turned.mp4", rotation=90, fps=25, seconds=4)
    write_clip(folder / "silent.mp4", video=False, audio=True)


def test_inspect_prints_a_row_for_each_clip(move_ugc: Invoke) -> None:
    shown = move_ugc("inspect", "good.mp4", "turned.mp4")
    assert (shown.code, shown.err) == (0, "")
    assert shown.rows == [
        ["good.mp4", "2.000", "30", "320x240", "mpeg4", "none"],
        [
            *("turned.mp4", "4.000", "25", "320x240", "mpeg4"),
            "warning rotated: is turned by 90 degrees in its metadata only, which a reader may ignore; "
            "if people lie on their side, export it upright",
        ],
    ]


def test_inspect_exits_with_an_error_for_an_unusable_clip(move_ugc: Invoke) -> None:
    shown = move_ugc("inspect", "silent.mp4")
    assert (shown.code, shown.rows[0][-1]) == (
        2,
        "error audio_only: has audio and no video track; pass a clip with video",
    )
    assert move_ugc("inspect", "silent.mp4", "good.mp4").code == 6


def test_inspect_writes_json(move_ugc: Invoke) -> None:
    good, silent = map(json.loads, move_ugc("inspect", "good.mp4", "silent.mp4", "--json").out.splitlines())
    assert (good["file"], good["duration"], good["fps"], good["findings"]) == ("good.mp4", 2.0, 30.0, [])
    assert (silent["is_usable"], silent["audio"], silent["codec"]) == (False, "aac", None)
    (finding,) = silent["findings"]
    assert (finding["code"], finding["severity"], finding["file"]) == ("audio_only", "error", "silent.mp4")


def test_inspect_checks_the_clip_window(move_ugc: Invoke) -> None:
    shown = move_ugc("inspect", "good.mp4", "--start", "1", "--end", "3")
    assert (shown.code, shown.rows[0][-1]) == (
        2,
        "error window_outside: ends at 2 s, before the end of the clip window at 3 s; clip_window must end by 2 s",
    )
    assert move_ugc("inspect", "good.mp4", "--start", "1").code == 2
    short = move_ugc("inspect", "good.mp4", "--end", "0.5")
    assert (short.code, short.rows[0][-1].partition(":")[0]) == (0, "warning window_too_short")


def test_inspect_compares_cameras(move_ugc: Invoke, folder: Path) -> None:
    alone = move_ugc("inspect", "good.mp4", "turned.mp4")
    compared = move_ugc("inspect", "good.mp4", "turned.mp4", "--multicam")
    assert "another camera" not in alone.out
    assert compared.rows[0][-1].startswith(
        "warning differing_lengths: is 2.000 s long, and the clip of another camera 4.000 s; check that "
    )
    assert "has 25 fps, and other cameras 30 fps" in compared.rows[1][-1]
    for name, start in (("a.mov", "10:00:00:00"), ("b.mov", "11:00:00:00")):
        write_clip(folder / name, timecode=start)
    assert move_ugc("inspect", "a.mov", "b.mov", "--multicam").code == 0
    assert move_ugc("inspect", "a.mov", "b.mov", "--multicam", "--timecode").code == 2
    assert "--timecode must be used with --multicam" in move_ugc("inspect", "a.mov", "--timecode").err


def test_inspect_names_the_missing_extra(move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    for name in ("streams", "inspection"):
        monkeypatch.delitem(sys.modules, f"move_ugc_async.media.{name}", raising=False)
    monkeypatch.delitem(vars(media), "inspect", raising=False)
    shown = move_ugc("inspect", "good.mp4")
    assert (shown.code, shown.out) == (1, "")
    assert 'run pip install "move-ugc-async[media]"' in shown.err


def test_inspect_reports_a_difference_once_for_a_clip_that_is_passed_twice(move_ugc: Invoke) -> None:
    shown = move_ugc("inspect", "good.mp4", "good.mp4", "turned.mp4", "turned.mp4", "--multicam")
    turned = shown.out.splitlines()[-1]
    assert turned.count("unequal_frame_rates") == 1


def test_inspect_reports_files_that_cannot_be_opened_beside_the_others(move_ugc: Invoke, folder: Path) -> None:
    (folder / "loop.mp4").symlink_to("loop.mp4")
    names = ["absent.mp4", str(folder), os.devnull, "loop.mp4"]
    shown = move_ugc("inspect", *names, "good.mp4", "--json")
    assert shown.code == 6
    *unopened, good = map(json.loads, shown.out.splitlines())
    assert good["is_usable"]
    assert [each["file"] for each in unopened] == names
    found = [(finding["code"], finding["message"]) for each in unopened for finding in each["findings"]]
    assert found == [
        ("missing", "does not exist"),
        ("unreadable", "is a folder"),
        ("unreadable", "is a device or a pipe"),
        ("unreadable", f"cannot be read: {os.strerror(errno.ELOOP)}"),
    ]
    alone = move_ugc("inspect", "absent.mp4")
    assert alone.code == 2
    assert "missing: does not exist; check its path" in alone.out


@pytest.mark.parametrize("command", [("inspect", "good.mp4"), ("motion", "info", "good.mp4")])
@pytest.mark.parametrize("option", [("--timeout", "5"), ("--sandbox",), ("--endpoint-url", "http://x"), ("-v",)])
def test_local_commands_take_no_options_about_requests(
    move_ugc: Invoke, command: tuple[str, ...], option: tuple[str, ...]
) -> None:
    for arguments in ((*command, *option), (*option, *command)):
        shown = move_ugc(*arguments)
        assert (shown.code, shown.out) == (2, "")
        assert "No such option: " in shown.err
    assert "--timeout" not in move_ugc(*command[:-1], "--help").out


def test_capture_prints_each_finding_on_a_line(
    move_ugc: Invoke, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    cameras = ("left=silent.mp4", "right=silent.mp4", "--lens", "goprohero10-fhd")
    shown = move_ugc("calibrate", *cameras, "--human-height", "1.8", "-o", "out")
    assert shown.code == 2
    assert "move-ugc: cannot use silent.mp4: it has no video track; pass a clip with video\n" in shown.err
    shown = move_ugc(
        "calibrate",
        "left=silent.mp4",
        "right=turned.mp4",
        *cameras[2:],
        "--human-height",
        "1.8",
        "-o",
        "o",
        "--end",
        "9",
    )
    assert (
        "move-ugc: cannot start the workflow because of 2 errors:\nmove-ugc: - silent.mp4 has no video track; "
        in shown.err
    )
    assert {entry.operation for entry in sandbox.journal.filter()} == {"listCameraSettings", "listVolumes"}


@pytest.mark.filterwarnings("always::move_ugc_async.MoveWarning")
def test_no_check_media_turns_the_inspection_off(
    move_ugc: Invoke, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    shown = move_ugc("capture", "turned.mp4", "-o", "out", "--outputs", "main_fbx")
    assert "move-ugc: warning: " in shown.err
    assert shown.code == 0
    shown = move_ugc("capture", "turned.mp4", "-o", "other", "--outputs", "main_fbx", "--no-check-media")
    assert (shown.code, "warning" in shown.err) == (0, False)
