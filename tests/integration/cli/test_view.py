"""`move-ugc view`, without an API key."""

import json
import signal
import subprocess
import sys
import threading
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.cli import view
from tests.integration.cli.conftest import COMMAND, Invoke
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET

PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


@pytest.fixture
def glb(tmp_path: Path) -> Path:
    path = tmp_path / "main_glb.glb"
    path.write_bytes(b"glTF")
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ there")
def test_view_serves_the_page_until_a_signal_and_exits_with_success(number: int, glb: Path) -> None:
    with running([*COMMAND, "view", glb, "--no-open"], **PIPES) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with urllib.request.urlopen(f"{url}catalog.json", timeout=SAFETY_NET) as response:
            assert json.load(response)["title"] == "main_glb.glb"
        process.send_signal(number)
        out, err = process.communicate(timeout=SAFETY_NET)
    assert (process.returncode, out, err) == (0, "", "press Ctrl-C to stop\n")


@pytest.fixture
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the command at once."""
    event = threading.Event()
    event.set()
    monkeypatch.setattr(view, "_stop_on_signals", lambda: event)


@pytest.mark.usefixtures("_stopped")
def test_view_opens_the_browser_unless_told_not_to(
    glb: Path, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(view, "_open_browser", lambda url: bool(opened.append(url)) or len(opened) == 1)
    first = move_ugc("view", glb, "--json")
    assert [json.loads(first.out)["url"]] == opened
    assert (first.code, first.err) == (0, "press Ctrl-C to stop\n")
    assert move_ugc("view", glb).err == "press Ctrl-C to stop\nno browser was found; open the address yourself\n"
    assert move_ugc("view", glb, "--no-open", "--quiet").err == ""
    assert len(opened) == 2


@pytest.mark.usefixtures("_stopped")
@pytest.mark.parametrize("name", ["www-browser", "links", "elinks", "lynx", "w3m", "/usr/bin/lynx", None, "firefox"])
def test_view_opens_no_browser_that_would_take_over_the_terminal(
    name: str | None, glb: Path, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def find() -> webbrowser.BaseBrowser:
        if name is None:
            raise webbrowser.Error
        return webbrowser.GenericBrowser(name)

    monkeypatch.setattr(webbrowser, "get", find)
    monkeypatch.setattr(webbrowser, "open", lambda url: bool(opened.append(url)) or True)
    shown = move_ugc("view", glb)
    assert ("no browser was found" not in shown.err, len(opened)) == (name == "firefox", name == "firefox")


def test_view_refuses_files_that_it_cannot_show(move_ugc: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "main_fbx.fbx"
    path.touch()
    shown = move_ugc("view", path, "--no-open")
    assert (shown.code, shown.out) == (2, "")
    assert f"cannot show {path}: got main_fbx.fbx; pass GLB, BVH, motion data" in shown.err
    assert move_ugc("view", tmp_path / "absent", "--no-open").code == 2


@pytest.mark.usefixtures("_stopped")
def test_view_needs_no_numpy_for_glb_and_names_the_extra_for_motion_data(
    glb: Path, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert move_ugc("view", glb, "--no-open").code == 0
    motion = glb.with_name("track00.json")
    motion.write_text('{"mocap_data": []}')
    shown = move_ugc("view", motion, "--no-open")
    assert shown.code == 1
    assert 'run pip install "move-ugc-async[motion]"' in shown.err
    assert "motion data is not shown" in move_ugc("view", motion, glb, "--no-open").err
