"""File helpers that also work on network shares, which may map users and support neither fsync nor locks."""

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


NEW_FILE = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)
"""Flags that create a file, and never open an existing one."""

# Neither follow a symbolic link that another user created, nor wait for a pipe.
_EXISTING_FILE = NEW_FILE & ~(os.O_CREAT | os.O_EXCL) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_MAX_PREFIX_LENGTH = 48
"""Characters of a name that its temporary file shares: a name of 255 bytes leaves no room for a suffix."""

DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKED = {errno.EAGAIN, errno.EACCES, getattr(errno, "EDEADLOCK", errno.EDEADLK)}
_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def sync(descriptor: int) -> None:
    """Flush a file to the disk, if its file system can."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


@contextlib.contextmanager
def named_in_errors(path: Path) -> Generator[None, None, None]:
    """Replace the names of temporary files in errors by the path that the user passed."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            error.filename = str(path)
            # None would be shown as a second name.
            del error.filename2
        if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
            error.strerror = f"the folder {path.parent} does not exist; create it first"
        raise


@contextlib.contextmanager
def temporary_file(path: Path) -> Generator[Path, None, None]:
    """Yield the path of a temporary file beside a file. It is removed at the end; errors name the file instead."""
    temporary = path.with_name(f"{path.name[:_MAX_PREFIX_LENGTH]}.{secrets.token_hex(4)}.part")
    with named_in_errors(path):
        try:
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


def write_atomically(path: Path, text: str, *, overwrite: bool = True) -> None:
    """Write a text file whole or not at all, even if the power fails meanwhile.

    Args:
        path: The file; a link at this path is replaced, never followed.
        text: The content, written as UTF-8.
        overwrite: Whether to replace an existing file.

    Raises:
        FileExistsError: The file exists, and `overwrite` is off.
        OSError: The file could not be written.
    """
    with temporary_file(path) as temporary:
        with temporary.open("xb") as file:
            file.write(text.encode())
            file.flush()
            sync(file.fileno())
        if overwrite:
            temporary.replace(path)
        else:
            _rename_new(temporary, path)


def _rename_new(temporary: Path, path: Path) -> None:
    """Rename a file unless the new name is taken, as seen from all hosts that share the folder."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # The file system has no hard links.
        path.touch(exist_ok=False)
        temporary.replace(path)


def open_locked(path: Path) -> Any:
    """Open or create a file and lock it; return None if another process has locked it or another user owns the file."""
    while True:
        descriptor = open_own(path)
        if descriptor is None:
            return None
        try:
            _lock(descriptor)
            # Except on Windows, another process can remove an open file; then the path names a different file by now.
            if sys.platform == "win32" or os.path.samestat(os.fstat(descriptor), path.lstat()):
                return os.fdopen(descriptor, "r+b", buffering=0)
        except FileNotFoundError:
            pass
        except OSError as error:
            os.close(descriptor)
            if error.errno not in _LOCKED:
                # The file system has no locks, so no process can ever use this file.
                path.unlink(missing_ok=True)
            return None
        os.close(descriptor)


def open_own(path: Path) -> int | None:
    """Open or create a regular file that belongs to this user; return None if the path is anything else.

    Raises:
        FileNotFoundError: The folder does not exist.
        OSError: The disk is full.
    """
    try:
        # This process owns a file that it creates, even if a share maps the owner to another uid.
        return os.open(path, NEW_FILE, 0o666)
    except FileExistsError:
        pass
    except OSError as error:
        if isinstance(error, FileNotFoundError) or error.errno in DISK_FULL:
            raise
        return None
    try:
        descriptor = os.open(path, _EXISTING_FILE)
    except OSError:
        # The path is not a regular file, or another process has just removed it.
        return None
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and is_own(status, path.parent):
        return descriptor
    os.close(descriptor)
    return None


def is_own(status: os.stat_result, folder: Path) -> bool:
    """Return whether a file in a folder belongs to this user, as far as its file system can tell.

    On a share that maps users, files that this process creates belong to another uid.
    """
    if sys.platform == "win32" or status.st_uid == os.geteuid():
        return True
    probe = folder / f".move-owner-{secrets.token_hex(8)}"
    try:
        descriptor = os.open(probe, NEW_FILE, 0o600)
    except OSError:
        return False
    try:
        return os.fstat(descriptor).st_uid == status.st_uid
    finally:
        os.close(descriptor)
        probe.unlink(missing_ok=True)
