"""`move-ugc view`."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from move_ugc_async.cli.command import local_command
from move_ugc_async.cli.local import LocalSession

_TEXT_BROWSERS = {"www-browser", "links", "elinks", "lynx", "w3m"}
"""As the module `webbrowser` names them."""

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", exists=True, help="Files of one result, or folders with results.")
]


def register(app: typer.Typer) -> None:
    """Register the command."""
    local_command(app, "view")(view)


def view(
    session: LocalSession,
    *,
    paths: Paths,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 selects a free one.")] = 0,
) -> None:
    """Play results in the browser, until Ctrl-C: GLB, BVH and motion data beside the rendered video.

    The page is served by this machine to this machine only, and loads nothing from the network.
    """
    from move_ugc_async.viewer import ViewerServer

    with ViewerServer(*paths, port=port) as server:
        stopped = _stop_on_signals()
        session.output.write_value("url", server.url)
        for note in (*server.notes, "press Ctrl-C to stop"):
            session.print_note(note)
        if not no_open and not _open_browser(server.url):
            session.print_note("no browser was found; open the address yourself")
        stopped.wait()


def _stop_on_signals() -> threading.Event:
    """Return an event that SIGINT and SIGTERM set from now on."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopped.set())
    return stopped


def _open_browser(url: str) -> bool:
    import webbrowser

    try:
        name = Path(webbrowser.get().name).name
    except webbrowser.Error:
        return False
    # A browser for terminals would take over this one, and has no WebGL.
    return name not in _TEXT_BROWSERS and webbrowser.open(url)
