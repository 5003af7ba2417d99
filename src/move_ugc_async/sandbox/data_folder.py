"""The folder that keeps the state of a sandbox; one sandbox at a time uses it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def lock_folder(folder: Path) -> Generator[None, None, None]:
    """Create a folder if it is missing, and lock it against other sandboxes.

    Raises:
        RuntimeError: Another sandbox uses the folder.
        OSError: The folder cannot be created or locked.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", mode=0o600, preserve_lock_file=True, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        msg = f"cannot use {folder}: another sandbox uses it; stop that one or choose another folder with --data"
        raise RuntimeError(msg) from None
    try:
        yield
    finally:
        lock.release()
