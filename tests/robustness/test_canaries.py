"""The watch around every test finds secrets in logs, errors and journals."""

import logging
from typing import Any

import pytest

from move_ugc_async import MoveError
from move_ugc_async.sandbox.journal import Journal, JournalEntry
from tests.support.canaries import PACKAGE, Watch
from tests.support.servers import API_KEY

pytestmark = [pytest.mark.check(41), pytest.mark.check(42)]

SECRETS = [
    API_KEY,
    "mv_key_sandbox_0123456789",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "https://storage.example/clip.mp4?AWSAccessKeyId=x&Signature=vbTX75&Expires=1",
    "https://storage.example/clip.mp4?X-Amz-Signature=0af3",
    "https://share.example/ugc/file/download?code=12345678",
]


def take_places(watch: Watch) -> list[str]:
    """Return where secrets were found, and clear them, since this test is watched too."""
    places = [place.partition(":")[0] for place in watch.found]
    watch.found.clear()
    return places


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", ["move_ugc_async", "httpcore.http11", "asyncio"])
def test_watch_finds_a_secret_in_a_log_record_of_any_library(watch: Watch, name: str, secret: str) -> None:
    logging.getLogger(name).debug("sent %s", secret)
    assert take_places(watch) == ["log"]


def test_watch_finds_a_secret_in_an_expected_error(watch: Watch) -> None:
    error = MoveError("no", data={"key": API_KEY})
    with pytest.raises(MoveError):
        raise error
    # In its attributes and in its pickle.
    assert take_places(watch) == ["error", "error"]


@pytest.mark.parametrize(
    ("module", "secret", "is_found"),
    [
        ("client", SECRETS[0], True),
        ("client", SECRETS[3], True),
        ("_transport/graphql", SECRETS[0], True),
        ("_transport/graphql", SECRETS[2], True),
        ("_transport/graphql", SECRETS[3], False),
        ("_transfers/upload", SECRETS[5], False),
    ],
)
def test_watch_exempts_urls_in_local_variables_of_frames_that_handle_a_response(
    watch: Watch, module: str, secret: str, *, is_found: bool
) -> None:
    namespace: dict[str, Any] = {"MoveError": MoveError, "secret": secret}
    handle = "def handle(secret):\n    raise MoveError('no')"
    exec(compile(handle, f"{PACKAGE}/{module}.py", "exec"), namespace)
    exec(compile("def call():\n    handle(secret)", f"{PACKAGE}/client.py", "exec"), namespace)
    with pytest.raises(MoveError):
        namespace["call"]()
    assert bool(take_places(watch)) is is_found


def test_watch_finds_a_secret_in_a_journal(watch: Watch) -> None:
    entry = JournalEntry(kind="graphql", method="POST", path="/", status=200, request_id="r", variables={"k": API_KEY})
    Journal().record(entry)
    assert take_places(watch) == ["journal"]


def test_watch_reports_nothing_without_a_secret(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("move_ugc_async").debug("getJob: attempt %d succeeded", 1)
    harmless = MoveError("no job-1 at https://storage.example/clip.mp4")
    with pytest.raises(MoveError):
        raise harmless
    assert not watch.found
    assert not caplog.records, "the watch adds records to the log"
