"""The file service: clips, recordings of devices, and outputs."""

from os import PathLike
from pathlib import Path, PurePath
from typing import Any

from move_ugc_async._generated.expand import FileExpand
from move_ugc_async._generated.fragments import FileType, ShareCode
from move_ugc_async._idempotency.creation import Creation
from move_ugc_async._schema.scalars import JsonInput, check_update
from move_ugc_async._transfers.download import DownloadSource, download
from move_ugc_async._transfers.events import OnTransfer, Reporter
from move_ugc_async._transfers.formats import upload_type
from move_ugc_async._transfers.sources import UploadSource, open_source
from move_ugc_async._transfers.upload import upload, url_of
from move_ugc_async._validation import ensure_file_type, ensure_id, ensure_path
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import Expand, file_flags


class AsyncFileService(Service):
    """Files of the API: `client.files`.

    Example:
        ```python
        file = await client.files.upload("dance.mp4")
        await client.files.download(file, "copy.mp4")
        ```
    """

    async def create(
        self,
        file_type: str,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Expand[FileExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> FileType:
        """Register a file, and return it with a URL to upload its bytes to. `upload` does both.

        Args:
            file_type: The extension, with or without a leading dot: `mp4`, `mov`, `avi` or `move`.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string.
            expand: Related objects to return with the file.
            idempotency_key: Your own name for this creation, stored in the metadata and hidden when it is read. The
                API cannot list files, so when a response is lost another file is registered, and an empty file stays
                behind, which costs nothing.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Returns:
            The file. Its `presigned_url` accepts one PUT request with the bytes and without a Content-Type.

        Raises:
            MoveError: The file was not registered, or it is unknown whether it was.
        """
        parameters: dict[str, Any] = {"type": ensure_file_type(file_type), "name": name}
        flags = file_flags(expand)
        return await self._create(
            Creation(
                "createFile",
                parameters,
                metadata,
                send=lambda kept, options: self._context.api.create_file(
                    **parameters, metadata=kept, **flags, call_options=options
                ),
                timeout=self._call_options(timeout).timeout,
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

        A failed upload is retried from the start, at most `max_retries` times. When the URL has expired, a new file is
        registered, and the first one stays behind empty.

        Args:
            source: A path, bytes, a binary file object that can seek, or a `ByteStream`; 1 byte to 5 GiB. A file object
                is read from its current position, and is not closed.
            file_type: The extension, with or without a leading dot; detected from the content by default, whatever the
                name is: a QuickTime video named `.mp4` is registered as `mov`. `.move` recordings are detected by
                their name only.
            name: Display name; the last part of the path by default.
            metadata: Any JSON value, or a JSON document as a string.
            on_progress: Called with each progress event; an exception that it raises ends the upload.

        Returns:
            The uploaded file.

        Raises:
            MoveInvalidRequestError: The source is missing, empty, too large or of an unknown format; nothing was
                registered.
            MoveSourceChangedError: The source changed during the upload.
            MoveSourceSpentError: An attempt failed, and a stream cannot be read again.
            MoveError: Any other error.
        """
        async with open_source(source) as opened:
            suffix = PurePath(opened.name).suffix if opened.name else None
            label = opened.name or "the content"
            chosen_type = upload_type(opened.head, suffix=suffix, file_type=file_type, label=label)
            display_name = name or opened.name
            return await upload(
                self._context.storage,
                opened,
                lambda: self.create(chosen_type, name=display_name, metadata=metadata),
                on_progress,
            )

    async def download(
        self,
        file: FileType | str,
        destination: str | PathLike[str],
        *,
        on_progress: OnTransfer | None = None,
        overwrite: bool = False,
    ) -> Path:
        """Download the bytes of a file. The destination appears once it is complete and verified.

        A download resumes where it broke, and the next call resumes a download whose process was killed. Large files
        are downloaded in concurrent ranges (`download_range_threshold`, `download_ranges`).

        Args:
            file: The id of the file, or the file itself, whose `presigned_url` is used as long as it works.
            destination: Path to write to; its folder is created if it is missing.
            on_progress: Called with each progress event; an exception that it raises ends the download.
            overwrite: Whether to replace an existing file.

        Returns:
            The destination.

        Raises:
            FileExistsError: The destination exists, and `overwrite` is off.
            OSError: The destination cannot be written.
            MoveDiskFullError: The disk is full.
            MoveIntegrityError: The downloaded bytes differ from the stored object.
            MoveError: Any other error.
        """
        path = ensure_path(destination, "destination")
        file_id = file.id if isinstance(file, FileType) else ensure_id(file, "a file")
        source = DownloadSource(file.presigned_url if isinstance(file, FileType) else None, lambda: self._url(file_id))
        reporter = Reporter(on_progress, "download", file_id, path.name)
        await download(self._context.storage, source, path, reporter, overwrite=overwrite)
        return path

    async def _url(self, id: str) -> str:
        return url_of(await self.retrieve(id))

    async def retrieve(self, id: str, expand: Expand[FileExpand] = None, *, timeout: float | None = None) -> FileType:
        """Return a file, with a URL to download it from.

        Args:
            id: Id of the file.
            expand: Related objects to return with the file.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveNotFoundError: The file does not exist.
            MoveError: Any other error.
        """
        return await self._context.api.get_file(
            ensure_id(id, "a file"), **file_flags(expand), call_options=self._call_options(timeout)
        )

    async def update(
        self,
        id: str,
        metadata: JsonInput = None,
        name: str | None = None,
        expand: Expand[FileExpand] = None,
        *,
        timeout: float | None = None,
    ) -> FileType:
        """Update the name or metadata of a file; omitted arguments keep their values.

        Args:
            id: Id of the file.
            metadata: Replaces the whole document; `{}` clears it.
            name: New display name.
            expand: Related objects to return with the file.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveNotFoundError: The file does not exist.
            MoveError: Any other error.
        """
        check_update(metadata)
        return await self._context.api.update_file(
            ensure_id(id, "a file"),
            metadata=metadata,
            name=name,
            **file_flags(expand),
            call_options=self._call_options(timeout),
        )

    async def generate_share_code(self, file_id: str, *, timeout: float | None = None) -> ShareCode:
        """Create a share code, with which anyone can download the file once.

        Args:
            file_id: Id of the file.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Returns:
            The code and the URL that redeems it. Both are secrets.

        Raises:
            MoveNotFoundError: The file does not exist.
            MoveError: Any other error.
        """
        return await self._context.api.generate_share_code(
            ensure_id(file_id, "a file"), call_options=self._call_options(timeout)
        )
