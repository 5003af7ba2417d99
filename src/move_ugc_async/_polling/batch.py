"""Many statuses in one request: aliased fields that ask for nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from move_ugc_async._polling.aliases import read_aliased
from move_ugc_async._polling.status import Kind, Status, read_status
from move_ugc_async._transport.operation import Operation, OperationTransport
from move_ugc_async.errors import MoveError

_SELECTION = "{state progress{state percentageComplete}}"
_FIELDS = {
    "job": "getJob(jobId:$%s)" + _SELECTION,
    "volume": "getVolume(id:$%s){...on HumanVolume" + _SELECTION + "}",
}


@dataclass(frozen=True, slots=True)
class WorkRef:
    """What is waited for."""

    kind: Kind
    id: str


async def read_statuses(transport: OperationTransport, keys: Sequence[WorkRef]) -> dict[WorkRef, Status | MoveError]:
    """Read statuses in one request.

    Returns:
        For each key its status, or the error that came in its place: one key's error never touches another.

    Raises:
        MoveError: There is no answer at all.
    """
    parts = await read_aliased(transport, keys, lambda asked: _operation(tuple(key.kind for key in asked)), {})
    return {key: part if isinstance(part, MoveError) else read_status(part.data) for key, part in parts.items()}


@lru_cache(maxsize=256)
def _operation(kinds: tuple[Kind, ...]) -> Operation:
    aliases = [f"a{number}" for number in range(len(kinds))]
    variables = " ".join(f"${alias}:ID!" for alias in aliases)
    fields = " ".join(f"{alias}:{_FIELDS[kind] % alias}" for alias, kind in zip(aliases, kinds, strict=True))
    return Operation(
        name="getStatuses",
        document=f"query getStatuses({variables}){{{fields}}}",
        repeatable=True,
        independent=True,
    )
