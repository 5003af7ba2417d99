"""A child process that executes commands of the program that runs the proof, and reports what happens."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from tests.durable.plan import Plan


class Program:
    """Executes each command with the method `do_NAME`, several of them concurrently.

    Args:
        plan: The settings.
        connection: Receives commands, and sends events.
    """

    def __init__(self, plan: Plan, connection: Connection) -> None:
        self.plan = plan
        self._connection = connection
        self._sending = threading.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def main(cls, plan: Plan) -> None:
        """Run this program. Its output is written to a file in its folder."""
        log = os.open(Path(plan.folder, "log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        with Client(plan.address) as connection:
            program = cls(plan, connection)
            try:
                asyncio.run(program.run())
            except Exception as error:
                program.report("failure", type=type(error).__name__, message=str(error))
                raise
            program.report("closed")

    async def run(self) -> None:
        """Report `started`, and execute commands."""
        raise NotImplementedError

    def report(self, event: str, **fields: Any) -> None:
        """Send an event."""
        with self._sending:
            self._connection.send({"event": event, **fields})

    async def execute_commands(self) -> None:
        """Execute commands until `close`."""
        async for command in self._commands():
            do, call = command.pop("do"), command.pop("call", None)
            if do == "close":
                break
            task = asyncio.create_task(self._execute(do, command, call))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _commands(self) -> AsyncIterator[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        queue = asyncio.Queue[dict[str, Any]]()

        def receive() -> None:
            with suppress(EOFError, OSError):
                while True:
                    loop.call_soon_threadsafe(queue.put_nowait, self._connection.recv())
            # The program that runs the proof has ended.
            os._exit(1)

        threading.Thread(target=receive, daemon=True).start()
        while True:
            yield await queue.get()

    async def _execute(self, do: str, arguments: Mapping[str, Any], call: int | None) -> None:
        try:
            await getattr(self, f"do_{do}")(**arguments)
            if call is not None:
                self.report("returned", call=call)
        except Exception as error:  # noqa: BLE001 - the program that runs the proof decides
            self.report("error", command=do, type=type(error).__name__, message=str(error))
