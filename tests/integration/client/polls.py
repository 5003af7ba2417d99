"""The polls of a client whose time the test advances."""

from move_ugc_async import AsyncMoveUgc
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until


async def first_poll(client: AsyncMoveUgc, stopped_time: StoppedTime) -> str:
    """Advance the time until the only wait has read the status of its job, and return the id of the job."""

    def polled() -> list[str]:
        entries = client._context.pollers.get()._entries
        if entries:
            stopped_time.advance(0.001)
        return [ref.id for ref, entry in entries.items() if entry.status is not None]

    await wait_until(polled)
    (job_id,) = polled()
    return job_id
