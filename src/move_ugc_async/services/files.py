"""Files: clips, device recordings and results."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path, PurePath
from typing import Any

from move_ugc_async._generated.expand import FileExpand
from move_ugc_async._generated.fragments import FileType, ShareCode
from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._schema.scalars import JsonInput, check_update
from move_ugc_async._transfers.download import DownloadSource, download
from move_ugc_async._transfers.events import OnTransfer, Reporter
from move_ugc_async._transfers.formats import upload_type
from move_ugc_async._transfers.sources import UploadSource, open_source
from move_ugc_async._transfers.upload import upload, url_of
from move_ugc_async._validation import ensure_file_type, ensure_id, ensure_path
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import file_flags


class AsyncFileService(Service):
    """Register, read, change, share, upload and download files.

    Take it from a client, `client.files`; it can be kept in a variable.
    """

    async def create(
        self,
        file_type: str,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Iterable[FileExpand] | FileExpand | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> FileType:
        """Register a file and get a URL to upload it to. `upload` does this and the upload.

        Args:
            file_type: The extension, with or without its dot: `mp4`, `mov`, `avi` or `move`.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string.
            expand: What else the file shall carry.
            idempotency_key: Your own name for this very creation, left in the metadata and hidden again. The API has no
                list of files to look it up in, so a lost answer leaves an empty file behind, which costs nothing, and
                another is registered.
            timeout: Seconds that the whole creation may take with all its tries and waits; left out, the client's.

        Returns:
            The file. Its `presigned_url` takes one PUT of the bytes, without a Content-Type.

        Raises:
            MoveError: The file was not registered, or it is not known whether it was.
        """
        parameters: dict[str, Any] = {"type": ensure_file_type(file_type), "name": name}
        flags = file_flags(expand)
        return await self._create(
            Creation(
                "createFile",
                parameters,
                metadata,
                send=lambda kept, attempt: self._graphql_for(attempt).create_file(**parameters, metadata=kept, **flags),
                timeout=self._transport(timeout).timeout,
            ),
            idempotency_key,
        )

    async def upload(
        self,
        source: UploadSource,
        *,
        file_type: str | None = None,
        name: str | None = None,
        metadata: JsonInput = None,
        on_progress: OnTransfer | None = None,
    ) -> FileType:
        """Register a file and upload its bytes, in constant memory.

        What breaks is repeated from the start, as often as the client's `max_retries`, at the same URL or, where that
        has expired, for a file that is registered anew; the first one stays behind, empty.

        Args:
            source: A path, bytes, a binary file object that can seek, or a `ByteStream`; 1 byte to 5 GiB. A file object
                is read from where it stands, and is not closed.
            file_type: The extension, with or without its dot; left out, that of the content, whatever the name says: a
                clip named `.mp4` that is a QuickTime film goes up as `mov`. `.move` recordings are known by name only.
            name: Display name; left out, the path's last part.
            metadata: Any JSON value, or a JSON document as a string.
            on_progress: Called with each step; what it raises ends the upload.

        Returns:
            The file, uploaded.

        Raises:
            MoveInvalidRequestError: The source is not there, empty, too large or of an unknown format; nothing was
                registered.
            MoveSourceChangedError: The source changed meanwhile.
            MoveSourceSpentError: The upload broke, and a stream cannot be read again.
            MoveError: Anything else that went wrong.
        """
        async with open_source(source) as opened:
            named = PurePath(opened.name).suffix if opened.name else None
            kind = upload_type(opened.head, named=named, given=file_type)
            shown = name or opened.name
            return await upload(
                self._context.storage, opened, lambda: self.create(kind, name=shown, metadata=metadata), on_progress
            )

    async def download(
        self,
        file: FileType | str,
        destination: str | PathLike[str],
        *,
        on_progress: OnTransfer | None = None,
        overwrite: bool = False,
    ) -> Path:
        """Download a file's bytes. They appear under the destination's name when they are complete and checked.

        A download that breaks goes on where it was, and one that was killed goes on in the next call; a large file
        comes in several ranges at once (`download_range_threshold`, `download_ranges`).

        Args:
            file: The id of the file, or the file as it was read. Its own `presigned_url` is used as long as that works.
            destination: Path to write to; its folder is made if need be.
            on_progress: Called with each step; what it raises ends the download.
            overwrite: Whether to replace what is there.

        Returns:
            The destination.

        Raises:
            FileExistsError: The destination exists, and `overwrite` is off.
            OSError: The destination cannot be written.
            MoveDiskFullError: It does not fit.
            MoveIntegrityError: What came is not what storage says it is.
            MoveError: Anything else that went wrong.
        """
        path = ensure_path(destination, "destination")
        file_id = file.id if isinstance(file, FileType) else ensure_id(file, "a file")
        # Its URL is in no local variable: error trackers show those of whoever raises.
        location = DownloadSource(
            file.presigned_url if isinstance(file, FileType) else None, lambda: self._url(file_id)
        )
        reporter = Reporter(on_progress, "download", file_id, path.name)
        await download(self._context.storage, location, path, reporter, overwrite=overwrite)
        return path

    async def _url(self, id: str) -> str:
        return url_of(await self.retrieve(id))

    async def retrieve(
        self, id: str, expand: Iterable[FileExpand] | FileExpand | None = None, *, timeout: float | None = None
    ) -> FileType:
        """Read one file, with a URL to download it from.

        Args:
            id: Id of the file.
            expand: What else the file shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        return await self._graphql(timeout).get_file(ensure_id(id, "a file"), **file_flags(expand))

    async def update(
        self,
        id: str,
        metadata: JsonInput = None,
        name: str | None = None,
        expand: Iterable[FileExpand] | FileExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> FileType:
        """Change a file's name or metadata; what is left out stays as it is.

        Args:
            id: Id of the file.
            metadata: Takes the place of the old document as a whole; `{}` clears it.
            name: The new display name.
            expand: What else the file shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        check_update(metadata)
        return await self._graphql(timeout).update_file(
            ensure_id(id, "a file"), metadata=metadata, name=name, **file_flags(expand)
        )

    async def generate_share_code(self, file_id: str, *, timeout: float | None = None) -> ShareCode:
        """Make a code that lets anyone download the file once.

        Args:
            file_id: Id of the file.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Returns:
            The code and the address that redeems it. Both are credentials.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        return await self._graphql(timeout).generate_share_code(ensure_id(file_id, "a file"))
