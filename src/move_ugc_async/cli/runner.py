"""One command from its start to its exit code: the client, the signals, the deadline, the errors."""

import os
import re
import secrets
import shlex
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio
from anyio.abc import TaskStatus

from move_ugc_async.cli.exit_codes import Exit, exit_of
from move_ugc_async.cli.log_lines import log_lines
from move_ugc_async.cli.options import SANDBOX_SPEED, Options
from move_ugc_async.cli.output import Output
from move_ugc_async.cli.text import clean, drop_unwritten, write_diagnostic

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.cli.progress import Bars


@dataclass(slots=True)
class Session:
    """What a command works with.

    Attributes:
        client: The client.
        options: What the command was told.
        output: Where results go.
        goes_on: What to say when the command is stopped early: what happens then to that which it started. None where
            nothing is left to go on.
        can_repeat: Whether the same command line goes on with it, instead of starting anew.
        under_way: What has not ended yet, by its name, as JSON shows it when the command is stopped.
    """

    client: "AsyncMoveUgc"
    options: Options
    output: Output = field(init=False)
    goes_on: str | None = field(default=None, init=False)
    can_repeat: bool = field(default=True, init=False)
    under_way: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]], init=False)
    _bars: "Bars | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.output = Output(as_json=bool(self.options.json))

    @contextmanager
    def bars(self) -> Generator["Bars", None, None]:
        """Show progress on standard error."""
        from move_ugc_async.cli.progress import open_bars

        with open_bars(quiet=bool(self.options.quiet)) as bars:
            self._bars = bars
            try:
                yield bars
            finally:
                self._bars = None

    def begin_creation(self, kind: str, key: str | None) -> None:
        """Prepare what to say when the command is stopped while it creates something.

        Args:
            kind: What it creates: job or take.
            key: The idempotency key, or None.
        """
        self.can_repeat = key is not None
        where = "" if self.can_repeat else f"; look at `move-ugc {kind}s list` before you create it again"
        self.goes_on = f"the {kind} may have been created{where}"

    def say(self, text: str) -> None:
        """Tell what is neither a result nor an error."""
        if not self.options.quiet:
            write_diagnostic(clean(text))

    def complain(self, text: str) -> None:
        """Write an error, above the bars where there are some."""
        if self._bars:
            self._bars.above(_complaint(text))
        else:
            complain(text)

    def log(self, line: str) -> None:
        """Write a line of the log, above the bars where there are some."""
        if self._bars:
            self._bars.above(line)
        else:
            write_diagnostic(line)

    def fail(self, subject: Mapping[str, Any], name: str, error: BaseException) -> Exit:
        """Report one failure among several, and give its exit code.

        Args:
            subject: What failed, for JSON.
            name: What failed, for everyone else.
            error: Why.
        """
        self.under_way.pop(name, None)
        self.output.failure(subject, error)
        text = str(error)
        # Most errors name what they are about.
        is_named = re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)
        self.complain(text if is_named else f"{name}: {text}")
        return exit_of(error)

    def stopped(self, error: BaseException) -> None:
        """Report what was under way when the command was stopped, as JSON."""
        try:
            for subject in self.under_way.values():
                self.output.failure(subject, error)
        except OSError:
            drop_unwritten("stdout")


Work: TypeAlias = Callable[[Session], Awaitable[Exit | None]]
"""What a command does; None stands for done."""


def complain(text: str) -> None:
    """Write an error to standard error."""
    write_diagnostic(_complaint(text))


def _complaint(text: str) -> str:
    # One line, whatever the server put into it.
    return f"move-ugc: {clean(text)}"


def perform(work: Work, options: Options) -> Exit:
    """Do the work of a command, and report how it ended.

    Args:
        work: What the command does.
        options: What it was told.
    """
    try:
        return anyio.run(_perform, work, options)
    except KeyboardInterrupt:
        # Before the signals were listened for, or where there is no way to.
        complain("interrupted")
        return Exit.INTERRUPTED


async def _perform(work: Work, options: Options) -> Exit:
    stop = _Stop(options)
    exit_code = Exit.DONE
    async with anyio.create_task_group() as tasks:
        if sys.platform != "win32":
            await tasks.start(stop.listen)
        with stop.scope:
            exit_code = await _reported(work, options, stop)
        tasks.cancel_scope.cancel()
    return stop.report() if stop.scope.cancelled_caught else exit_code


async def _reported(work: Work, options: Options, stop: "_Stop") -> Exit:
    from move_ugc_async import MoveError

    exit_code = Exit.DONE
    # What a task group raises is a group, even of one.
    try:
        async with _open(options) as client:
            stop.session = Session(client, options)
            with log_lines(stop.session.log, options.verbose or 0):
                exit_code = await work(stop.session) or Exit.DONE
    except* BrokenPipeError:
        drop_unwritten("stdout")
        exit_code = Exit.BROKEN_PIPE
    except* _NoKeyError as group:
        exit_code = _explain(group, Exit.DENIED)
    except* (MoveError, OSError, ImportError) as group:
        exit_code = _explain(group)
        drop_unwritten("stdout")
    return exit_code


def _explain(group: BaseExceptionGroup[Exception], exit_code: Exit | None = None) -> Exit:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    complain(_sentence(error))
    return exit_of(error) if exit_code is None else exit_code


def _sentence(error: BaseException) -> str:
    from move_ugc_async import MoveConfigurationError

    if isinstance(error, MoveConfigurationError):
        # The key comes from the environment alone.
        return str(error).replace(" or api_key=", "").replace("endpoint_url=", "--endpoint-url")
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def need_sandbox() -> None:
    """Check that the sandbox is installed.

    Raises:
        ImportError: It is not.
    """
    if any(find_spec(name) is None for name in ("ariadne", "graphql", "starlette", "uvicorn")):
        msg = 'the sandbox needs its extra: pip install "move-ugc-async[cli,sandbox]"'
        raise ImportError(msg)


class _NoKeyError(Exception):
    """There is no API key."""


@asynccontextmanager
async def _open(options: Options) -> AsyncGenerator["AsyncMoveUgc", None]:
    from move_ugc_async import AsyncMoveUgc

    if options.sandbox:
        need_sandbox()
        from move_ugc_async.sandbox import Sandbox, TimedClock

        clock = TimedClock(options.sandbox_speed or SANDBOX_SPEED)
        # Ids that no other throwaway sandbox has had: what was downloaded is known by them.
        async with (
            Sandbox(seed=secrets.randbits(32), clock=clock) as sandbox,
            AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
        ):
            yield client
        return
    if not os.environ.get("MOVE_API_KEY", "").strip():
        msg = "no API key: set the environment variable MOVE_API_KEY, or try --sandbox, which needs none"
        raise _NoKeyError(msg)
    async with AsyncMoveUgc(endpoint_url=options.endpoint_url) as client:
        yield client


class _Stop:
    """Stops a command: after its time, or by a signal.

    Args:
        options: What the command was told.
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
        # Whoever asks a second time does not want to wait for the end of anything.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self.scope.cancel()

    def report(self) -> Exit:
        """Say what stopped the command, what goes on, and how to go on."""
        reason = "interrupted" if self._signal else f"time ran out after {self._options.timeout:g} s"
        session = self.session
        if session is not None:
            session.stopped(InterruptedError(reason) if self._signal else TimeoutError(reason))
        if session is None or session.goes_on is None:
            complain(reason)
        elif self._options.sandbox:
            complain(f"{reason}; the throwaway sandbox is gone with all that was in it")
        else:
            complain(f"{reason}; {session.goes_on}")
            if session.can_repeat:
                complain(going_on(self._options))
        if self._signal is None:
            return Exit.OUT_OF_TIME
        return Exit.INTERRUPTED if self._signal == signal.SIGINT else Exit.TERMINATED


def going_on(options: Options) -> str:
    """Say which command line goes on where this one stopped."""
    command = ["move-ugc", *(each for each in options.arguments if each != "--fresh")]
    return f"go on with: {' '.join(map(_pasted, command))}"


def _pasted(argument: str) -> str:
    if clean(argument) == argument:
        return shlex.quote(argument)
    # As bash, zsh and POSIX read it: byte by byte, three octal digits each.
    letters = (
        letter if letter.isalnum() or letter in "-_./ " else "".join(f"\\{byte:03o}" for byte in os.fsencode(letter))
        for letter in argument
    )
    return f"$'{''.join(letters)}'"
