"""Events: both forms of bodies, and genuine bodies with missing and odd fields."""

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import WebhookEvent, WebhookVerificationError, webhooks
from tests.support.signed_webhooks import COMPLETED, JOB, SECRET, TAKE, TIME, encode, plain_body, signed, ugc_body


def parse(body: bytes) -> webhooks.Event:
    return webhooks.parse(body, signed(body), SECRET, now=TIME)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (COMPLETED, webhooks.JobCompleted),
        ("ugc.job.state.failed", webhooks.JobFailed),
        ("ugc.job.state.started", webhooks.JobStarted),
        ("job.state.completed", webhooks.JobCompleted),
        ("job.state.failed", webhooks.JobFailed),
        ("job.state.started", webhooks.JobStarted),
    ],
)
@pytest.mark.parametrize("prefixed", [False, True])
@pytest.mark.parametrize("shape", [ugc_body, plain_body])
def test_event_of_a_job_has_its_class_and_a_prefixed_id(name: str, kind: Any, shape: Any, *, prefixed: bool) -> None:
    event = parse(shape(name, job=f"job-{JOB}" if prefixed else JOB))
    assert type(event) is kind
    assert isinstance(event, WebhookEvent)
    assert (event.name, event.job_id, event.message_id, event.id) == (name, f"job-{JOB}", "msg_1", "msg_1")
    assert event.timestamp == datetime(2024, 11, 15, 21, 12, 1, 500_000, UTC)


@pytest.mark.parametrize("take", [TAKE, f"take-{TAKE}", f" {TAKE}\n"])
def test_event_has_its_take_and_the_metadata_of_the_job(take: str) -> None:
    event = parse(ugc_body(take=take, metadata={"order": 7}))
    assert (event.take_id, event.metadata) == (f"take-{TAKE}", {"order": 7})
    assert event.payload["detail"]["event_attributes"]["take"]["id"] == take


def test_take_id_is_none_when_the_body_has_no_take() -> None:
    event = parse(plain_body())
    assert (event.take_id, event.metadata) == (None, None)


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ('{"order": 7}', {"order": 7}),
        ("no json", "no json"),
        ([1], [1]),
        ({"moveUgcAsync": {"key": "order-7", "digest": "d"}, "a": 1}, {"a": 1}),
        ('{"moveUgcAsync": {"key": "order-7", "digest": "d"}}', {}),
    ],
)
def test_metadata_is_that_of_the_job_model(metadata: Any, expected: Any) -> None:
    assert parse(ugc_body(metadata=metadata)).metadata == expected


UNUSABLE = [None, "", " ", 7, ["x"], {"id": JOB}, True, "job-", "a b", "a\x00b", "\ud83d", "é"]


@pytest.mark.parametrize("job", UNUSABLE)
@pytest.mark.parametrize("shape", [ugc_body, plain_body])
def test_event_without_a_usable_job_id_is_unknown(job: Any, shape: Any) -> None:
    event = parse(shape(COMPLETED, job=job))
    assert type(event) is webhooks.UnknownEvent
    assert (event.name, event.job_id) == (COMPLETED, None)


@pytest.mark.parametrize("take", [each for each in UNUSABLE if each != "job-"])
def test_unusable_take_id_is_none(take: Any) -> None:
    assert parse(ugc_body(take=take)).take_id is None


def test_unknown_event_has_the_ids_of_its_body() -> None:
    event = parse(ugc_body("ugc.job.state.paused"))
    assert type(event) is webhooks.UnknownEvent
    assert (event.name, event.job_id, event.take_id) == ("ugc.job.state.paused", f"job-{JOB}", f"take-{TAKE}")


def test_name_is_read_from_the_detail_when_the_body_has_no_name() -> None:
    assert type(parse(encode({"detail": {"event_name": "job.state.failed", "job_id": JOB}}))) is webhooks.JobFailed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31T12:00:00.000000Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T13:00:00+01:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31 12:00:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        (TIME, datetime(2024, 11, 15, 21, 12, 1, tzinfo=UTC)),
        (TIME * 1000 + 500, datetime(2024, 11, 15, 21, 12, 1, 500_000, UTC)),
        ("soon", None),
        ("0001-01-01T00:00:00+14:00", None),
        (1e300, None),
        (-1e300, None),
        (True, None),
        ([TIME], None),
        (None, None),
    ],
)
def test_timestamp_is_in_utc_or_none(value: Any, expected: datetime | None) -> None:
    event = parse(encode({"event_name": "x", "timestamp": value}))
    assert event.timestamp == expected
    assert event.timestamp is None or event.timestamp.tzinfo is UTC


def test_events_are_immutable_and_can_be_pickled() -> None:
    event = parse(ugc_body(metadata={"a": 1}))
    assert pickle.loads(pickle.dumps(event)) == event
    with pytest.raises(AttributeError):
        event.job_id = "job-2"  # type: ignore[misc]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([JOB, COMPLETED]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
jobs = st.fixed_dictionaries({}, optional={"id": json_values, "metadata": json_values})
attributes = st.fixed_dictionaries({}, optional={"job": jobs | json_values, "take": jobs | json_values})
details = st.fixed_dictionaries(
    {}, optional={"job_id": json_values, "event_name": json_values, "event_attributes": attributes | json_values}
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "event_name": st.sampled_from([COMPLETED, "job.state.started"]) | json_values,
        "timestamp": json_values,
        "detail": details | json_values,
    },
)


@settings(max_examples=50)
@given(bodies)
def test_any_genuine_object_is_an_event(document: dict[str, Any]) -> None:
    event = parse(encode(document))
    assert isinstance(event, webhooks.JobEvent | webhooks.UnknownEvent)
    assert not isinstance(event, webhooks.JobEvent) or event.job_id.startswith("job-")
    hash((event.job_id, event.take_id, event.timestamp))


@settings(max_examples=50)
@given(st.binary(max_size=64) | json_values.map(encode))
def test_any_genuine_body_is_an_event_or_a_verification_error(body: bytes) -> None:
    try:
        assert parse(body).id == "msg_1"
    except WebhookVerificationError as error:
        assert str(error) == "webhook body must be a JSON object"  # noqa: PT017 - either outcome is valid
