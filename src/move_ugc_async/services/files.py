"""Files: clips, device recordings and results."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from move_ugc_async import transfers
from move_ugc_async._generated.fragments import FileType, ShareCode
from move_ugc_async.creation import Creation
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.expand import FileExpand, file_flags
from move_ugc_async.inputs import file_type as plain_file_type
from move_ugc_async.inputs import identifier
from move_ugc_async.scalars import JsonInput
from move_ugc_async.services.base import Service


class AsyncFileService(Service):
    """Register, read, change, share, upload and download files.

    Take it from a client, `client.files`; it can be kept in a variable.
    """

    async def create(
        self,
        file_type: str,
        name: str | None = None,
        metadata: JsonInput = None,
        expand: Sequence[FileExpand] | None = None,
        *,
        idempotency_key: str | None = None,
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

        Returns:
            The file. Its `presigned_url` takes one PUT of the bytes, without a Content-Type.

        Raises:
            MoveError: The file was not registered, or it is not known whether it was.
        """
        parameters: dict[str, Any] = {"type": plain_file_type(file_type), "name": name}
        flags = file_flags(expand)
        return await self._create(
            Creation(
                "createFile",
                parameters,
                metadata,
                send=lambda kept: self._api.create_file(**parameters, metadata=kept, **flags),
                find=None,
            ),
            idempotency_key,
        )

    async def upload(
        self,
        source: str | PathLike[str],
        *,
        file_type: str | None = None,
        name: str | None = None,
        metadata: JsonInput = None,
    ) -> FileType:
        """Register a file and upload its bytes, in constant memory.

        Args:
            source: Path of the file, 1 byte to 5 GiB.
            file_type: The extension, with or without its dot; left out, that of the path.
            name: Display name; left out, the path's last part.
            metadata: Any JSON value, or a JSON document as a string.

        Returns:
            The file, uploaded.

        Raises:
            MoveInvalidRequestError: The file is not there, empty or too large; nothing was registered.
            MoveError: Anything else that went wrong.
        """
        path = Path(source)
        size = await transfers.check_upload(path)
        file = await self.create(file_type or path.suffix, name=name or path.name, metadata=metadata)
        await transfers.upload(self._core.storage, _url_of(file), path, size)
        return file

    async def download(
        self, file: FileType | str, destination: str | PathLike[str], *, overwrite: bool = False
    ) -> Path:
        """Download a file's bytes. They appear under the destination's name when they are complete.

        Args:
            file: The id of the file, or the file as it was read. Then its own `presigned_url` is used, which must not
                have expired; that of a file which was just created takes an upload and gives nothing.
            destination: Path to write to; its folder is made if need be.
            overwrite: Whether to replace what is there.

        Returns:
            The destination.

        Raises:
            FileExistsError: The destination exists, and `overwrite` is off.
            MoveError: Anything else that went wrong.
        """
        known = await self.retrieve(file) if isinstance(file, str) else file
        return await transfers.download(self._core.storage, _url_of(known), Path(destination), overwrite=overwrite)

    async def retrieve(self, id: str, expand: Sequence[FileExpand] | None = None) -> FileType:
        """Read one file, with a URL to download it from.

        Args:
            id: Id of the file.
            expand: What else the file shall carry.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        return await self._api.get_file(identifier(id, "a file"), **file_flags(expand))

    async def update(
        self,
        id: str,
        metadata: JsonInput = None,
        name: str | None = None,
        expand: Sequence[FileExpand] | None = None,
    ) -> FileType:
        """Change a file's name or metadata; what is left out stays as it is.

        Args:
            id: Id of the file.
            metadata: Takes the place of the old document as a whole; `{}` clears it.
            name: The new display name.
            expand: What else the file shall carry.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        return await self._api.update_file(identifier(id, "a file"), metadata=metadata, name=name, **file_flags(expand))

    async def generate_share_code(self, file_id: str) -> ShareCode:
        """Make a code that lets anyone download the file once.

        Args:
            file_id: Id of the file.

        Returns:
            The code and the address that redeems it. Both are credentials.

        Raises:
            MoveNotFoundError: There is no such file.
            MoveError: Anything else that went wrong.
        """
        return await self._api.generate_share_code(identifier(file_id, "a file"))


def _url_of(file: FileType) -> str:
    if not file.presigned_url:
        msg = f"{file.id} has no URL yet: nothing is stored under it"
        raise MoveInvalidRequestError(msg)
    return file.presigned_url
