"""The server of a proof: `python -m tests.durable.backend ADDRESS SEED`: a sandbox behind a gate.

It connects to the socket at ADDRESS, and stops when that is closed.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from multiprocessing.connection import Client
from pathlib import Path
from random import Random
from typing import Any

from move_ugc_async.sandbox import Sandbox, app
from move_ugc_async.sandbox.media import OUTPUT_KEYS
from tests.durable.gate import OUTPUT_SIZE, Gate
from tests.robustness.chaos.server import API_KEY


class SmallMedia:
    """Outputs of random bytes, which cost the server no time. All clips last as long."""

    OUTPUT_KEYS = OUTPUT_KEYS

    def make_output(self, output: str, *, seed: int, **_: Any) -> bytes:
        """Return the content of an output."""
        return Random(f"{output}/{seed}").randbytes(OUTPUT_SIZE)

    def video_duration(self, path: Path) -> float | None:
        """Return the duration of every video in seconds."""
        del path
        return 2.0


class Backend:
    """Executes the commands of the program that runs the proof."""

    def __init__(self, address: str, seed: int) -> None:
        self._connection = Client(address)
        self._gate = Gate(self._report)
        self._gate.rules = replace(self._gate.rules, seed=seed)
        make_app = app.make_app
        app.make_app = lambda *arguments: self._gate.wrap(make_app(*arguments))
        self._sandbox = Sandbox(
            seed=seed,
            clock="timed",
            api_key=API_KEY,
            output_delay=0.0,
            single_cam_pace=0.0,
            media=SmallMedia(),
        )

    def run(self) -> None:
        """Serve until the connection is closed."""
        with self._sandbox:
            self._report("ready", endpoint_url=self._sandbox.endpoint_url)
            for command in self._commands():
                do = command.pop("do")
                getattr(self, f"do_{do}")(**command)

    def do_rules(self, **changes: Any) -> None:
        self._gate.rules = replace(self._gate.rules, **changes)
        self._report("changed")

    def do_hold(self, operation: str, number: int, *, after_work: bool) -> None:
        self._gate.hold(operation, number, after_work=after_work)
        self._report("changed")

    def do_release(self, after: float) -> None:
        self._gate.release(after)
        self._report("changed")

    def do_fail_jobs(self, number: int) -> None:
        for _ in range(number):
            self._sandbox.fail_next_job("Use more light.")
        self._report("changed")

    def do_ledger(self) -> None:
        """Report the key of each billed job."""
        keys = dict(self._keys())
        self._report(
            "ledger",
            billed=[(keys[charge.id], charge.id) for charge in self._sandbox.ledger],
            attempts=list(self._gate.attempts),
            pending=self._gate.pending,
            requests=dict(self._gate.requests),
            leaks=len(self._sandbox.leaks),
        )

    def _keys(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each job with the key in its metadata."""
        backend = self._sandbox._backend  # pyright: ignore[reportPrivateUsage]
        assert backend is not None
        for charge in self._sandbox.ledger:
            metadata: Mapping[str, Any] = json.loads(backend.state.jobs.get(charge.id).metadata or "{}")
            yield charge.id, str(metadata.get("moveUgcAsync", {}).get("key"))

    def _commands(self) -> Iterator[dict[str, Any]]:
        while True:
            try:
                yield self._connection.recv()
            except (EOFError, OSError):
                return

    def _report(self, event: str, **fields: Any) -> None:
        self._connection.send({"event": event, **fields})


if __name__ == "__main__":
    Backend(sys.argv[1], int(sys.argv[2])).run()
