"""Enums that accept values of a newer server."""

from enum import Enum
from typing import Any, Self

from move_ugc_async._log import logger

_MAX_WARNINGS = 1000
"""Bounds memory: a server may send any number of unknown values."""
_warned: set[tuple[str, str]] = set()


class OpenEnum(str, Enum):  # noqa: UP042 - StrEnum does not accept members that are created later
    """A string enum that accepts unknown values.

    Known values are matched in any case. An unknown value becomes a member that equals the raw string and is sent
    unchanged; each is logged once.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # The API sometimes writes `NOT STARTED`.
        known = cls.__members__.get(value.upper().replace(" ", "_"))
        if known is not None:
            return known
        if (cls.__name__, value) not in _warned and len(_warned) < _MAX_WARNINGS:
            _warned.add((cls.__name__, value))
            logger.warning("%s has no member %.64r; the raw value is used", cls.__name__, value)
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    def __str__(self) -> str:
        return str.__str__(self)

    def __reduce_ex__(self, proto: object) -> tuple[Any, ...]:
        # By value: Python 3.11.0 to 3.11.3 pickle enums by name, which fails for unknown members.
        return type(self), (self._value_,)

    @property
    def is_known(self) -> bool:
        """Whether this version of the library knows the value."""
        return self._value_ in type(self)._value2member_map_
