"""Databases of proofs: files of SQLite, and databases of a PostgreSQL server."""

import itertools
import os
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.support.postgresql import running_server

CONNECTIONS = 400


class Databases:
    """Creates databases, on the server of `DATABASE_URL` or on one that it starts when it is first needed."""

    def __init__(self) -> None:
        self._resources = ExitStack()
        self._server = os.environ.get("DATABASE_URL", "")
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._resources.close()

    def sqlite(self, folder: Path) -> str:
        """Return the URL of a new file."""
        (folder / "database").mkdir(exist_ok=True)
        return f"sqlite:///{folder}/database/batch.db"

    def postgresql(self) -> str:
        """Create a database, which is dropped at the end, and return its URL."""
        if not self._server:
            try:
                self._server = self._resources.enter_context(running_server(CONNECTIONS))
            except FileNotFoundError as error:
                msg = f"{error}; or set DATABASE_URL"
                raise SystemExit(msg) from None
        name = f"move_durable_{os.getpid()}_{next(self._numbers)}"
        self._execute("CREATE DATABASE {}", name)
        self._resources.callback(self._execute, "DROP DATABASE {} WITH (FORCE)", name)
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def dump(self, url: str) -> str:
        """Return the content of all tables of a database."""
        texts = list[str]()
        with psycopg.connect(url) as connection:
            tables = connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables"
                " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for table in tables:
                statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*table))
                with connection.cursor().copy(statement) as copy:
                    texts += (bytes(each).decode("latin-1") for each in copy)
        return "".join(texts)

    def _execute(self, statement: str, name: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))  # type: ignore[arg-type]
