"""Revisions: numbers of the changes of a batch."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from move_ugc_async.batch._database import Database
from move_ugc_async.batch._items import Item, Items
from move_ugc_async.batch._revisions import Revisions
from tests.support.wait_until import wait_until_sync
from tests.unit.batch.conftest import BOTH


def item(id: str) -> Item:
    return Item(id=id, key=id, content="", fingerprint="", path=f"{id}.mp4", directory="out")


@BOTH
def test_take_returns_consecutive_revisions_of_each_batch(database: Database) -> None:
    film, other = Revisions("film"), Revisions("other")
    with database.write() as connection:
        numbers = [film.take(connection), film.take(connection, 3), film.take(connection), other.take(connection)]
    assert numbers == [1, 2, 5, 1]


@BOTH
def test_record_removal_takes_a_revision(database: Database) -> None:
    revisions = Revisions("film")
    with database.write() as connection:
        assert revisions.last_removal(connection) == 0
        revisions.take(connection)
        revisions.record_removal(connection)
        assert (revisions.last_removal(connection), revisions.take(connection)) == (2, 3)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_revision_is_never_visible_before_an_earlier_one(connect: Callable[[], Database]) -> None:
    # Transactions of SQLite that write follow each other anyway.
    database, other, reader = connect(), connect(), connect()
    items = Items("film")
    with database.write() as connection:
        items.add(connection, [item("first"), item("second")])

    def change_second() -> None:
        with other.write() as connection:
            items.mark_changed(connection, ["second"])

    def is_waiting() -> bool:
        with reader.read() as connection:
            return bool(connection.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")))

    thread = threading.Thread(target=change_second)
    with database.write() as connection:
        items.mark_changed(connection, ["first"])
        thread.start()
        wait_until_sync(lambda: is_waiting() or not thread.is_alive())
        assert thread.is_alive()
        assert changed_ids(items, reader) == []
    thread.join()
    assert changed_ids(items, reader) == ["first", "second"]


def changed_ids(items: Items, database: Database) -> list[str]:
    with database.read() as connection:
        return [each.id for each in items.changed_since(connection, 0)]
