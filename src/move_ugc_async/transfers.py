"""Bytes to and from storage, over presigned URLs.

The URLs are credentials: they are in no message and no log. The API key never comes here.
"""

import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import anyio
from anyio import to_thread

from move_ugc_async.errors import MoveHTTPStatusError, MoveInvalidRequestError, MoveMalformedResponseError
from move_ugc_async.transport.http import Http, Request, Response, Url, parse_url

CHUNK_SIZE = 256 * 1024
"""Bytes that are read and written at a time."""

LARGEST_UPLOAD = 5 * 1024**3
"""Bytes that storage takes in one PUT (Amazon S3 user guide, "Uploading objects")."""

READ_TIMEOUT = 60.0
"""Seconds without a single byte after which storage counts as gone."""

_MD5_ETAG = re.compile(r'^"?([0-9a-f]{32})"?$')
_ERROR_CODE = re.compile(rb"<Code>([A-Za-z0-9]{1,64})</Code>")


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


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
        MoveHTTPStatusError: Storage refused.
        MoveMalformedResponseError: Storage does not confirm that it has the very bytes.
        MoveConnectionError: The connection broke.
        MoveTimeoutError: Storage stopped answering.
    """
    digest = hashlib.md5(usedforsecurity=False)
    request = Request(
        "PUT",
        _storage_url(url),
        headers={"Content-Length": str(size)},
        content=_read_chunks(path, digest),
        connect_timeout=READ_TIMEOUT,
        read_timeout=READ_TIMEOUT,
    )
    async with http.stream(request) as response:
        await _check_status(response)
        etag = response.headers.get("etag")
    if not etag:
        msg = "storage did not confirm the upload: it gave no ETag"
        raise MoveMalformedResponseError(msg)
    md5 = _MD5_ETAG.match(etag)
    if md5 and md5[1] != digest.hexdigest():
        msg = "storage has other bytes than were sent: its ETag is not their MD5"
        raise MoveMalformedResponseError(msg)


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
        msg = f"{destination} exists; pass overwrite=True to replace it"
        raise FileExistsError(msg)
    request = Request(
        "GET",
        _storage_url(url),
        headers={"Accept-Encoding": "identity"},
        connect_timeout=READ_TIMEOUT,
        read_timeout=READ_TIMEOUT,
    )
    await anyio.Path(destination.parent).mkdir(parents=True, exist_ok=True)
    partial = await to_thread.run_sync(_new_partial, destination)
    try:
        async with http.stream(request) as response:
            await _check_status(response)
            received = await _write_chunks(response, partial)
            announced = response.headers.get("content-length")
        _check_size(received, announced)
        await to_thread.run_sync(os.replace, partial, destination)
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


async def _read_chunks(path: Path, digest: "_Digest") -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as source:
        while chunk := await source.read(CHUNK_SIZE):
            digest.update(chunk)
            yield chunk


def _new_partial(destination: Path) -> Path:
    # In the same folder, since a rename is atomic within one file system only; with the permissions of the umask.
    partial = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return partial


async def _write_chunks(response: Response, path: Path) -> int:
    received = 0
    async with await anyio.open_file(path, "wb") as target:
        async for chunk in response.aiter_raw(CHUNK_SIZE):
            received += len(chunk)
            await target.write(chunk)
        await target.flush()
        await to_thread.run_sync(os.fsync, target.wrapped.fileno())
    return received


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
