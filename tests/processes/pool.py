"""A program that lets a pool of processes work with one client of the module's own.

`python -m tests.processes.pool spawn http://… KEY 6`: how processes start, the endpoint, the key, the number of files.
"""

import asyncio
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from move_ugc_async import AsyncMoveUgc, FileType, MoveNotFoundError

# What is forked inherits it, and what is spawned makes it anew.
CLIENT = AsyncMoveUgc(sys.argv[3], endpoint_url=sys.argv[2])


def upload(number: int) -> FileType:
    return asyncio.run(CLIENT.files.create("mp4", metadata={"number": number}))


def lose(file_id: str) -> FileType:
    return asyncio.run(CLIENT.files.retrieve(file_id))


def main(method: str, number: int) -> None:
    first = upload(0)
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        files = list(pool.map(upload, range(1, number - 1)))
        try:
            pool.submit(lose, "file-nowhere").result()
        except MoveNotFoundError as error:
            lost = error
    last = upload(number - 1)
    metadata = [file.metadata for file in (first, *files, last)]
    json.dump({"metadata": metadata, "error": str(lost), "operation": lost.operation}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[4]))
