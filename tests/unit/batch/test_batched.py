"""Parts of sequences."""

import pytest

from move_ugc_async.batch import _batched


def test_batched_yields_all_values_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batched, "SIZE", 2)
    assert [*_batched.batched("abcde")] == [["a", "b"], ["c", "d"], ["e"]]
    assert [*_batched.batched("")] == []
