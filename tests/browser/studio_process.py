"""The application of `examples/web` in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from move_ugc_async.sandbox import Sandbox
from tests.support.wait_until import SAFETY_NET, wait_until_sync

ROOT = Path(__file__).parents[2]
PASSWORD = "canary-password"


class StudioProcess:
    """A server that can be stopped and started again, on the same data and at the same address.

    Attributes:
        url: Its address.
    """

    def __init__(self, sandbox: Sandbox, folder: Path, port: int, webhook_secret: str | None = None) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "log.jsonl"
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT / "examples" / "web"))),
            "MOVE_API_KEY": sandbox.api_key,
            "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url,
            "SECRET_KEY": "k" * 32,
            "DEMO_PASSWORD": PASSWORD,
            "DATA_DIR": str(folder / "data"),
            "PORT": str(port),
            # All tests sign in from one address, and upload for the same users.
            "SIGN_INS_PER_MINUTE": "1000",
            "UPLOADS_PER_HOUR": "1000",
            "STOP_TIMEOUT": f"{SAFETY_NET:g}",
        }
        if webhook_secret is not None:
            self._environment["WEBHOOK_SECRET"] = webhook_secret
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, and wait until it is ready."""
        with self._log.open("ab") as log:
            earlier = log.tell()
            command = [sys.executable, "-m", "studio.app"]
            self._process = process = subprocess.Popen(command, env=self._environment, stderr=log)
        # Not by requests: this loop would take the processor from the server that starts.
        wait_until_sync(lambda: b"Uvicorn running" in self._log.read_bytes()[earlier:] or process.poll() is not None)
        assert process.poll() is None, self._log.read_text()

    def stop(self) -> None:
        """Stop the server as an orchestrator does, and check that it ends by itself and without an error."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        # It waits for responses that have begun.
        assert self._process.wait(2 * SAFETY_NET) == 0
        self._process = None
        assert not [line for line in self.lines() if line["level"] == "ERROR"]

    def close(self) -> None:
        """Stop the server, if it is running."""
        if self._process is not None:
            self.stop()

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log."""
        # The last one may not be complete yet.
        return [json.loads(line) for line in self._log.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def peak_memory(self) -> int:
        """Return the most memory that the server has used, in bytes."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return 1024 * int(status.split("VmHWM:")[1].split()[0])
