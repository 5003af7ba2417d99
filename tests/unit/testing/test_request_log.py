"""Assertions about requests, and the diffs in their messages."""

import pytest

from move_ugc_async.sandbox import Drop, Journal, JournalEntry
from move_ugc_async.testing import RequestLog


@pytest.fixture
def log() -> RequestLog:
    journal = Journal()

    def record(operation: str | None, **values: object) -> None:
        entry = {
            "kind": "graphql",
            "method": "POST",
            "path": "/ugc/graphql",
            "status": 200,
            "request_id": "1",
            **values,
        }
        journal.record(JournalEntry(operation=operation, **entry))  # type: ignore[arg-type]

    record("createFile", variables={"type": "mp4", "name": None})
    record(None, kind="storage", method="PUT", path="/move-ugc-sandbox/files/file-1.mp4")
    record("createSingleCamJob", variables={"takeId": "take-1", "withJobTake": False}, status=None, fault=Drop())
    record("getJob", errors=("MoveNotFoundError: Resource not found.",))
    record(None, fields=("listRigs",))
    return RequestLog(journal)


def test_assert_operations_accepts_the_expected_operations(log: RequestLog) -> None:
    assert log.operations == ["createFile", "createSingleCamJob", "getJob", "listRigs"]
    log.assert_operations(["createFile", "createSingleCamJob", "getJob", "listRigs"])
    log.assert_operations(["create*", "create*", "getJob", "list?igs"])
    log.assert_operations(["createFile", "createSingleCamJob"], ignore=["getJob", "list*"])
    log.assert_operations(["getJob", "listRigs", "createSingleCamJob", "createFile"], any_order=True)


@pytest.mark.parametrize("any_order", [False, True])
def test_operation_may_match_several_names(*, any_order: bool, log: RequestLog) -> None:
    log.assert_operations(["*", "create*", "getJob", "*"], any_order=any_order)
    log.assert_operations(["create*", "createSingleCamJob", "*Job", "l*"], any_order=any_order)


@pytest.mark.parametrize(
    "expected",
    [
        ["*Rigs", "get*", "create*", "createFile"],
        ["create*", "*Job", "getJob", "list*"],
        ["*Job", "*", "*", "createSingleCamJob"],
    ],
)
def test_assert_operations_matches_each_name_once_in_any_order(expected: list[str], log: RequestLog) -> None:
    for names in (expected, expected[::-1]):
        log.assert_operations(names, any_order=True)


def test_message_in_any_order_lists_what_has_no_counterpart(log: RequestLog) -> None:
    with pytest.raises(AssertionError) as caught:
        log.assert_operations(["listRigs", "update*", "create*", "createFile", "getJob", "getJob"], any_order=True)
    assert str(caught.value).splitlines() == [
        "the operations differ from the expected ones:",
        "  createFile",
        "  createSingleCamJob",
        "  getJob",
        "- getJob",
        "  listRigs",
        "- update*",
    ]
    with pytest.raises(AssertionError, match=r"\+ getJob, 200, MoveNotFoundError"):
        log.assert_operations(["listRigs", "create*", "create*"], any_order=True)


def test_message_is_a_diff_with_variables_statuses_errors_and_faults(log: RequestLog) -> None:
    with pytest.raises(AssertionError) as caught:
        log.assert_operations(["createFile", "createMultiCamJob", "listRigs", "updateJob"])
    assert str(caught.value).splitlines() == [
        "the operations differ from the expected ones:",
        "  createFile",
        "- createMultiCamJob",
        '+ createSingleCamJob {"takeId": "take-1"}, no response, fault Drop(after_work=False, reset=False)',
        "+ getJob, 200, MoveNotFoundError: Resource not found.",
        "  listRigs",
        "- updateJob",
    ]


@pytest.mark.parametrize(
    "expected",
    [
        [],
        ["createFile"],
        ["createFile", "createFile", "createSingleCamJob", "getJob", "listRigs"],
        ["createSingleCamJob", "createFile", "getJob", "listRigs"],
        ["update*", "createSingleCamJob", "getJob", "listRigs"],
    ],
)
def test_assert_operations_raises_when_operations_differ(expected: list[str], log: RequestLog) -> None:
    with pytest.raises(AssertionError, match="differ"):
        log.assert_operations(expected)


def test_requests_are_found_by_their_variables(log: RequestLog) -> None:
    (entry,) = log.assert_requested("createSingleCamJob", variables={"takeId": "take-1"})
    assert entry.fault == Drop()
    assert len(log.assert_requested("create*", times=2)) == 2
    assert log.assert_requested("updateJob", times=0) == ()


def test_missing_request_lists_all_requests(log: RequestLog) -> None:
    with pytest.raises(AssertionError) as caught:
        log.assert_requested("createFile", variables={"type": "mov"})
    assert str(caught.value).splitlines() == [
        'createFile must be requested at least once with {"type": "mov"}; it was requested 0 times',
        "all requests:",
        '  createFile {"type": "mp4"}, 200',
        "  PUT /move-ugc-sandbox/files/file-1.mp4, 200",
        '  createSingleCamJob {"takeId": "take-1"}, no response, fault Drop(after_work=False, reset=False)',
        "  getJob, 200, MoveNotFoundError: Resource not found.",
        "  listRigs, 200",
    ]


@pytest.mark.parametrize(("operation", "times"), [("createFile", 0), ("createFile", 2), ("updateJob", None)])
def test_assert_requested_raises_when_the_number_differs(operation: str, times: int | None, log: RequestLog) -> None:
    with pytest.raises(AssertionError, match=f"{operation} must be requested"):
        log.assert_requested(operation, times=times)


def test_log_is_a_collection_that_can_be_cleared(log: RequestLog) -> None:
    assert len(log) == len(list(log)) == 5
    log.clear()
    log.assert_operations([])
    assert str(log) == "all requests:"


def test_long_variables_are_cut() -> None:
    journal = Journal()
    entry = JournalEntry(
        kind="graphql",
        method="POST",
        path="/ugc/graphql",
        status=200,
        request_id="1",
        operation="updateClient",
        variables={"metadata": "x" * 500},
    )
    journal.record(entry)
    line = str(RequestLog(journal)).splitlines()[1]
    assert len(line) < 130
    assert line.endswith("…, 200")
