"""Messages between this program and its child processes, over a Unix socket for each child."""

import threading
from collections import defaultdict
from collections.abc import Callable
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any, TypeAlias

from tests.support.wait_until import SAFETY_NET

Message: TypeAlias = dict[str, Any]

PATIENCE = 10 * SAFETY_NET
"""Seconds without any message after which a proof ends: not a claim about speed."""


class ChildEndedError(Exception):
    """A child process ended before it sent an expected message."""


class Channel:
    """The messages of one child process.

    Args:
        address: Path of the socket.
        name: Name of the child in errors.
    """

    def __init__(self, address: Path, name: str) -> None:
        self._listener = Listener(str(address), "AF_UNIX")
        self._name = name
        self._connection: Connection | None = None
        self._received: list[Message] = []
        self._by_event: defaultdict[str, list[Message]] = defaultdict(list)
        self._expected: set[int] = set()
        self._changed = threading.Condition()
        self._is_open = True
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, do: str, **arguments: Any) -> None:
        """Send a command, once the child is connected."""
        with self._changed:
            self._wait(lambda: self._connection is not None, "a connection")
            assert self._connection is not None
            self._connection.send({"do": do, **arguments})

    def all(self, event: str, **fields: Any) -> list[Message]:
        """Return all messages about an event so far."""
        with self._changed:
            return self._matching(event, fields)

    def everything(self) -> list[Message]:
        """Return all messages so far."""
        with self._changed:
            return list(self._received)

    def wait_for(self, event: str, place: int = 1, /, **fields: Any) -> Message:
        """Wait for the first message about an event, or for the one at another place, and return it.

        Raises:
            ChildEndedError: The child ended or reported a failure before it, or an error that nobody waited for.
        """
        with self._changed:
            self._wait(lambda: len(self._matching(event, fields)) >= place, f"{event} {place} {fields or ''}")
            found = self._matching(event, fields)[place - 1]
            self._expected.add(id(found))
            return found

    def wait_for_result(self, call: int, event: str, place: int) -> Message:
        """Wait for the message at a place about an event, which a command sends before it returns.

        Raises:
            ChildEndedError: As `wait_for`, or the command returned without it.
        """
        with self._changed:
            self._wait(
                lambda: len(self._by_event[event]) >= place or bool(self._matching("returned", {"call": call})),
                f"{event} {place}",
            )
        if len(self.all(event)) < place:
            msg = f"{self._name} returned from its command without {event}"
            raise ChildEndedError(msg)
        return self.wait_for(event, place)

    def check(self) -> None:
        """Raise `ChildEndedError` if the child has ended or reported a failure."""
        with self._changed:
            if not self._is_open or self._failures():
                msg = f"{self._name} ended: {self._received[-1:]}"
                raise ChildEndedError(msg)

    def wait_for_end(self) -> None:
        """Wait until the child has ended."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_open, PATIENCE)

    def watch(self, wait: Callable[[], object]) -> None:
        """Stop waiting for messages when a child ends before it has connected.

        Args:
            wait: Waits until the child has ended.
        """

        def run() -> None:
            wait()
            with self._changed:
                # The messages of a connected child end with its connection.
                if self._connection is None:
                    self._is_open = False
                    self._changed.notify_all()

        threading.Thread(target=run, daemon=True).start()

    def _wait(self, condition: Callable[[], bool], description: str) -> None:
        # A batch of thousands of clips reports each of them.
        while not condition() and self._is_open and not self._failures():
            if not self._changed.wait(PATIENCE):
                break
        if not condition():
            reason = f"reported {self._failures()}" if self._failures() else "is silent" if self._is_open else "ended"
            msg = f"{self._name} {reason} before it sent {description}; its last message: {self._received[-1:]}"
            raise ChildEndedError(msg)

    def _matching(self, event: str, fields: Message) -> list[Message]:
        return [each for each in self._by_event[event] if fields.items() <= each.items()]

    def _failures(self) -> list[Message]:
        """Return the failures, and the errors of commands that nobody waited for."""
        unexpected = [each for each in self._matching("error", {}) if id(each) not in self._expected]
        return [*self._matching("failure", {}), *unexpected]

    def _read(self) -> None:
        try:
            connection = self._listener.accept()
            with self._changed:
                self._connection = connection
                self._changed.notify_all()
            while True:
                message = connection.recv()
                with self._changed:
                    self._received.append(message)
                    self._by_event[message["event"]].append(message)
                    self._changed.notify_all()
        except (EOFError, OSError):
            pass
        finally:
            self._listener.close()
            with self._changed:
                self._is_open = False
                self._changed.notify_all()
