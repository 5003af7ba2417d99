"""The cost of imports, and of a first client."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, ratios, values

KEY = "mv_key_benchmark-7f3b9c51d2"
_CODES = {
    "import: move_ugc_async": ("import move_ugc_async", "bench"),
    "import: httpx and pydantic": ("import httpx, pydantic", "bench"),
    "first client: sdk": (f"import move_ugc_async; move_ugc_async.AsyncMoveUgc('{KEY}')", "bench"),
    "entered client: sdk": (
        f"""
import asyncio, move_ugc_async
async def main():
    async with move_ugc_async.AsyncMoveUgc('{KEY}'):
        pass
asyncio.run(main())""",
        "bench",
    ),
    "first client: official SDK": (f"import move_ugc; move_ugc.MoveUgc(api_key='{KEY}')", "official"),
    "first client: openai": (f"import openai; openai.AsyncOpenAI(api_key='{KEY}')", "bench"),
    "first response: sdk": (
        """
import asyncio, move_ugc_async
async def main():
    async with move_ugc_async.AsyncMoveUgc("mv_key_benchmark-7f3b9c51d2", endpoint_url="ORIGIN/graphql") as client:
        await client.jobs.retrieve("job-1")
asyncio.run(main())""",
        "bench",
    ),
    "first response: raw aiohttp": (
        """
import asyncio, aiohttp
async def main():
    async with aiohttp.ClientSession() as session, session.post("ORIGIN/graphql", json="getJob(") as response:
        await response.json()
asyncio.run(main())""",
        "bench",
    ),
    "first response: official SDK": (
        f"import move_ugc; move_ugc.MoveUgc(api_key='{KEY}', endpoint_url='ORIGIN/graphql').jobs.retrieve('job-1')",
        "official",
    ),
}
"""Code and environment by name. ORIGIN is replaced by the origin of the stub."""


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return pieces of code, each for its own interpreter."""
    return [Entry(name, code=code, python=python) for name, (code, python) in _CODES.items()]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return CPU and wall time, with targets until the client is created."""
    found: list[Figure] = []
    for key, shown in (("cpu_ms", "CPU"), ("wall_ms", "wall")):
        mine, imported = values(samples, "first client: sdk", key), values(samples, "import: move_ugc_async", key)
        pair = values(samples, "import: httpx and pydantic", key)
        found += [
            Figure(f"{shown}: `import move_ugc_async`", Spread.of(imported), 40, at_most=True, unit=" ms"),
            Figure(f"{shown}: first client, relative to the two imports", ratios(mine, pair), 1.3, at_most=True),
            *(
                Figure(
                    f"{shown}: first client, relative to {name}",
                    ratios(mine, values(samples, f"first client: {name}", key)),
                    0.5,
                    at_most=True,
                )
                for name in ("official SDK", "openai")
            ),
            Figure(
                f"{shown}: entered client, relative to the two imports",
                ratios(values(samples, "entered client: sdk", key), pair),
            ),
            Figure(
                f"{shown}: first response, relative to official SDK",
                ratios(
                    values(samples, "first response: sdk", key), values(samples, "first response: official SDK", key)
                ),
            ),
        ]
    return found


ROW = Row(
    "imports",
    "Imports and the first client",
    entries,
    (Column("CPU, ms", "cpu_ms"), Column("wall, ms", "wall_ms")),
    figures,
    [
        Floor("CPU", "cpu_ms", "first client: sdk", "import: httpx and pydantic"),
        Floor("CPU", "cpu_ms", "first response: sdk", "first response: raw aiohttp"),
    ],
    rounds=1.4,
)
