"""Workflows that the engine has given up."""

from collections.abc import Sequence

from move_ugc_async.batch._abandoned import Abandoned


class Engine:
    def __init__(self) -> None:
        self.listed: list[str] = []
        self.resumed: list[str] = []

    def pending(self, *executor_ids: str) -> list[str]:
        assert executor_ids == ("executor",)
        return self.listed

    def resume(self, ids: Sequence[str]) -> None:
        self.resumed += ids


def test_a_workflow_is_continued_once_two_checks_have_found_that_nothing_runs_it() -> None:
    engine, running = Engine(), {"a"}
    abandoned = Abandoned("executor", engine, lambda: running)
    engine.listed = ["a", "b", "c"]
    assert abandoned.run_once() == set()
    # One has ended meanwhile, one was started late.
    engine.listed, running = ["a", "b", "c", "d"], {"a", "c"}
    assert abandoned.run_once() == {"b"}
    engine.listed, running = ["d", "c"], {"d"}
    assert abandoned.run_once() == set()
    assert engine.resumed == ["b"]
