"""Plain files of this user's own, opened or created under names that anybody can guess."""

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

from move_ugc_async._file_system import NEW_FILE, is_own

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# A link that somebody has put there, or a pipe, must not be followed or waited for.
_EXISTING = NEW_FILE & ~(os.O_CREAT | os.O_EXCL) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LOCKED = {errno.EAGAIN, errno.EACCES, getattr(errno, "EDEADLOCK", errno.EDEADLK)}


def open_locked(path: Path) -> Any:
    """Open or create a file and lock it; return None where another process has locked it, or it is not ours."""
    while True:
        descriptor = open_own(path)
        if descriptor is None:
            return None
        try:
            _lock(descriptor)
            # Unlike Windows, others can remove a file that is open, and then this is no longer the one with the name.
            if sys.platform == "win32" or os.path.samestat(os.fstat(descriptor), path.lstat()):
                return os.fdopen(descriptor, "r+b", buffering=0)
        except FileNotFoundError:
            pass
        except OSError as error:
            os.close(descriptor)
            if error.errno not in _LOCKED:
                # A file system without locks: nobody can ever use this file.
                path.unlink(missing_ok=True)
            return None
        os.close(descriptor)


def open_own(path: Path) -> int | None:
    """Open a plain file of this user's own, or create it; return None where something else has its name.

    Raises:
        FileNotFoundError: Its folder does not exist.
        OSError: The disk is full.
    """
    try:
        # Whoever creates a file owns it, whatever uid a share maps its owner to.
        return os.open(path, NEW_FILE, 0o666)
    except FileExistsError:
        pass
    except OSError as error:
        if isinstance(error, FileNotFoundError) or error.errno in FULL:
            raise
        return None
    try:
        descriptor = os.open(path, _EXISTING)
    except OSError:
        # Something else, or it was removed just now.
        return None
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and is_own(status, path.parent):
        return descriptor
    os.close(descriptor)
    return None
