"""The official SDK, which is synchronous, in threads. It requests the schema before each call."""

import os
from concurrent.futures import ThreadPoolExecutor

from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.meter import Meter


def calls(origin: str, calls: int, concurrency: int) -> dict[str, float]:
    """Read one job repeatedly."""
    os.environ["MOVE_UGC_ENDPOINT_URL"] = f"{origin}/graphql"
    from move_ugc import MoveUgc

    client = MoveUgc(api_key=API_KEY)

    def call(_: int) -> object:
        return client.jobs.retrieve(JOB_ID)

    with ThreadPoolExecutor(concurrency) as threads:
        list(threads.map(call, range(2 * concurrency)))
        with Meter() as meter:
            list(threads.map(call, range(calls)))
    return meter.each(calls)


WORKLOADS = {"calls": calls}
