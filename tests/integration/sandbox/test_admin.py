import re
import subprocess
import sys
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import (
    Delay,
    DelayDelivery,
    Drip,
    Drop,
    Fault,
    ForgeDelivery,
    Garbage,
    GraphQLFault,
    LoseDelivery,
    ManualClock,
    ReorderDelivery,
    RepeatDelivery,
    Sandbox,
    Stall,
    Status,
    Truncate,
)
from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, GET_JOB, GET_VOLUME, Api
from tests.integration.sandbox.wire import READ, SET
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio


class Admin:
    def __init__(self, url: str, api_key: str) -> None:
        self._url = url
        self._headers = {"authorization": api_key}

    def request(self, method: str, path: str, json: Any = None) -> httpx.Response:
        return httpx.request(
            method, f"{self._url}/sandbox/{path}", json=json, headers=self._headers, verify=False, timeout=SAFETY_NET
        )


@pytest.fixture
def admin(sandbox: Sandbox) -> Admin:
    return Admin(sandbox.url, sandbox.api_key)


DOCUMENTS: list[tuple[dict[str, Any], Fault]] = [
    (
        {"status": {"code": 503, "body": "b", "headers": {"retry-after": "1"}, "after_work": True}},
        Status(503, "b", {"retry-after": "1"}, after_work=True),
    ),
    (
        {
            "graphql": {
                "error_type": "A",
                "message": "m",
                "status": 429,
                "data": {"a": [1]},
                "info": None,
                "after_work": False,
            }
        },
        GraphQLFault("A", "m", 429, data={"a": [1]}),
    ),
    ({"garbage": {"kind": "content type", "after_work": False}}, Garbage("content type")),
    ({"delay": {"seconds": 0.5, "after_work": True}}, Delay(0.5, after_work=True)),
    ({"drop": {"after_work": True, "reset": True}}, Drop(after_work=True, reset=True)),
    ({"stall": {"after_work": False}}, Stall()),
    ({"truncate": {"share": 0.25, "size": 9}}, Truncate(0.25, size=9)),
    ({"drip": {"bytes_per_second": 10.0}}, Drip(10)),
    ({"lose_delivery": {"retry": True}}, LoseDelivery(retry=True)),
    ({"delay_delivery": {"seconds": 5.0}}, DelayDelivery(5)),
    ({"repeat_delivery": {"times": 2}}, RepeatDelivery(2)),
    ({"reorder_delivery": {"seconds": 60.0}}, ReorderDelivery(60)),
    ({"forge_delivery": {"part": "body"}}, ForgeDelivery("body")),
]


@pytest.mark.parametrize(("document", "fault"), DOCUMENTS, ids=str)
def test_every_fault_has_a_json_form(admin: Admin, sandbox: Sandbox, document: dict[str, Any], fault: Fault) -> None:
    response = admin.request("POST", "faults", {"faults": document})
    assert response.status_code == 201
    assert response.json()["faults"] == document
    assert sandbox.faults.rules[0].plan.faults == fault
    assert admin.request("GET", "faults").json() == {"faults": [response.json()]}


def test_rule_uses_defaults_for_omitted_members(admin: Admin, sandbox: Sandbox) -> None:
    admin.request("POST", "faults", {"faults": {"drop": {}}})
    sandbox.faults.add(Drop())
    first, second = admin.request("GET", "faults").json()["faults"]
    assert {**first, "id": 2} == second


def test_script_with_conditions_is_returned_unchanged(admin: Admin, sandbox: Sandbox) -> None:
    plan = {
        "faults": [{"drop": {"after_work": True, "reset": False}}, None],
        "operation": "createSingleCamJob",
        "path": "*",
        "method": "POST",
        "times": 2,
        "after": 1,
        "every": 2,
        "probability": 0.5,
        "between": [0.0, 60.0],
    }
    response = admin.request("POST", "faults", plan).json()
    assert response == {"id": 1, **plan, "matched": 0, "acted": 0}
    script = [Drop(after_work=True), None]
    sandbox.faults.add(
        script,
        operation="createSingleCamJob",
        path="*",
        method="POST",
        times=2,
        after=1,
        every=2,
        probability=0.5,
        between=(0, 60),
    )
    assert sandbox.faults.rules[0].plan == sandbox.faults.rules[1].plan


def test_admin_endpoint_names_the_problem_of_an_invalid_rule(admin: Admin, sandbox: Sandbox) -> None:
    for document, problem in [
        ([], "a rule must be an object with the member faults"),
        ({}, "a rule must be an object with the member faults"),
        ({"faults": "drop"}, "a fault must be an object with one member: status, "),
        ({"faults": {"drop": {}, "stall": {}}}, "a fault must be an object with one member: status, "),
        ({"faults": {"flood": {}}}, "a fault must be one of status, "),
        ({"faults": [{"drop": {"after": True}}]}, "drop: after: Unexpected keyword argument"),
        ({"faults": {"status": {}}}, "status: code: "),
        ({"faults": {"status": {"code": 99}}}, "status: status must be from 200 to 599; got 99"),
        ({"faults": {"garbage": {"kind": "soap"}}}, "garbage: kind: Input should be 'html', "),
        ({"faults": {"drop": None}}, "drop: "),
        ({"faults": []}, "rule: faults must have at least one step"),
        ({"faults": {"drop": {}}, "operations": "a"}, "rule: operations: Unexpected keyword argument"),
        ({"faults": {"drop": {}}, "probability": 2}, "rule: probability must be from 0 to 1"),
        ({"faults": {"drop": {}}, "between": [1]}, "rule: between.1: "),
    ]:
        response = admin.request("POST", "faults", document)
        assert response.status_code == 400, document
        assert response.json()["message"].startswith(problem), document
        assert sandbox.faults.rules == (), document


@pytest.mark.parametrize("path", ["faults", "clock", "failures"])
def test_admin_endpoint_rejects_a_body_that_is_not_json(sandbox: Sandbox, path: str) -> None:
    headers = {"authorization": sandbox.api_key}
    deep = b'{"a":' * 600 + b"1" + b"}" * 600
    half = b'{"kind": "job", "suggestions": ["\\uD800"]}'
    for body in (b"", b"{", b"[" * 100_000, b"[" * 600 + b"]" * 600, deep, half, b"9" * 5_000, b'"\xff"'):
        response = httpx.post(
            f"{sandbox.url}/sandbox/{path}", content=body, headers=headers, verify=False, timeout=SAFETY_NET
        )
        assert response.status_code == 400, body
        assert response.json()["message"].startswith("body must be JSON"), body


def test_admin_endpoint_removes_rules(admin: Admin, sandbox: Sandbox) -> None:
    for _ in range(3):
        admin.request("POST", "faults", {"faults": {"drop": {}}})
    assert admin.request("DELETE", "faults/2").status_code == 204
    assert admin.request("DELETE", "faults/2").json() == {"message": "unknown rule 2"}
    assert [rule.id for rule in sandbox.faults.rules] == [1, 3]
    for id in ("0", "x", "9" * 5_000):  # noqa: A001 - the API's own name
        assert admin.request("DELETE", f"faults/{id}").json() == {"message": f"unknown rule {id}"}
    assert admin.request("DELETE", "faults").status_code == 204
    assert sandbox.faults.rules == ()


def test_admin_endpoint_advances_the_clock() -> None:
    with Sandbox(clock="manual") as sandbox:
        admin = Admin(sandbox.url, sandbox.api_key)
        assert admin.request("GET", "clock").json() == {"now": "2026-01-01T00:00:00+00:00", "rate": 0}
        assert admin.request("POST", "clock", {"advance": 90}).json() == {"now": "2026-01-01T00:01:30+00:00", "rate": 0}
        for document in ([], {}, {"advance": "1"}, {"advance": True}, {"advance": -1}, {"advance": 1e300}):
            assert admin.request("POST", "clock", document).status_code == 400
        assert isinstance(sandbox.clock, ManualClock)
        assert sandbox.clock.now().minute == 1


async def test_admin_endpoint_lists_requests_and_charges(api: Api, admin: Admin) -> None:
    await api.single_cam_job()
    api.sandbox.faults.add(Drop(after_work=True), times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.send(SET, {"m": '"new"'})
    requests = admin.request("GET", "requests").json()["requests"]
    assert [request["fields"] for request in requests if request["fields"]][-1] == ["updateClient"]
    assert requests[-1]["fault"] == {"drop": {"after_work": True, "reset": False}}
    assert len(requests) == len(api.sandbox.journal)
    (charge,) = admin.request("GET", "ledger").json()["ledger"]
    assert (charge["kind"], charge["credits"], charge["id"]) == ("job", 10, api.sandbox.ledger[0].id)
    assert admin.request("DELETE", "requests").status_code == 204
    assert api.sandbox.journal.entries == ()


def test_admin_endpoints_require_the_api_key(sandbox: Sandbox) -> None:
    for path in ["faults", "requests", "ledger", "clock"]:
        for key in ("", "mv_key_wrong", "mv_key_\xe9"):
            headers = [(b"authorization", key.encode("latin-1"))]
            response = httpx.get(f"{sandbox.url}/sandbox/{path}", headers=headers, verify=False, timeout=SAFETY_NET)
            assert response.status_code == 401, path
            assert response.headers["content-type"] == "application/json", path


def _send_with_faults(url: str, key: str) -> list[dict[str, Any]]:
    """Send requests with faults, and return the journal of the sandbox."""
    admin = Admin(url, key)
    admin.request("POST", "faults", {"faults": {"status": {"code": 500}}, "probability": 0.5, "operation": "Read"})
    admin.request("POST", "faults", {"faults": [{"drop": {"after_work": True}}, None, {"truncate": {}}]})
    headers = {"authorization": key}
    with httpx.Client(verify=False, timeout=SAFETY_NET) as http:
        for query, variables in [(READ, None), (SET, {"m": "1"}), (CREATE_FILE, {"type": "mp4"})] * 5:
            try:
                body = {"query": query, "variables": variables}
                response = http.post(f"{url}/ugc/graphql", json=body, headers=headers)
                if "createFile" in response.text:
                    http.put(response.json()["data"]["createFile"]["presignedUrl"], content=b"clip")
            except httpx.RemoteProtocolError:
                pass
    requests: list[dict[str, Any]] = admin.request("GET", "requests").json()["requests"]
    return requests


def _journal_of_this_process(seed: int) -> list[dict[str, Any]]:
    with Sandbox(seed=seed, clock="manual") as sandbox:
        return _send_with_faults(sandbox.url, sandbox.api_key)


def _journal_of_another_process(seed: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "move_ugc_async.sandbox", "--port", "0", "--clock", "manual", "--seed", str(seed)]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        output = "".join(process.stdout.readline() for _ in range(4))
        found = re.search(r"API_KEY=(\S+) MOVE_UGC_ENDPOINT_URL=(\S+)/ugc/graphql", output)
        assert found is not None
        requests = _send_with_faults(found[2], found[1])
        process.terminate()
        assert process.communicate(timeout=SAFETY_NET)[1] == ""
        assert process.returncode == 0
        return requests


@pytest.mark.check(52)
def test_journal_is_equal_in_another_process_with_the_same_seed() -> None:
    here = _journal_of_this_process(7)
    # tests/integration/sandbox/test_determinism.py compares two runs in this process.
    assert here == _journal_of_another_process(7)
    assert here != _journal_of_this_process(8)
    faults = [next(iter(request["fault"])) for request in here if request["fault"]]
    assert {"status", "drop", "truncate"} <= set(faults)


async def test_journal_is_equal_for_rules_added_in_python_and_over_http(http: httpx.AsyncClient) -> None:
    journals = []
    for over_http in (False, True):
        async with Sandbox(clock="manual") as sandbox:
            if over_http:
                plan = {"faults": {"status": {"code": 500}}, "probability": 0.5}
                Admin(sandbox.url, sandbox.api_key).request("POST", "faults", plan)
            else:
                sandbox.faults.add(Status(500), probability=0.5)
            for _ in range(10):
                await Api(sandbox, http).send(GET_FILE, {"id": "file-x"})
            journals.append(sandbox.journal.entries)
    assert journals[0] == journals[1]
    assert {entry.status for entry in journals[0]} == {200, 500}


async def test_admin_endpoint_adds_failures_of_jobs_and_volumes(api: Api, admin: Admin) -> None:
    failure = {"kind": "job", "suggestions": ["Use more light."], "failed_as": "error"}
    assert admin.request("POST", "failures", failure).status_code == 204
    assert admin.request("POST", "failures", {"kind": "volume"}).status_code == 204
    result = await api.result(GET_JOB, id=await api.single_cam_job())
    assert result["data"] is None
    assert result["errors"][0]["errorInfo"] == {"suggestions": ["Use more light."]}
    result = await api.result(GET_VOLUME, id=await api.volume())
    assert result["data"]["getVolume"]["state"] == "FAILED"
    assert result["errors"][0]["errorInfo"]["suggestions"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"kind": "take"},
        {"kind": ["job"]},
        {"kind": "job", "suggestions": "Use more light."},
        {"kind": "job", "suggestions": [1]},
        {"kind": "job", "failed_as": "nothing"},
        {"kind": "job", "suggestion": []},
    ],
)
def test_admin_endpoint_rejects_an_invalid_failure(admin: Admin, document: Any) -> None:
    response = admin.request("POST", "failures", document)
    assert response.status_code == 400
    assert "kind" in response.json()["message"]
