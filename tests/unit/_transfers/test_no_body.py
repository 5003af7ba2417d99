"""Storage responses without a body, several times in one process."""

from pathlib import Path

import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async.errors import MoveHTTPStatusError
from tests.support.servers import HttpServer, Reply
from tests.unit._transfers.objects import ALL_STACKS, download, signed, stored, upload

pytestmark = [pytest.mark.anyio, ALL_STACKS]


@pytest.mark.parametrize("status", [204, 304, 404])
async def test_refusal_without_a_body_raises_each_time(storage: Storage, tmp_path: Path, status: int) -> None:
    length = "Content-Length: 0\r\n" if status == 404 else ""
    # The server closes the connection, so the client must not reuse it.
    raw = f"HTTP/1.1 {status} None\r\n{length}Connection: close\r\n\r\n".encode()
    with HttpServer(Reply(raw=raw)) as server:
        for _ in range(3):
            with pytest.raises(MoveHTTPStatusError) as caught:
                await download(storage, signed(server), tmp_path / "new")
            assert caught.value.status == status


async def test_uploads_succeed_each_time_when_responses_have_no_body(storage: Storage, clip: Path) -> None:
    with HttpServer(stored) as server:
        for _ in range(3):
            await upload(storage, signed(server), clip)

    assert len(server.requests) == 3
