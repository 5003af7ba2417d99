"""Many statuses in one request: aliased fields that ask for nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from move_ugc_async._generated.batches import GET_JOB_STATUS, GET_VOLUME_STATUS
from move_ugc_async._polling.aliases import read_aliased
from move_ugc_async._polling.status import Kind, Status, read_status
from move_ugc_async._transport.batch import BatchField, batch
from move_ugc_async._transport.operation import OperationTransport
from move_ugc_async.errors import MoveError

_FIELDS: Mapping[Kind, BatchField] = {"job": GET_JOB_STATUS, "volume": GET_VOLUME_STATUS}


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
    parts = await read_aliased(
        transport, keys, lambda asked: batch("getStatuses", tuple(_FIELDS[key.kind] for key in asked)), {}
    )
    return {key: part if isinstance(part, MoveError) else read_status(part.data) for key, part in parts.items()}
