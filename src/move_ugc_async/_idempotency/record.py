"""The local record of the latest use of an idempotency key."""

import json
from dataclasses import asdict, dataclass
from typing import Annotated, ClassVar, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter

from move_ugc_async._clock import boot_id

_Name: TypeAlias = Annotated[str, Field(min_length=1)]
_Seconds: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]


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

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(defer_build=True, extra="forbid", strict=True)

    operation: str
    digest: str
    account: str
    id: _Name | None = None
    in_flight: bool = False
    boot: _Name | None = None
    written_at: _Seconds = 0.0
    server_timeout: _Seconds = 0.0

    @classmethod
    def from_json(cls, text: bytes) -> "Record":
        """Parse a record.

        Raises:
            ValueError: It is invalid, such as a partly written record.
        """
        return _RECORD.validate_json(text)

    def to_json(self) -> str:
        """Return the record as a JSON document."""
        return json.dumps(asdict(self))

    def remaining(self, consistency_delay: float, uptime: float) -> float:
        """Return the seconds until a search finds the object of the attempt, if it was created.

        Args:
            consistency_delay: Seconds until lists show a new object.
            uptime: Seconds since boot.
        """
        listing_delay = self.server_timeout + consistency_delay
        if self.in_flight or self.boot is None or self.boot != boot_id() or self.written_at > uptime:
            # The time since the last write is unknown.
            return listing_delay
        return listing_delay - (uptime - self.written_at)


_RECORD = TypeAdapter(Record)
