"""Selection of responses."""

import re
from dataclasses import dataclass

from benchmarks.contestants import CHECKED_FILE_ID
from benchmarks.server import responses, storage, takes

_CURSOR = re.compile(rb'\\"page\\": ?(\d+)')


@dataclass(slots=True)
class Routes:
    """Selects a response by the bytes of a body, without parsing it.

    Args:
        origin: Scheme, host and port of the stub.
    """

    origin: str
    status_requests: int = 0
    statuses: int = 0
    finished: bool = False
    takes_a_day: int = 10

    def graphql(self, body: bytes) -> bytes:
        """Return the response to a GraphQL request."""
        if b"getStatuses" in body:
            return self._statuses(body.count(b":ID!"))
        if b"a0:getJob" in body:
            return responses.many_jobs(body.count(b":ID!"))
        if b"getJob(" in body:
            return responses.one_job()
        if b"listJobs(" in body:
            return responses.page(_page(body))
        if b"__schema" in body:
            return responses.introspection()
        return self._take(body) if b"Take" in body else self._file(body)

    def _take(self, body: bytes) -> bytes:
        if b"listTakes(" in body:
            return responses.data(listTakes=takes.page(_page(body), self.takes_a_day))
        return responses.data(createSingleCamTake=takes.take(0))

    def control(self, target: bytes) -> bytes:
        """Execute a command of a contestant, and return the counters before it."""
        counters = {"status_requests": self.status_requests, "statuses": self.statuses}
        if target == b"/finish":
            self.finished = True
        elif target.startswith(b"/takes/"):
            self.takes_a_day = int(target.removeprefix(b"/takes/"))
        elif target == b"/reset":
            self.finished = False
            self.status_requests = self.statuses = 0
        return responses.respond(responses.to_json(counters))

    def _statuses(self, count: int) -> bytes:
        self.status_requests += 1
        self.statuses += count
        return responses.statuses(count, "FINISHED", 100) if self.finished else responses.statuses(count, "RUNNING", 40)

    def _file(self, body: bytes) -> bytes:
        if b"createFile(" in body:
            return responses.data(createFile=responses.file(self.origin))
        # Computes the digest before the download: contestants request the file before they measure.
        query = f"&md5={storage.md5()}" if CHECKED_FILE_ID.encode() in body else ""
        return responses.data(getFile=responses.file(self.origin, query))


def _page(body: bytes) -> int:
    found = _CURSOR.search(body)
    return int(found[1]) if found else 0
