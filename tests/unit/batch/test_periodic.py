"""A thread that calls a function again and again."""

import atexit
import threading
from collections.abc import Callable

import pytest

from move_ugc_async.batch._periodic import Periodic
from tests.support.wait_until import SAFETY_NET, wait_until_sync


def test_thread_ends_before_the_interpreter_does(monkeypatch: pytest.MonkeyPatch) -> None:
    exits: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", exits.append)
    monkeypatch.setattr(atexit, "unregister", exits.remove)
    begun = threading.Event()

    def call() -> float:
        begun.set()
        return 3600

    periodic = Periodic(call, "test")
    periodic.start()
    begun.wait(SAFETY_NET)
    assert periodic._thread.daemon
    exits[0]()
    wait_until_sync(lambda: not periodic._thread.is_alive())
    periodic.stop()
    assert exits == []


def test_stop_waits_for_a_call_that_has_begun() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def call() -> float:
        begun.set()
        may_end.wait(SAFETY_NET)
        ended.set()
        return 0

    periodic = Periodic(call, "test")
    periodic.stop()
    periodic = Periodic(call, "test")
    periodic.start()
    begun.wait(SAFETY_NET)
    stopping = threading.Thread(target=periodic.stop)
    stopping.start()
    assert stopping.is_alive()
    may_end.set()
    stopping.join(SAFETY_NET)
    assert ended.is_set()
    assert not periodic._thread.is_alive()


def test_exception_ends_the_thread_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    periodic = Periodic(lambda: 1 // 0, "name of the thread")
    periodic.start()
    wait_until_sync(lambda: not periodic._thread.is_alive())
    assert "the thread name of the thread failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
