"""Records of attempts: when a search finds the object."""

from dataclasses import replace
from typing import Any

import pytest

from move_ugc_async._clock import boot_id
from move_ugc_async._idempotency import record as record_module
from move_ugc_async._idempotency.record import Record

RECORD = Record("createThing", "digest", "account", boot=boot_id(), written_at=1000.0, server_timeout=30.0)


@pytest.mark.parametrize(
    ("change", "remaining"),
    [
        ({}, 35.0 - 7.0),
        ({"written_at": 1007.0}, 35.0),
        # The time since the last write is unknown.
        ({"written_at": 1008.0}, 35.0),
        ({"in_flight": True}, 35.0),
        ({"boot": "another"}, 35.0),
        ({"boot": None}, 35.0),
    ],
    ids=str,
)
def test_record_delays_a_conclusive_search_by_the_time_since_its_write(
    change: dict[str, Any], remaining: float
) -> None:
    assert replace(RECORD, **change).remaining(5.0, 1007.0) == remaining


def test_record_delays_a_conclusive_search_by_the_whole_delay_when_the_system_has_no_boot_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record_module, "boot_id", lambda: None)
    assert replace(RECORD, boot=None).remaining(5.0, 1007.0) == 35.0
