"""Open the batch of a command."""

import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from move_ugc_async import AsyncMoveUgc, MoveError, MoveInvalidRequestError
from move_ugc_async.cli.batch_options import DATABASE_VARIABLE, DatabaseOptions
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch

_SQLITE = "sqlite:///"


class BatchOpener:
    """Opens the batch of a command, with or without a worker in this process.

    A temporary sandbox gets a temporary database, since its jobs vanish with it. So does a plan if there is no database
    yet: a dry run and a question create nothing.

    Args:
        session: The command's session.
        options: Which batch.
        out: The folder of the outputs.
        arguments: Further arguments of `Batch`.

    Raises:
        MoveInvalidRequestError: `--database` is combined with a temporary sandbox.
    """

    def __init__(self, session: Session, options: DatabaseOptions, out: Path, arguments: Mapping[str, Any]) -> None:
        self._session = session
        self._options = options
        self._out = out
        self._arguments = arguments
        self._stack = ExitStack()
        self._is_temporary = bool(session.options.sandbox)
        if self._is_temporary and options.database is not None:
            msg = "cannot use --database with --sandbox: the temporary sandbox is deleted with all its jobs"
            raise MoveInvalidRequestError(msg)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def open(self, *, worker: bool) -> "Batch":
        """Return the batch, to be entered.

        Args:
            worker: Whether this process works on it.
        """
        from move_ugc_async.batch import Batch

        return Batch(
            self._database(worker=worker),
            client_factory=self._session.new_client,
            name=self._options.name,
            worker=worker,
            **self._arguments,
        )

    def _database(self, *, worker: bool) -> str:
        path = _sqlite_path(self._options, self._out)
        if self._is_temporary or not (worker or path is None or path.exists()):
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="move-ugc-batch-"))
            return sqlite_url(Path(folder))
        if self._options.database is not None:
            return self._options.database
        self._out.mkdir(parents=True, exist_ok=True)
        return sqlite_url(self._out)


@asynccontextmanager
async def entered(batch: "Batch") -> AsyncGenerator["Batch", None]:
    """Enter a batch to work on it.

    Raises:
        MoveError: Another process works on its SQLite file.
    """
    from move_ugc_async.batch import BatchInUseError

    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(batch)
        except BatchInUseError:
            msg = (
                "another command works on this batch: wait until it ends, or stop it; only a batch in PostgreSQL "
                "(--database) can have several workers"
            )
            raise MoveError(msg) from None
        yield batch


@asynccontextmanager
async def open_existing(
    session: Session | None, options: DatabaseOptions, out: Path | None, **arguments: Any
) -> AsyncGenerator["Batch", None]:
    """Open a batch that exists, to read and change it, and not to work on it.

    Args:
        session: The command's session; None for a command that sends no requests.
        options: Which batch.
        out: The folder of the outputs; None for the current folder.
        arguments: Further arguments of `Batch`.

    Raises:
        MoveInvalidRequestError: There is no such batch, or a temporary sandbox is used.
    """
    from move_ugc_async.batch import Batch

    if session is not None:
        reject_sandbox(session)
    url = existing_database(options, out)
    new_client = session.new_client if session else _client_without_key
    async with Batch(url, client_factory=new_client, name=options.name, worker=False, **arguments) as batch:
        yield batch


def _client_without_key() -> AsyncMoveUgc:
    return AsyncMoveUgc("no-request-is-sent")


def reject_sandbox(session: Session) -> None:
    """Validate that `--sandbox` is not set.

    Raises:
        MoveInvalidRequestError: It is set.
    """
    if session.options.sandbox:
        msg = "cannot use --sandbox: a temporary sandbox has no jobs of the batch; use it with `batch run`"
        raise MoveInvalidRequestError(msg)


def existing_database(options: DatabaseOptions, out: Path | None) -> str:
    """Return the URL of the database of a batch that exists.

    Raises:
        MoveInvalidRequestError: There is no such file.
    """
    if options.database is not None and out is not None:
        msg = (
            f"cannot use --out with --database or {DATABASE_VARIABLE}: both name the database; pass or set one of them"
        )
        raise MoveInvalidRequestError(msg)
    path = _sqlite_path(options, out or Path())
    if path is not None and not path.exists():
        msg = f"cannot find a batch: {path} does not exist; pass the --out or the --database of `move-ugc batch run`"
        raise MoveInvalidRequestError(msg)
    return options.database or sqlite_url(out or Path())


def _sqlite_path(options: DatabaseOptions, out: Path) -> Path | None:
    """Return the file of a database; None for one on a server."""
    if options.database is None:
        return out / "batch.db"
    return Path(options.database.removeprefix(_SQLITE)) if options.database.startswith(_SQLITE) else None


def sqlite_url(folder: Path) -> str:
    """Return the URL of the database in a folder."""
    return f"{_SQLITE}{folder.absolute() / 'batch.db'}"
