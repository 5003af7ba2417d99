"""The watch around every test finds a secret in logs, errors and journals."""

import logging

import pytest

from move_ugc_async import MoveError
from move_ugc_async.sandbox.journal import Journal, JournalEntry
from tests.canaries import Watch
from tests.servers import API_KEY

pytestmark = [pytest.mark.check(41), pytest.mark.check(42)]

SECRETS = [
    API_KEY,
    "mv_key_sandbox_0123456789",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "https://storage.example/clip.mp4?AWSAccessKeyId=x&Signature=vbTX75&Expires=1",
    "https://storage.example/clip.mp4?X-Amz-Signature=0af3",
    "https://share.example/ugc/file/download?code=12345678",
]


def told(watch: Watch) -> list[str]:
    """Give where a secret was found, and forget it: this test is watched, too."""
    places = [place.partition(":")[0] for place in watch.found]
    watch.found.clear()
    return places


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", ["move_ugc_async", "httpcore.http11", "asyncio"])
def test_a_secret_in_a_log_record_of_any_library_is_found(watch: Watch, name: str, secret: str) -> None:
    logging.getLogger(name).debug("sent %s", secret)
    assert told(watch) == ["log"]


def test_a_secret_in_an_expected_error_is_found(watch: Watch) -> None:
    told_in_data = MoveError("no", data={"key": API_KEY})
    with pytest.raises(MoveError):
        raise told_in_data
    # Among its attributes, and in its pickle.
    assert told(watch) == ["error", "error"]


def test_a_secret_in_a_journal_is_found(watch: Watch) -> None:
    entry = JournalEntry(kind="graphql", method="POST", path="/", status=200, request_id="r", variables={"k": API_KEY})
    Journal().record(entry)
    assert told(watch) == ["journal"]


def test_texts_without_a_secret_are_not_reported(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("move_ugc_async").debug("getJob: attempt %d succeeded", 1)
    harmless = MoveError("no job-1 at https://storage.example/clip.mp4")
    with pytest.raises(MoveError):
        raise harmless
    assert not watch.found
    assert not caplog.records, "a test sees of the log what it would see without the watch"
