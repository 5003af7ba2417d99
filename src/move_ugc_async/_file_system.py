"""Differences between file systems: network shares map users, and some can neither sync nor lock files."""

import errno
import os
import secrets
import sys
from pathlib import Path

NEW_FILE = (
    os.O_RDWR
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)
"""Flags that create a file, and never open one that exists."""

_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def sync(descriptor: int) -> None:
    """Write a file through to the disk, where its file system can.

    Raises:
        OSError: It could not be written.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


def is_own(status: os.stat_result, folder: Path) -> bool:
    """Return whether something in a folder belongs to this user, as far as its file system can tell.

    A share may map users, so that what this process creates there belongs to another uid.
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
