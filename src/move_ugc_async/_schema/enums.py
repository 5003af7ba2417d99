"""Enums that a newer server cannot break."""

from enum import Enum
from typing import Any, Self

from move_ugc_async._log import logger

_MOST_WARNINGS = 1000
_warned: set[tuple[str, str]] = set()


class OpenEnum(str, Enum):  # noqa: UP042 - StrEnum takes no members that are made later
    """An enum of strings that also takes values which it does not know.

    A known value is found in any case. An unknown one becomes a member that carries the raw string, equals it and
    goes back to the server as it came; each is reported once in the log.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # The API writes `NOT STARTED` here and there.
        known = cls.__members__.get(value.upper().replace(" ", "_"))
        return known or cls._unknown(value)

    @classmethod
    def _unknown(cls, value: str) -> Self:
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        _report(cls.__name__, value)
        return member

    def __str__(self) -> str:
        return str.__str__(self)

    def __reduce_ex__(self, proto: object) -> tuple[Any, ...]:
        # By value, which an unknown member has too: Python 3.11.0 to 3.11.3 pickle enums by name.
        return type(self), (self._value_,)

    @property
    def is_known(self) -> bool:
        """Tell whether this version of the library knows the value."""
        return self._value_ in type(self)._value2member_map_


def _report(enum: str, value: str) -> None:
    # The bound keeps a server that invents values from growing the set for ever.
    if (enum, value) not in _warned and len(_warned) < _MOST_WARNINGS:
        _warned.add((enum, value))
        logger.warning("%s has no member %.64r; the raw value is used", enum, value)
