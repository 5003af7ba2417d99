"""A pseudo-terminal in place of standard output and standard error."""

import errno
import os
import pty
import re
import threading
from contextlib import redirect_stderr, redirect_stdout
from types import TracebackType
from typing import Self

from tests.support.wait_until import SAFETY_NET


class Terminal:
    """A pseudo-terminal that receives both outputs of this process while its context is open."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._master, slave = pty.openpty()
        self._stream = os.fdopen(slave, "w", encoding="utf-8")
        # A terminal buffers a few kilobytes, so a longer write would block without a concurrent reader.
        self._reader = threading.Thread(target=self._read)
        self._redirections = (redirect_stdout(self._stream), redirect_stderr(self._stream))

    def __enter__(self) -> Self:
        self._reader.start()
        for redirection in self._redirections:
            redirection.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for redirection in self._redirections:
            redirection.__exit__(exc_type, exc_value, traceback)
        self._stream.close()
        self._reader.join(SAFETY_NET)
        os.close(self._master)

    @property
    def written(self) -> str:
        """The output so far."""
        return b"".join(self._blocks).decode(errors="replace")

    @property
    def text(self) -> str:
        """The output so far without control sequences."""
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.written)

    def _read(self) -> None:
        try:
            while block := os.read(self._master, 65536):
                self._blocks.append(block)
        except OSError as error:
            # Linux reports EIO once the terminal is closed.
            assert error.errno == errno.EIO  # noqa: PT017
