"""Run one workload of one contestant in this process, and print the measurements as JSON.

Usage: python -m benchmarks.contestant NAME WORKLOAD OPTIONS
"""

import asyncio
import importlib
import inspect
import json
import sys


def main() -> None:
    name, workload, options = sys.argv[1:]
    run = importlib.import_module(f"benchmarks.contestants.{name}").WORKLOADS[workload]
    measured = run(**json.loads(options))
    print(json.dumps(asyncio.run(measured) if inspect.iscoroutine(measured) else measured))


if __name__ == "__main__":
    main()
