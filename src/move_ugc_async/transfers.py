"""Bytes to and from storage, over presigned URLs.

The URLs are credentials: they are in no message and no log. The API key never comes here.
"""

import functools
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import BinaryIO, Self

import anyio
from anyio import to_thread

from move_ugc_async.errors import (
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.transport.http import Http, Url, parse_url
from move_ugc_async.transport.messages import Request, Response

CHUNK_SIZE = 256 * 1024
"""Bytes that are read and written at a time."""

LARGEST_UPLOAD = 5 * 1024**3
"""Bytes that storage takes in one PUT (Amazon S3 user guide, "Uploading objects")."""

READ_TIMEOUT = 60.0
"""Seconds without a single byte after which storage counts as gone."""

_MD5_ETAG = re.compile(r'^"?([0-9a-f]{32})"?$')
_ERROR_CODE = re.compile(rb"<Code>([A-Za-z0-9]{1,64})</Code>")


class _Source(AsyncIterator[bytes]):
    """A file's bytes, read as they are sent.

    No generator: one that is left suspended when a request breaks is a warning on trio.
    """

    def __init__(self, file: BinaryIO, size: int, patience: anyio.CancelScope) -> None:
        self._file = file
        self._size = size
        self._patience = patience
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._read = 0
        self.changed = False

    @property
    def md5(self) -> str:
        """The digest of what was read, in hexadecimal digits."""
        return self._md5.hexdigest()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk = await to_thread.run_sync(self._file.read, CHUNK_SIZE)
        self._patience.deadline = anyio.current_time() + READ_TIMEOUT
        self._read += len(chunk)
        self.changed = self._read > self._size or (not chunk and self._read < self._size)
        if self.changed:
            raise _changed()
        if not chunk:
            raise StopAsyncIteration
        self._md5.update(chunk)
        return chunk


async def check_upload(path: Path) -> int:
    """Check a file before anything is created for it, and give its size in bytes.

    Raises:
        MoveInvalidRequestError: It is not there, not a file, empty, or larger than storage takes.
    """
    source = anyio.Path(path)
    if not await source.is_file():
        msg = f"there is no file {path}"
        raise MoveInvalidRequestError(msg)
    size = (await source.stat()).st_size
    if not 0 < size <= LARGEST_UPLOAD:
        msg = f"{path} has {size} bytes; an upload has 1 to {LARGEST_UPLOAD}"
        raise MoveInvalidRequestError(msg)
    return size


async def upload(http: Http, url: str, path: Path, size: int) -> None:
    """Put a file's bytes where the URL says, in constant memory.

    The request carries its length, since S3 refuses chunked bodies, and no Content-Type, since the signature covers it.

    Raises:
        MoveInvalidRequestError: The file's size is no longer the one that is given.
        MoveHTTPStatusError: Storage refused.
        MoveMalformedResponseError: Storage does not confirm that it has the very bytes.
        MoveConnectionError: The connection broke.
        MoveTimeoutError: Storage stopped reading or answering.
    """
    target = _storage_url(url)
    # Opened and closed without a thread: a task that is cancelled at that moment would never get to know the file.
    with path.open("rb") as file:
        try:
            with anyio.fail_after(READ_TIMEOUT) as patience:
                await _put(http, target, _Source(file, size, patience), size)
        except TimeoutError:
            msg = f"{target.host} stopped reading"
            raise MoveTimeoutError(msg) from None


async def _put(http: Http, url: Url, source: _Source, size: int) -> None:
    request = Request(
        "PUT",
        url,
        headers={"Content-Length": str(size)},
        content=source,
        connect_timeout=READ_TIMEOUT,
        read_timeout=READ_TIMEOUT,
    )
    try:
        async with http.stream(request) as response:
            await _check_status(response)
            headers = response.headers
    except MoveConnectionError:
        # What is raised while aiohttp reads the source reaches us as a broken connection.
        if source.changed:
            raise _changed() from None
        raise
    async for _ in source:
        # Not all who send so many bytes look whether there are more.
        raise _changed()
    _check_etag(headers, source.md5)


async def download(http: Http, url: str, destination: Path, *, overwrite: bool) -> Path:
    """Fetch what the URL holds into a file, which appears under its name when it is complete.

    Raises:
        FileExistsError: The destination exists, and `overwrite` is off.
        MoveHTTPStatusError: Storage refused.
        MoveMalformedResponseError: Fewer bytes came than announced.
        MoveConnectionError: The connection broke.
        MoveTimeoutError: Storage stopped answering.
    """
    if not overwrite and await anyio.Path(destination).exists():
        raise _exists(destination)
    request = Request(
        "GET",
        _storage_url(url),
        headers={"Accept-Encoding": "identity"},
        connect_timeout=READ_TIMEOUT,
        read_timeout=READ_TIMEOUT,
    )
    await anyio.Path(destination.parent).mkdir(parents=True, exist_ok=True)
    # In the same folder, since a rename is atomic within one file system only.
    partial = destination.with_name(f".{secrets.token_hex(8)}.part")
    try:
        # As in `upload`, without a thread; with the permissions of the umask.
        with partial.open("xb") as file:
            async with http.stream(request) as response:
                await _check_status(response)
                received = await _write_chunks(response, file)
                announced = response.headers.get("content-length")
        _check_size(received, announced)
        await to_thread.run_sync(functools.partial(_publish, partial, destination, overwrite=overwrite))
    except BaseException:
        with anyio.CancelScope(shield=True):
            await anyio.Path(partial).unlink(missing_ok=True)
        raise
    return destination


def _storage_url(text: str) -> Url:
    url = parse_url(text)
    if url is None or url.scheme not in ("http", "https") or not url.host:
        msg = "the server gave a storage URL that is none"
        raise MoveMalformedResponseError(msg)
    return url


def _changed() -> MoveInvalidRequestError:
    return MoveInvalidRequestError("the file changed while it was being uploaded")


def _exists(destination: Path) -> FileExistsError:
    return FileExistsError(f"{destination} exists; pass overwrite=True to replace it")


async def _write_chunks(response: Response, file: BinaryIO) -> int:
    received = 0
    async for chunk in response.aiter_raw(CHUNK_SIZE):
        received += len(chunk)
        # Cancellation shall arrive while the next chunk is awaited: here it would leave generators of httpx suspended.
        with anyio.CancelScope(shield=True):
            await to_thread.run_sync(file.write, chunk)
    await to_thread.run_sync(_sync, file)
    return received


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _publish(partial: Path, destination: Path, *, overwrite: bool) -> None:
    if not overwrite:
        # A link, unlike a rename, never replaces what has appeared meanwhile.
        try:
            destination.hardlink_to(partial)
        except FileExistsError:
            raise _exists(destination) from None
        except OSError:
            # A file system without links.
            if destination.exists():
                raise _exists(destination) from None
        else:
            partial.unlink(missing_ok=True)
            return
    partial.replace(destination)


def _check_etag(headers: Mapping[str, str], md5: str) -> None:
    etag = headers.get("etag")
    if not etag:
        msg = "storage did not confirm the upload: it gave no ETag"
        raise MoveMalformedResponseError(msg)
    # Encrypted with a key of its own, an object has an ETag that is no MD5 (Amazon S3 API reference, "Object").
    encrypted = (
        headers.get("x-amz-server-side-encryption", "").startswith("aws:kms")
        or "x-amz-server-side-encryption-customer-algorithm" in headers
    )
    given = _MD5_ETAG.match(etag)
    if given and given[1] != md5 and not encrypted:
        msg = "storage has other bytes than were sent: its ETag is not their MD5"
        raise MoveMalformedResponseError(msg)


def _check_size(received: int, announced: str | None) -> None:
    if announced is not None and announced != str(received):
        msg = f"{received} of {announced} bytes came"
        raise MoveMalformedResponseError(msg)


async def _check_status(response: Response) -> None:
    if response.status_code == 200:  # noqa: PLR2004 - RFC 9110, 15.3.1
        return
    code = _ERROR_CODE.search((await response.aread())[:4096])
    msg = "storage refused the request"
    raise MoveHTTPStatusError(
        msg,
        status=response.status_code,
        error_type=code[1].decode() if code else None,
        request_id=response.headers.get("x-amz-request-id"),
    )
