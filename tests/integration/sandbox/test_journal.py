import httpx
import pytest

from move_ugc_async.sandbox import JournalEntry, Sandbox
from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, GET_JOB, Api, FakeMedia

pytestmark = pytest.mark.anyio


async def test_graphql_request_is_recorded(api: Api) -> None:
    response = await api.send(
        "query Two($id: ID!) { a: getJob(jobId: $id) { id } ...F } fragment F on Query { client { id } }",
        {"id": "job-x"},
    )
    assert api.sandbox.journal.entries == (
        JournalEntry(
            kind="graphql",
            method="POST",
            path="/ugc/graphql",
            status=200,
            request_id=response.headers["x-amzn-requestid"],
            operation="Two",
            fields=("getJob", "client"),
            variables={"id": "job-x"},
            errors=("MoveNotFoundError: Resource not found in move-ugc-api.",),
        ),
    )


async def test_storage_requests_are_recorded(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    await api.http.put(file["presignedUrl"], content=b"12345")
    url = (await api.call(GET_FILE, id=file["id"]))["presignedUrl"]
    await api.http.get(url, headers={"range": "bytes=1-3"})
    await api.http.get(url.replace("Signature=", "Signature=x"))
    path = f"/move-ugc-sandbox/files/{file['id']}.mp4"
    entries = api.sandbox.journal.filter(kind="storage")
    assert [(entry.method, entry.path, entry.status, entry.received, entry.sent) for entry in entries[:2]] == [
        ("PUT", path, 200, 5, 0),
        ("GET", path, 206, 0, 3),
    ]
    assert entries[2].status == 403
    assert entries[2].errors[0].startswith("SignatureDoesNotMatch: ")


async def test_rejected_requests_are_recorded(api: Api) -> None:
    await api.post(b"{}", authorization="mv_key_wrong")
    await api.post(b"{}")
    entries = [(entry.status, entry.operation, entry.errors[0].partition(":")[0]) for entry in api.sandbox.journal]
    assert entries == [(401, None, "UnauthorizedException"), (400, None, "MalformedHttpRequestException")]


async def test_entries_can_be_filtered_counted_and_cleared(api: Api) -> None:
    journal = api.sandbox.journal
    for _ in range(3):
        await api.result(GET_JOB, id="job-x")
    await api.call("query Me { client { id } }")
    await api.result("{ a: client { id } b: client { id } }")
    assert len(journal) == journal.count() == 5
    assert (journal.count("getJob"), journal.count("client")) == (3, 3)
    assert len(journal.filter(operation="Me")) == 1
    assert len(journal.filter(field="client", kind="graphql", method="POST", status=200)) == 2
    assert journal.filter(kind="share") == journal.filter(status=500) == journal.filter(method="PUT") == ()
    journal.clear()
    assert journal.entries == ()


@pytest.mark.check(42)
@pytest.mark.check(41)
async def test_no_secret_is_ever_recorded(api: Api) -> None:
    url = await api.call(CREATE_FILE, type="mp4")
    await api.http.put(url["presignedUrl"], content=b"x", headers={"authorization": api.sandbox.api_key})
    file_id = await api.upload()
    share = await api.call("mutation ($id: String!) { generateShareCode(fileId: $id) { code url } }", id=file_id)
    redeemed = (await api.http.get(share["url"])).json()["url"]
    hook = await api.call(
        """mutation ($s: String, $u: String!) {
          upsertWebhookEndpoint(uid: "a", url: $u, secret: $s) { secret }
        }""",
        s="whsec_AAAAc2VjcmV0b2ZvdXJz",
        u=redeemed,
    )
    other = await api.call('mutation { upsertWebhookEndpoint(uid: "b", url: "https://x.example") { secret } }')
    await api.result(
        "query ($a: String, $secret: String, $list: [Int]) { client { id } }",
        a=f"key {api.sandbox.api_key}, hook {other['secret']}",
        secret="mine",
        list=[1, {"deep": [share["code"], share["url"], url["presignedUrl"]]}],
        apiKey="another",
    )
    query = httpx.URL(redeemed).params
    text = repr(api.sandbox.journal.entries) + repr(api.sandbox.leaks)
    assert len(api.sandbox.journal) == 9
    for secret in (
        api.sandbox.api_key,
        share["code"],
        hook["secret"],
        other["secret"],
        "'mine'",
        "'another'",
        query["Signature"],
        redeemed.partition("Signature=")[2].partition("&")[0],
        url["presignedUrl"].partition("Signature=")[2].partition("&")[0],
        query["x-amz-security-token"],
        redeemed.partition("x-amz-security-token=")[2].partition("&")[0],
    ):
        assert secret
        assert secret not in text
    assert "[redacted]" in text


async def test_api_key_of_any_shape_is_redacted(http: httpx.AsyncClient) -> None:
    async with Sandbox(api_key="quite-another-key", media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        await api.call("{ client { id } }", a="my quite-another-key")
        (entry,) = sandbox.journal
        assert entry.variables == {"a": "my [redacted]"}
