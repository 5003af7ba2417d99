"""The local record of the latest use of an idempotency key."""

import functools
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Record:
    """The latest use of a key on this host.

    Attributes:
        operation: Name of the GraphQL operation.
        digest: Digest of the parameters.
        account: Digest of the API key.
        id: Id of the created object; None while the outcome is unknown.
        in_flight: Whether the attempt was in flight. If its key is not held, its process has ended.
        boot: Id of the boot that `written_at` refers to; None if the system has no such id.
        written_at: Time of the last write of the attempt, in seconds since boot.
        server_timeout: Seconds after the last write during which the server may still execute the attempt.
    """

    operation: str
    digest: str
    account: str
    id: str | None = None
    in_flight: bool = False
    boot: str | None = None
    written_at: float = 0.0
    server_timeout: float = 0.0

    @classmethod
    def from_json(cls, text: str) -> "Record | None":
        """Parse a record; return None for invalid text, such as a partly written record."""
        try:
            record = cls(**cast("dict[str, Any]", json.loads(text)))
        except (ValueError, TypeError, RecursionError):
            return None
        return record if record.is_valid() else None

    def to_json(self) -> str:
        """Return the record as a JSON document."""
        return json.dumps(asdict(self))

    def is_valid(self) -> bool:
        """Return whether every field has a valid type and value."""
        texts, optional = (self.operation, self.digest, self.account), (self.id, self.boot)
        return (
            all(isinstance(each, str) for each in texts)  # pyright: ignore[reportUnnecessaryIsInstance]
            and all(each is None or (isinstance(each, str) and each) for each in optional)  # pyright: ignore[reportUnnecessaryIsInstance]
            and isinstance(self.in_flight, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
            and _is_duration(self.written_at)
            and _is_duration(self.server_timeout)
        )

    def remaining(self, settle: float, uptime: float) -> float:
        """Return the seconds until a search finds the object of the attempt, if it was created.

        Args:
            settle: Consistency delay in seconds.
            uptime: Seconds since boot.
        """
        max_delay = self.server_timeout + settle
        if self.in_flight or self.boot is None or self.boot != boot_id() or self.written_at > uptime:
            # The time since the last write is unknown.
            return max_delay
        return max_delay - (uptime - self.written_at)


def _is_duration(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value < math.inf


def boot_id() -> str | None:
    """Return the id of the current boot, or None if the system has no such id or it cannot be read at the moment."""
    try:
        return _read_boot_id()
    except OSError:
        return None


@functools.cache
def _read_boot_id() -> str | None:
    """Read the id of the current boot.

    Raises:
        OSError: It cannot be read, such as without file descriptors. Errors are not cached.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, ValueError):
        return None
