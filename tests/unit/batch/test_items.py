"""The table of clips."""

from move_ugc_async.batch._database import Database
from move_ugc_async.batch._items import Item, Items
from tests.unit.batch.conftest import BOTH


@BOTH
def test_a_process_that_was_suspended_cannot_deny_the_attempt_of_another_one(database: Database) -> None:
    items = Items("film")
    with database.write() as connection:
        items.add(connection, [Item(id="1", key="1", content="", fingerprint="", path="1.mp4", directory="out")])
        assert items.compare_unsent(connection, "1", None, "first")
        assert items.compare_unsent(connection, "1", "first", "attempted by second")
        # The first process continues after its own wait.
        assert not items.compare_unsent(connection, "1", "first", "first")
        assert not items.compare_unsent(connection, "1", None, "first")
        assert items.get(connection, "1").unsent == "attempted by second"
