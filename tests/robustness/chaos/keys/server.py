"""A server of the Move API that executes requests late: `python -m tests.robustness.chaos.keys.server SEED PACE TAKES`.

It is based on public facts and imports nothing of the library. It keeps a ledger by the name of each object, which is
the key of its creation, and stops when its standard input is closed.
"""

import asyncio
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import TypedDict

from tests.robustness.chaos.keys.connection import Connection
from tests.robustness.chaos.keys.ledger import Json, Ledger
from tests.robustness.chaos.keys.responses import error, partial
from tests.robustness.chaos.keys.rule import SERVER_LIMIT, Attempt, Rule

API_KEY = "mv_key_canary_5f0c2d71b94e"
FILE_ID = "file-0b7d7d8e-4c8e-4d9e-9a56-0d4c8c8f1a11"
LAG_INTERVAL = 0.05
"""Seconds between two measurements of the event loop's delay."""


class Report(TypedDict):
    """The report of the server.

    Attributes:
        jobs: Id and arrival of the request for each job, by key.
        takes: The same for takes, without the initial ones.
        events: Log of the creations with each key.
        faults: Number of faults of each kind.
        requests: Number of requests.
        attempts: Number of creation requests.
        connections: Maximum number of open connections.
        pending: Number of creations that are yet to be executed.
        lag: Maximum delay of the event loop in seconds.
        cpu: CPU time in seconds.
    """

    jobs: dict[str, list[tuple[str, float]]]
    takes: dict[str, list[tuple[str, float]]]
    events: dict[str, list[str]]
    faults: dict[str, int]
    requests: int
    attempts: int
    connections: int
    pending: int
    lag: float
    cpu: float


class KeyServer:
    """A server whose faults follow a rule.

    Args:
        rule: Determines every fault.
        takes: Number of takes that exist from the start.
    """

    def __init__(self, rule: Rule, takes: int) -> None:
        self._rule = rule
        self._ledger = Ledger(rule, takes)
        self._limit = SERVER_LIMIT * rule.pace
        self._attempts: Counter[str] = Counter()
        self._reads: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._events: defaultdict[str, list[str]] = defaultdict(list)
        self._requests = self._connections = self._max_connections = self._pending = 0
        self._lag = 0.0

    async def serve(self) -> None:
        """Serve on a free port, print the endpoint and the ids of the takes, and stop when standard input ends."""
        async with await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=512) as server:
            watch = asyncio.create_task(self._watch())
            endpoint_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ugc/graphql"
            print(json.dumps({"endpoint_url": endpoint_url, "takes": self._ledger.ids("take")}), flush=True)  # noqa: T201
            await asyncio.to_thread(sys.stdin.read)
            watch.cancel()

    async def _watch(self) -> None:
        """Measure the delay of this event loop."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_INTERVAL
            await asyncio.sleep(LAG_INTERVAL)
            self._lag = max(self._lag, loop.time() - due)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        self._max_connections = max(self._max_connections, self._connections)
        connection = Connection(reader, writer)
        try:
            while (request := await connection.receive()) is not None and await self._respond(connection, *request):
                pass
        finally:
            self._connections -= 1
            connection.close()

    async def _respond(self, connection: Connection, path: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Respond to one request, and return whether the connection stays open."""
        if path == "/ledger":
            await connection.reply(dict(self._report()))
            return True
        self._requests += 1
        if headers.get("authorization") != API_KEY:
            message = "You are not authorized to make this call."
            await connection.reply({"errors": [{"errorType": "UnauthorizedException", "message": message}]}, 401)
            return True
        document = json.loads(body)
        field = re.search(r"\{\s*(\w+)", document["query"])
        assert field is not None, document
        variables = document["variables"]
        match field[1]:
            case "createSingleCamJob" | "createSingleCamTake" as mutation:
                return await self._create(connection, mutation, variables)
            case "listJobs" | "listTakes" as query:
                return await self._list(connection, query, variables)
            case query:
                found = self._ledger.get(variables.get("jobId") or variables.get("takeId"))
                await connection.reply({"data": {query: found}} if found else error([query], "MoveNotFoundError"))
                return True

    async def _create(self, connection: Connection, mutation: str, variables: Json) -> bool:
        loop = asyncio.get_running_loop()
        received = loop.time()
        if mutation == "createSingleCamJob" and self._ledger.get(variables["takeId"]) is None:
            await connection.reply(error([mutation], "MoveNotFoundError"))
            return True
        # AWSJSON is a JSON document in a string.
        assert isinstance(json.loads(variables["metadata"]), dict), variables
        key = variables["name"]
        number = self._attempts[key]
        self._attempts[key] += 1
        attempt = self._rule.attempt(key, number)
        if attempt.kind != "none":
            self._faults[attempt.kind] += 1
        self._log(key, received, f"attempt {number}: {attempt.kind}, {attempt.reply}")

        def work() -> Json:
            if loop.time() - received > self._limit:
                self._faults["not executed, past the limit"] += 1
                return {}
            self._log(key, loop.time(), "work done")
            return self._ledger.add("job" if mutation == "createSingleCamJob" else "take", key, variables, received)

        if attempt.work == "later":
            self._schedule(received + attempt.work_after, work)
        fields: Json = {}
        if attempt.reply != "silence":
            await asyncio.sleep(attempt.reply_after)
        if attempt.work == "first":
            fields = work()
        if connection.is_gone:
            self._faults["client gone before the reply"] += 1
        return await _reply(connection, mutation, attempt, fields)

    def _schedule(self, moment: float, work: Callable[[], Json]) -> None:
        self._pending += 1

        def run() -> None:
            self._pending -= 1
            work()

        asyncio.get_running_loop().call_at(moment, run)

    async def _list(self, connection: Connection, query: str, variables: Json) -> bool:
        name = str(variables.get("takeId") or query)
        number = self._reads[name]
        self._reads[name] += 1
        read = self._rule.read(name, number)
        page = self._ledger.page("job" if query == "listJobs" else "take", variables, asyncio.get_running_loop().time())
        if read.kind != "none":
            self._faults[f"read {read.kind}"] += 1
        await asyncio.sleep(read.reply_after)
        if read.kind == "failed":
            if read.status is None:
                return False
            await connection.status(read.status)
        else:
            await connection.reply(partial(query, page, read) if read.kind == "partial" else {"data": {query: page}})
        return True

    def _log(self, key: str, moment: float, event: str) -> None:
        self._events[key].append(f"{moment:.3f} {event}")

    def _report(self) -> Report:
        spent = os.times()
        return {
            "jobs": self._ledger.by_key("job"),
            "takes": self._ledger.by_key("take"),
            "events": self._events,
            "faults": self._faults,
            "requests": self._requests,
            "attempts": self._attempts.total(),
            "connections": self._max_connections,
            "pending": self._pending,
            "lag": self._lag,
            "cpu": spent.user + spent.system,
        }


async def _reply(connection: Connection, mutation: str, attempt: Attempt, fields: Json) -> bool:
    """Respond to a creation, and return whether the connection stays open."""
    match attempt.reply:
        case "object" if fields:
            await connection.reply({"data": {mutation: fields}})
        case "half":
            await connection.reply({"data": {mutation: fields}}, half=True)
            return False
        case "silence":
            await connection.silence()
            return False
        case "status":
            await connection.status(attempt.status)
        case "below":
            await connection.reply(error([mutation, "client"], attempt.error_type))
        case "beside":
            await connection.reply(error([mutation, "name"], attempt.error_type, {**fields, "name": None}))
        case "unknown":
            await connection.reply(error([mutation], "SomethingNew"))
        case "throttled":
            await connection.reply(error([mutation], "ThrottlingException"))
        case _:
            connection.close(reset=attempt.reply == "reset")
            return False
    return True


if __name__ == "__main__":
    asyncio.run(KeyServer(Rule(int(sys.argv[1]), float(sys.argv[2])), int(sys.argv[3])).serve())
