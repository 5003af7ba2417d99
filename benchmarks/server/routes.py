"""Which answer a request gets."""

import re
from dataclasses import dataclass

from benchmarks.contestants import CHECKED_FILE_ID
from benchmarks.server import answers, storage, takes

_CURSOR = re.compile(rb'\\"page\\": ?(\d+)')


@dataclass(slots=True)
class Routes:
    """Choose an answer by the bytes that are in a body; nothing is parsed.

    Args:
        origin: The stub's own scheme, host and port.
    """

    origin: str
    status_requests: int = 0
    statuses: int = 0
    finished: bool = False
    takes_a_day: int = 10

    def graphql(self, body: bytes) -> bytes:
        """Answer a GraphQL request."""
        if b"getStatuses" in body:
            return self._statuses(body.count(b":ID!"))
        if b"a0:getJob" in body:
            return answers.many_jobs(body.count(b":ID!"))
        if b"getJob(" in body:
            return answers.one_job()
        if b"listJobs(" in body:
            return answers.page(_page(body))
        if b"__schema" in body:
            return answers.introspection()
        return self._take(body) if b"Take" in body else self._file(body)

    def _take(self, body: bytes) -> bytes:
        if b"listTakes(" in body:
            return answers.data(listTakes=takes.page(_page(body), self.takes_a_day))
        return answers.data(createSingleCamTake=takes.take(0))

    def control(self, target: bytes) -> bytes:
        """Let a contestant finish all jobs, start anew, or see what was counted so far."""
        counted = {"status_requests": self.status_requests, "statuses": self.statuses}
        if target == b"/finish":
            self.finished = True
        elif target.startswith(b"/takes/"):
            self.takes_a_day = int(target.removeprefix(b"/takes/"))
        elif target == b"/reset":
            self.finished = False
            self.status_requests = self.statuses = 0
        return answers.respond(answers.to_json(counted))

    def _statuses(self, count: int) -> bytes:
        self.status_requests += 1
        self.statuses += count
        return answers.statuses(count, "FINISHED", 100) if self.finished else answers.statuses(count, "RUNNING", 40)

    def _file(self, body: bytes) -> bytes:
        if b"createFile(" in body:
            return answers.data(createFile=answers.file(self.origin))
        # The digest is there before anyone downloads: who does asks for the file first, and is not measured then.
        query = f"&md5={storage.md5()}" if CHECKED_FILE_ID.encode() in body else ""
        return answers.data(getFile=answers.file(self.origin, query))


def _page(body: bytes) -> int:
    found = _CURSOR.search(body)
    return int(found[1]) if found else 0
