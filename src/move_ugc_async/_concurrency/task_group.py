"""Several things at once, as one."""

from collections.abc import Awaitable, Callable

import anyio


class TaskGroup:
    """Run functions side by side. The first error cancels all others, and is raised as it is."""

    def __init__(self) -> None:
        self._group = anyio.create_task_group()
        self._errors: list[Exception] = []

    async def run(self, *functions: Callable[[], Awaitable[object]]) -> None:
        """Run functions, and those that they start, to the end of the last."""
        async with self._group:
            for function in functions:
                self.start(function)
        try:
            if self._errors:
                raise self._errors[0]
        finally:
            # A traceback leads back here: they would keep each other, and what the functions held, in memory.
            self._errors.clear()

    def start(self, function: Callable[[], Awaitable[object]]) -> None:
        """Run one more."""
        self._group.start_soon(self._run, function)

    async def _run(self, function: Callable[[], Awaitable[object]]) -> None:
        try:
            await function()
        except Exception as error:  # noqa: BLE001 - it is raised where the functions are waited for
            self._errors.append(error)
            self._group.cancel_scope.cancel()
