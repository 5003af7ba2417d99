"""Several processes of a web backend share a database of seen webhooks."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.support.processes import running
from tests.support.signed_webhooks import signed, ugc_body
from tests.support.wait_until import SAFETY_NET, wait_until

ROOT = Path(__file__).parents[3]
BODY = ugc_body()
WORKERS = 2

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not pass descriptors on")


class Backend:
    """Two workers, a gate before the end of their handlers, and the clock of their claims."""

    def __init__(self, folder: Path) -> None:
        self.log, self.clock, self.database = folder / "log", folder / "clock", folder / "seen.db"
        self.log.touch()
        self.set_time(1000)
        self.gate, self.release = os.pipe()
        self.listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(WORKERS)]
        self.workers: list[subprocess.Popen[str]] = []

    def set_time(self, seconds: float) -> None:
        # Renamed, since a worker may be reading it.
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.clock)

    def open_gate(self) -> None:
        os.write(self.release, b"x")

    @property
    def handled(self) -> list[str]:
        return self.log.read_text().split()

    async def post(self, worker: int, message_id: str, statuses: list[int] | None = None) -> int:
        port = self.listeners[worker].getsockname()[1]
        async with httpx.AsyncClient(timeout=SAFETY_NET) as http:
            try:
                url = f"http://127.0.0.1:{port}/webhooks/move"
                response = await http.post(url, content=BODY, headers=signed(BODY, message_id))
            except httpx.TransportError:
                return 0
        if statuses is not None:
            statuses.append(response.status_code)
        return response.status_code


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    backend = Backend(tmp_path)
    with ExitStack() as stack:
        for listener in backend.listeners:
            stack.enter_context(listener)
            descriptors = listener.fileno(), backend.gate
            files = backend.log, backend.clock, backend.database
            command = [sys.executable, "-W", "error", "-m", "tests.integration.contrib.worker"]
            options: dict[str, Any] = {"cwd": ROOT, "pass_fds": descriptors}
            worker = running([*command, *map(str, (*descriptors, *files))], **options)
            backend.workers.append(stack.enter_context(worker))
        yield backend
        for descriptor in (backend.gate, backend.release):
            os.close(descriptor)


def test_workers_handle_each_webhook_once_and_take_over_from_a_killed_one(backend: Backend) -> None:
    async def main() -> None:
        statuses: list[int] = []
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(backend.post, 0, "msg_1", statuses)
            await wait_until(lambda: backend.handled == ["msg_1"])
            assert await backend.post(1, "msg_1") == 409
            backend.open_gate()
        assert statuses == [204]
        assert await backend.post(1, "msg_1") == 204
        assert backend.handled == ["msg_1"]

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(backend.post, 0, "msg_2")
            await wait_until(lambda: backend.handled == ["msg_1", "msg_2"])
            backend.workers[0].send_signal(signal.SIGKILL)
        assert await backend.post(1, "msg_2") == 409
        backend.set_time(1061)
        backend.open_gate()
        assert await backend.post(1, "msg_2") == 204
        assert backend.handled == ["msg_1", "msg_2", "msg_2"]

    anyio.run(main)
