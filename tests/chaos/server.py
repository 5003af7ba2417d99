"""The sandbox in a process of its own, so that it can be killed and its work does not stand in the client's loop."""

import http.client
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeAlias, cast
from urllib.parse import urlsplit

import anyio.to_thread

API_KEY = "mv_key_canary_5f0c2d71b94e"

Fault: TypeAlias = dict[str, Any] | None


class Server:
    """A sandbox that keeps its state in a folder.

    Args:
        folder: Where its state is; the same one gives the same server again.
        seed: Decides its ids, and its faults by chance.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._seed = seed
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/ugc/graphql"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, on the port that it had before, and wait until it listens."""
        options = ["--port", str(self._port), "--data", str(self._folder), "--clock", "instant"]
        options += ["--seed", str(self._seed), "--api-key", API_KEY]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "move_ugc_async.sandbox", *options], stdout=subprocess.PIPE, text=True
        )
        greeting = cast("IO[str]", self._process.stdout).readline()
        self._port = urlsplit(greeting.split()[-1]).port or 0

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    async def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        await anyio.to_thread.run_sync(self.start)

    def let_fail(self, faults: Fault | Sequence[Fault], probability: float = 1.0) -> None:
        """Let GraphQL requests fail by chance, in one way after the other."""
        rule: dict[str, Any] = {"faults": faults, "operation": "*", "probability": probability}
        if isinstance(faults, Sequence):
            rule["times"] = 1_000_000
        self._ask("POST", "/sandbox/faults", rule)

    def matched(self) -> int:
        """Return how many requests the first rule was for."""
        return sum(rule["matched"] for rule in self._ask("GET", "/sandbox/faults")["faults"][:1])

    def be_well(self) -> tuple[int, int]:
        """Remove the rules, and return how many requests the first one was for and how many it failed."""
        rules = self._ask("GET", "/sandbox/faults")["faults"]
        self._ask("DELETE", "/sandbox/faults")
        return sum(rule["matched"] for rule in rules[:1]), sum(rule["acted"] for rule in rules[:1])

    def billed(self) -> list[str]:
        """Return the ids of all jobs that were billed."""
        return [charge["id"] for charge in self._ask("GET", "/sandbox/ledger")["ledger"]]

    def _ask(self, method: str, path: str, document: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            body = None if document is None else json.dumps(document)
            connection.request(method, path, body, {"Authorization": API_KEY})
            response = connection.getresponse()
            content = response.read()
            assert response.status < 300, content
            return json.loads(content) if content else None
        finally:
            connection.close()
