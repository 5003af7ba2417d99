"""The presigned URL of an object is requested when it is missing or has expired."""

import itertools
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.download import DownloadSource
from move_ugc_async._transport.http import HttpPool
from move_ugc_async.errors import MoveHTTPStatusError, MoveURLExpiredError
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Reply
from tests.unit._transfers.objects import download, patient, signed

pytestmark = pytest.mark.anyio

EXPIRED = MoveURLExpiredError("expired", status=403)
REFUSED = MoveHTTPStatusError("refused", status=403)
MISSING = MoveHTTPStatusError("missing", status=404)


class NewUrls:
    """A fake API call that returns a new URL each time, after a wait."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        number = next(self.numbers)
        await FakeClock().sleep(1)
        return f"new-{number}"


@pytest.fixture
def request_url() -> NewUrls:
    return NewUrls()


async def test_url_of_the_caller_is_not_requested(request_url: NewUrls) -> None:
    source = DownloadSource("old", request_url)
    assert [await source.url(), await source.url()] == ["old", "old"]
    assert "old" not in repr(source._url)
    assert request_url.calls == 0


async def test_missing_url_is_requested_once(request_url: NewUrls) -> None:
    source = DownloadSource(None, request_url)
    urls: list[str] = []

    async def append_url() -> None:
        urls.append(await source.url())

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(append_url)
    assert urls == ["new-1"] * 5
    assert request_url.calls == 1


async def test_expired_url_is_requested_again_only_after_a_successful_use(request_url: NewUrls) -> None:
    source = DownloadSource("old", request_url)
    assert await source.renew("old", EXPIRED)
    assert await source.url() == "new-1"
    assert not await source.renew("new-1", EXPIRED)
    assert await source.url() == "new-1"
    source.confirm()
    assert await source.renew("new-1", EXPIRED)
    assert await source.url() == "new-2"
    assert request_url.calls == 2


async def test_ranges_refused_at_once_request_one_new_url(request_url: NewUrls) -> None:
    source = DownloadSource("old", request_url)
    results: list[tuple[bool, str]] = []

    async def renew() -> None:
        results.append((await source.renew("old", EXPIRED), await source.url()))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(renew)
    assert results == [(True, "new-1")] * 5
    assert request_url.calls == 1


async def test_refusal_counts_as_expiry_only_for_a_url_of_the_caller(request_url: NewUrls) -> None:
    from_caller, requested = DownloadSource("old", request_url), DownloadSource(None, request_url)
    assert await from_caller.renew("old", REFUSED)
    assert await from_caller.url() == "new-1"
    from_caller.confirm()
    assert not await from_caller.renew("new-1", REFUSED)
    assert not await requested.renew(await requested.url(), REFUSED)


@pytest.mark.parametrize("url", ["old", None])
async def test_missing_object_does_not_renew_the_url(request_url: NewUrls, url: str | None) -> None:
    source = DownloadSource(url, request_url)
    before = await source.url()
    assert not await source.renew(before, MISSING)
    assert await source.url() == before


async def test_access_denied_after_the_expiry_of_a_url_raises_url_expired(http: HttpPool, tmp_path: Path) -> None:
    with (
        HttpServer(Reply(b"<Error><Code>AccessDenied</Code></Error>", 403)) as server,
        pytest.raises(MoveURLExpiredError),
    ):
        await download(patient(http), signed(server, expires=1), tmp_path / "new")
