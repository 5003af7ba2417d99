"""A program with a process pool whose workers use one module-level client.

`python -m tests.robustness.processes.pool spawn http://… KEY 4`: how processes start, the endpoint, the key, the number
of files.
"""

import asyncio
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from move_ugc_async import AsyncMoveUgc, FileType, MoveNotFoundError

# A forked process inherits it, a spawned one creates its own.
CLIENT = AsyncMoveUgc(sys.argv[3], endpoint_url=sys.argv[2])


def upload(number: int) -> FileType:
    return asyncio.run(CLIENT.files.create("mp4", metadata={"number": number}))


def read(file_id: str) -> FileType:
    return asyncio.run(CLIENT.files.retrieve(file_id))


def main(method: str, number: int) -> None:
    first = upload(0)
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        files = list(pool.map(upload, range(1, number - 1)))
        try:
            pool.submit(read, "file-nowhere").result()
        except MoveNotFoundError as raised:
            error = raised
    last = upload(number - 1)
    metadata = [file.metadata for file in (first, *files, last)]
    json.dump({"metadata": metadata, "error": str(error), "operation": error.operation}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[4]))
