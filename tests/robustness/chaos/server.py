"""The sandbox in a separate process, so that it can be killed and takes no time from the client's event loop."""

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


class SandboxProcess:
    """A sandbox with persistent state.

    Args:
        folder: The folder of its state.
        seed: Seed of its ids and random faults.
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
        """Start the server, on its former port if it had one, and wait until it listens."""
        options = ["--port", str(self._port), "--data", str(self._folder), "--clock", "instant"]
        options += ["--seed", str(self._seed), "--api-key", API_KEY]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "move_ugc_async.sandbox", *options], stdout=subprocess.PIPE, text=True
        )
        first_line = cast("IO[str]", self._process.stdout).readline()
        self._port = urlsplit(first_line.split()[-1]).port or 0

    def kill(self) -> None:
        """Kill the server (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    async def restart(self) -> None:
        """Kill and start the server."""
        self.kill()
        await anyio.to_thread.run_sync(self.start)

    def inject(self, faults: Fault | Sequence[Fault], probability: float = 1.0) -> None:
        """Fail GraphQL requests at random, with successive faults."""
        rule: dict[str, Any] = {"faults": faults, "operation": "*", "probability": probability}
        if isinstance(faults, Sequence):
            rule["times"] = 1_000_000
        self._request("POST", "/sandbox/faults", rule)

    def matched(self) -> int:
        """Return how many requests the first rule matched."""
        return sum(rule["matched"] for rule in self._request("GET", "/sandbox/faults")["faults"][:1])

    def clear_faults(self) -> tuple[int, int]:
        """Remove the rules; return how many requests the first one matched and how many it failed."""
        rules = self._request("GET", "/sandbox/faults")["faults"]
        self._request("DELETE", "/sandbox/faults")
        return sum(rule["matched"] for rule in rules[:1]), sum(rule["acted"] for rule in rules[:1])

    def billed(self) -> list[str]:
        """Return the ids of all billed jobs."""
        return [charge["id"] for charge in self._request("GET", "/sandbox/ledger")["ledger"]]

    def _request(self, method: str, path: str, document: object = None) -> Any:
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
