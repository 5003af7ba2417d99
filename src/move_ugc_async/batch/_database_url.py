"""The URL of a database. Error messages never quote it, since it may hold a password."""

import os

import sqlalchemy as sa
from sqlalchemy import exc

from move_ugc_async.errors import MoveConfigurationError

_NETWORK = {
    "connect_timeout": "10",
    # A connection that a firewall dropped silently is found in seconds instead of a quarter of an hour.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""Parameters of libpq that a URL does not set. In the URL, since the engine opens connections of its own with it."""

_EXAMPLE = "use sqlite:///batch.db or postgresql://user:password@host/name"


def parse_url(text: str) -> sa.URL:
    """Return a validated URL: of SQLite with an absolute path, or of PostgreSQL with all parameters of the network.

    Raises:
        MoveConfigurationError: The URL is invalid.
    """
    if isinstance(text, str) and text.startswith("sqlite:"):  # pyright: ignore[reportUnnecessaryIsInstance]
        return _parse_sqlite(text)
    try:
        url = sa.make_url(text)
    except (exc.ArgumentError, ValueError, TypeError, AttributeError):
        # The cause quotes the URL, which may contain a password.
        got = "a path or another string" if isinstance(text, str) else type(text).__name__  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"database must be a URL; got {got}; {_EXAMPLE}"
        raise MoveConfigurationError(msg) from None
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _parse_postgresql(url)
    msg = f"database must be a URL of SQLite or PostgreSQL; got {url.drivername}; {_EXAMPLE}"
    raise MoveConfigurationError(msg)


def _parse_sqlite(text: str) -> sa.URL:
    # Not by SQLAlchemy, whose versions differ in what they decode: the path is used as it is written.
    path = text.removeprefix("sqlite:///")
    if path == text or "?" in path:
        got = "a host, a user or fewer than three slashes" if path == text else "parameters, or a path with ?"
        msg = f"database must be sqlite:///path without host, user and parameters; got {got}; {_EXAMPLE}"
        raise MoveConfigurationError(msg)
    if not path or path.startswith((":memory:", "file:")) or path.endswith(("/", os.sep)):
        msg = f"database must be a file that outlives this process; got {path!r}; {_EXAMPLE}"
        raise MoveConfigurationError(msg)
    if "\0" in path:
        msg = f"database must be a path without NUL; got {path!r}; {_EXAMPLE}"
        raise MoveConfigurationError(msg)
    # Absolute: the working directory may change. Without symbolic links: the lock beside the file is found by its name.
    url = sa.URL.create("sqlite", database=os.path.realpath(path))
    if not _is_read_again(url):
        msg = f"database must be a path of Unicode characters without ?; got {url.database!r}; use another folder"
        raise MoveConfigurationError(msg)
    return url


def _is_read_again(url: sa.URL) -> bool:
    """Return whether the engine, which receives the URL as text, opens the same file."""
    try:
        text = url.render_as_string(hide_password=False)
        text.encode()
    except UnicodeEncodeError:
        return False
    return sa.make_url(text).database == url.database


def _parse_postgresql(url: sa.URL) -> sa.URL:
    if "@" in (url.host or ""):
        msg = "the password in database must be percent-encoded; got @ after it; write %40"
        raise MoveConfigurationError(msg)
    if not url.database:
        msg = "database must name a database after the host; got no name; use postgresql://user:password@host/name"
        raise MoveConfigurationError(msg)
    password = url.query.get("password")
    if isinstance(password, str):
        # Hidden like one before the host, which is only written after a user, who may be empty.
        url = url.difference_update_query(["password"]).set(username=url.username or "", password=password)
    network = {name: value for name, value in _NETWORK.items() if name not in url.query}
    return url.set(drivername="postgresql").update_query_dict(network)
