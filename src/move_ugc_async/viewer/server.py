"""The server of the page."""

import os
import secrets
import threading
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from move_ugc_async.viewer.content import ContentMap
from move_ugc_async.viewer.handler import Handler, Server
from move_ugc_async.viewer.motion_file import is_installed
from move_ugc_async.viewer.results import find_results
from move_ugc_async.viewer.sources import Kind, readable

_HOST = "127.0.0.1"
_MISSING_EXTRA = 'motion data is not shown: the extra is not installed; run pip install "move-ugc-async[motion]"'


class ViewerServer:
    """A server on this machine for a page that plays results. Use it as a context manager.

    Other machines cannot reach it, and pages of other sites cannot read from it: its address has a secret part. It
    serves only files that were found when it was created, and opens them for reading.

    Args:
        paths: Files, which are played together, and folders. In a folder, each folder with results is one; the page
            lets the user choose.
        port: The port; 0 selects a free one.

    Raises:
        MoveInvalidRequestError: Nothing can be shown.
        OSError: A file cannot be read, or the port cannot be used.
        ImportError: Only motion data can be shown, and the extra `motion` is not installed.
    """

    def __init__(self, *paths: str | PathLike[str], port: int = 0) -> None:
        given = [Path(path) for path in paths]
        results = find_results(given)
        kinds = {source.kind for result in results for source in result.sources}
        lacks_extra = Kind.MOTION in kinds and not is_installed()
        if lacks_extra and kinds <= {Kind.MOTION, Kind.OTHER}:
            raise ImportError(_MISSING_EXTRA)
        self.notes: Sequence[str] = (_MISSING_EXTRA,) if lacks_extra else ()
        """What the user should know before opening the page."""
        self._content = ContentMap(_title(given), results)
        self._port = port
        self._token = secrets.token_urlsafe(24)
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address of the page, with its secret part. The server must be started."""
        if self._server is None:
            msg = "the server is not running; use it as a context manager"
            raise RuntimeError(msg)
        return f"http://{_HOST}:{self._server.server_port}/{self._token}/"

    def start(self) -> None:
        """Start the server in a thread of its own.

        Raises:
            OSError: The port cannot be used.
            RuntimeError: The server is already running.
        """
        if self._server is not None:
            msg = "the server is already running; close it first"
            raise RuntimeError(msg)
        # A class for each server: http.server creates an object for each connection.
        handler = type("_Handler", (Handler,), {"token": self._token, "open_content": staticmethod(self._content.open)})
        try:
            self._server = Server((_HOST, self._port), handler)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            failure = OSError(f"cannot use port {self._port}: {reason}; pass another port, or 0 for a free one")
            failure.errno = error.errno
            raise failure from error
        port = self._server.server_port
        handler.hosts = frozenset({f"{_HOST}:{port}", f"localhost:{port}"})  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="viewer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the server. A closed server can be started again, at another port."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.shutdown()
        server.server_close()
        server.close_connections()
        thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _title(paths: Sequence[Path]) -> str:
    return ", ".join(readable(Path(os.path.realpath(path)).name or str(path)) for path in paths)
