"""Read the `expand` argument of services: names of related objects become flags of the operation."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TypeAlias, TypeVar, cast

from move_ugc_async._generated.expand import FILE_FLAGS, JOB_FLAGS, TAKE_FLAGS, VOLUME_FLAGS, WEBHOOK_FLAGS
from move_ugc_async._validation import ensure_list
from move_ugc_async.errors import MoveInvalidRequestError

NameT = TypeVar("NameT", bound=str)
FlagsT = TypeVar("FlagsT", bound=Mapping[str, object])

Expand: TypeAlias = Iterable[NameT] | NameT | None
"""Names of related objects, or a single one."""


def names_of(expand: Expand[NameT]) -> tuple[NameT, ...]:
    """Return the names as a tuple, since an iterator yields them only once; a single string is one name."""
    if expand is None or isinstance(expand, str):
        return cast("tuple[NameT, ...]", (expand,)) if expand else ()
    return (*ensure_list(expand, "expand"),)


def _flags(known: Mapping[NameT, FlagsT], subject: str, expand: Expand[NameT]) -> FlagsT:
    flags: dict[str, object] = {}
    for name in names_of(expand):
        if not isinstance(name, str) or name not in known:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"expand must name parts of {subject} ({', '.join(known)}); got {name!r}"
            raise MoveInvalidRequestError(msg)
        flags.update(known[name])
    return cast("FlagsT", flags)


# The flags of operations that return these objects.
job_flags = partial(_flags, JOB_FLAGS, "a job")
take_flags = partial(_flags, TAKE_FLAGS, "a take")
volume_flags = partial(_flags, VOLUME_FLAGS, "a volume")
file_flags = partial(_flags, FILE_FLAGS, "a file")
webhook_flags = partial(_flags, WEBHOOK_FLAGS, "a webhook endpoint")
