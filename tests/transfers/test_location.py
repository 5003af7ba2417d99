"""The presigned URL of an object is requested when it is missing or has expired."""

import itertools
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.download import DownloadSource
from move_ugc_async._transport.http import HttpPool
from move_ugc_async.errors import MoveHTTPStatusError, MoveURLExpiredError
from tests.servers import HttpServer, InstantClock, Reply
from tests.transfers.objects import download, patient, signed

pytestmark = pytest.mark.anyio

EXPIRED = MoveURLExpiredError("expired", status=403)
REFUSED = MoveHTTPStatusError("refused", status=403)
MISSING = MoveHTTPStatusError("missing", status=404)


class Asked:
    """Return a new URL each time, after a pause."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.times = 0

    async def __call__(self) -> str:
        self.times += 1
        number = next(self.numbers)
        await InstantClock().sleep(1)
        return f"asked-{number}"


@pytest.fixture
def asked() -> Asked:
    return Asked()


async def test_given_url_is_not_requested(asked: Asked) -> None:
    location = DownloadSource("given", asked)
    assert [await location.url(), await location.url()] == ["given", "given"]
    assert "given" not in repr(location._url)
    assert asked.times == 0


async def test_missing_url_is_requested_once(asked: Asked) -> None:
    location = DownloadSource(None, asked)
    urls: list[str] = []

    async def look() -> None:
        urls.append(await location.url())

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(look)
    assert urls == ["asked-1"] * 5
    assert asked.times == 1


async def test_expired_url_is_requested_again_only_after_it_has_worked(asked: Asked) -> None:
    location = DownloadSource("given", asked)
    assert await location.renew("given", EXPIRED)
    assert await location.url() == "asked-1"
    assert not await location.renew("asked-1", EXPIRED)
    assert await location.url() == "asked-1"
    location.confirm()
    assert await location.renew("asked-1", EXPIRED)
    assert await location.url() == "asked-2"
    assert asked.times == 2


async def test_ranges_refused_at_once_request_one_new_url(asked: Asked) -> None:
    location = DownloadSource("given", asked)
    found: list[tuple[bool, str]] = []

    async def renew() -> None:
        found.append((await location.renew("given", EXPIRED), await location.url()))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(renew)
    assert found == [(True, "asked-1")] * 5
    assert asked.times == 1


async def test_refusal_counts_as_expiry_only_for_a_given_url(asked: Asked) -> None:
    given, fetched = DownloadSource("given", asked), DownloadSource(None, asked)
    assert await given.renew("given", REFUSED)
    assert await given.url() == "asked-1"
    given.confirm()
    assert not await given.renew("asked-1", REFUSED)
    assert not await fetched.renew(await fetched.url(), REFUSED)


@pytest.mark.parametrize("url", ["given", None])
async def test_missing_object_does_not_renew_the_url(asked: Asked, url: str | None) -> None:
    location = DownloadSource(url, asked)
    before = await location.url()
    assert not await location.renew(before, MISSING)
    assert await location.url() == before


async def test_access_denied_after_the_expiry_of_a_url_raises_url_expired(http: HttpPool, tmp_path: Path) -> None:
    with (
        HttpServer(Reply(b"<Error><Code>AccessDenied</Code></Error>", 403)) as server,
        pytest.raises(MoveURLExpiredError),
    ):
        await download(patient(http), signed(server, expires=1), tmp_path / "new")
