"""Use a database and a lease in a child process after a fork, and end with threads that run.

Usage: python -m tests.unit.batch.forked URL
"""

import asyncio
import os
import sys

import sqlalchemy as sa

from move_ugc_async.batch._database import METADATA, Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch.errors import LeaseLostError

VERSIONS = METADATA.tables["move_batch_version"]


def increment(database: Database) -> None:
    """Count in the database."""
    with database.write() as connection:
        connection.execute(sa.update(VERSIONS).values(version=VERSIONS.c.version + 1))


def main() -> None:
    """Count in both processes, and print what each of them finds."""
    database = Database(sys.argv[1])
    database.open()
    lease = Lease.acquire(database, "parent", seconds=3600, grace=0)
    lease.start()
    # Leaves connections and threads in the pools.
    asyncio.run(database.run(database.open))
    child = os.fork()
    if child == 0:
        asyncio.run(database.run(increment, database))
        try:
            lease.check()
        except LeaseLostError as error:
            print("child:", type(error).__name__, error.is_final, flush=True)  # noqa: T201
        os._exit(0)
    os.waitpid(child, 0)
    increment(database)
    with database.read() as connection:
        print("parent:", connection.scalar(sa.select(VERSIONS.c.version)), lease.is_valid)  # noqa: T201
    renewed = Lease.acquire(database, "renewed", seconds=0.003, grace=0)
    renewed.start()
    counter = sa.select(LEASES.c.counter).where(LEASES.c.executor_id == "renewed")
    while True:
        with database.read() as connection:
            if (connection.scalar(counter) or 0) > 3:
                # With threads that renew leases all the time.
                return


if __name__ == "__main__":
    main()
