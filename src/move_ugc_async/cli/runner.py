"""The life of one command: client, signals, time limit, errors and exit code."""

import os
import secrets
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

import anyio
from anyio.abc import TaskStatus

from move_ugc_async.cli.diagnostics import forward_log, log_level
from move_ugc_async.cli.exit_codes import ExitCode, exit_code_for
from move_ugc_async.cli.options import SANDBOX_SPEED, Options
from move_ugc_async.cli.resume import resume_hint
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.text import drop_unwritten, error_text, print_error

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc


Body: TypeAlias = Callable[[Session], Awaitable[ExitCode | None]]
"""The body of a command. It returns None for success."""


def run_command(body: Body, options: Options) -> ExitCode:
    """Run a command and return its exit code.

    Args:
        body: The body of the command.
        options: The global options.
    """
    try:
        return anyio.run(_run_until_interrupted, body, options)
    except KeyboardInterrupt:
        # Ctrl-C before the signal receiver has started, or on Windows, which has no signal receiver.
        print_error("interrupted")
        return ExitCode.INTERRUPTED


async def _run_until_interrupted(body: Body, options: Options) -> ExitCode:
    interruption = _Interruption(options)
    exit_code = ExitCode.SUCCESS
    async with anyio.create_task_group() as tasks:
        if sys.platform != "win32":
            await tasks.start(interruption.listen)
        with interruption.scope:
            exit_code = await _run_and_report_errors(body, options, interruption)
        tasks.cancel_scope.cancel()
    return interruption.report() if interruption.scope.cancelled_caught else exit_code


async def _run_and_report_errors(body: Body, options: Options, interruption: "_Interruption") -> ExitCode:
    from move_ugc_async import MoveError

    exit_code = ExitCode.SUCCESS
    # A task group raises an exception group even for a single error.
    try:
        async with _client_factory(options) as new_client, new_client() as client:
            session = interruption.session = Session(client, options, new_client)
            with forward_log(session.log, log_level(options.verbose or 0)):
                exit_code = await body(session) or ExitCode.SUCCESS
    except* BrokenPipeError:
        drop_unwritten("stdout")
        exit_code = ExitCode.BROKEN_PIPE
    except* _MissingKeyError as group:
        exit_code = _report_first(group, ExitCode.UNAUTHORIZED)
    except* (MoveError, OSError, ImportError) as group:
        exit_code = _report_first(group)
        drop_unwritten("stdout")
    return exit_code


def _report_first(group: BaseExceptionGroup[Exception], exit_code: ExitCode | None = None) -> ExitCode:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    print_error(error_text(error))
    return exit_code_for(error) if exit_code is None else exit_code


def require_sandbox() -> None:
    """Check that the sandbox can be imported.

    Raises:
        ImportError: The extra `sandbox` is not installed.
    """
    if any(find_spec(name) is None for name in ("ariadne", "graphql", "starlette", "uvicorn")):
        msg = 'cannot start the sandbox: packages are missing; run pip install "move-ugc-async[cli,sandbox]"'
        raise ImportError(msg)


class _MissingKeyError(Exception):
    """The environment has no API key."""


@asynccontextmanager
async def _client_factory(options: Options) -> AsyncGenerator[Callable[[], "AsyncMoveUgc"], None]:
    from move_ugc_async import AsyncMoveUgc

    if options.sandbox:
        require_sandbox()
        from move_ugc_async.sandbox import Sandbox, TimedClock

        clock = TimedClock(options.sandbox_speed or SANDBOX_SPEED)
        # Existing downloads are recognised by id, so no two temporary sandboxes may create the same ids.
        async with Sandbox(seed=secrets.randbits(32), clock=clock) as sandbox:
            yield partial(AsyncMoveUgc, sandbox.api_key, endpoint_url=sandbox.endpoint_url)
        return
    if not os.environ.get("MOVE_API_KEY", "").strip():
        msg = "the API key is missing: set the environment variable MOVE_API_KEY, or use --sandbox, which needs no key"
        raise _MissingKeyError(msg)
    yield partial(AsyncMoveUgc, endpoint_url=options.endpoint_url)


class _Interruption:
    """Cancels a command at its time limit or on a signal, and reports that.

    Args:
        options: The global options.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._signal: int | None = None
        self.session: Session | None = None
        self.scope = anyio.CancelScope()
        if options.timeout is not None:
            self.scope.deadline = anyio.current_time() + options.timeout

    async def listen(self, *, task_status: TaskStatus[None]) -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            task_status.started()
            async for number in signals:
                self._signal = number
                break
        # A second signal ends the process at once.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self.scope.cancel()

    def report(self) -> ExitCode:
        """Write the reason of the interruption and how to resume, and return the exit code."""
        reason = "interrupted" if self._signal else f"timed out after {self._options.timeout:g} s"
        session = self.session
        if session is not None and session.is_server and self._signal:
            session.print_note(f"stopped; {session.resume_note}" if session.resume_note else "stopped")
            return ExitCode.SUCCESS
        if session is not None:
            session.report_unfinished(InterruptedError(reason) if self._signal else TimeoutError(reason))
        if session is None or session.resume_note is None:
            print_error(reason)
        elif self._options.sandbox:
            print_error(f"{reason}; the temporary sandbox was deleted with all its objects")
        else:
            print_error(f"{reason}; {session.resume_note}")
            if session.can_resume:
                print_error(resume_hint(self._options))
        if self._signal is None:
            return ExitCode.TIMED_OUT
        return ExitCode.INTERRUPTED if self._signal == signal.SIGINT else ExitCode.TERMINATED
