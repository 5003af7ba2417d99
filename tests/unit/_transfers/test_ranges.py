"""Which ranges of an object are requested, and how responses are validated (RFC 9110, section 14)."""

import itertools

import pytest

from move_ugc_async._transfers.ranges import (
    ObjectInfo,
    Segment,
    StartOverError,
    integrity_error,
    range_headers,
    split,
    validate_response,
)
from move_ugc_async.errors import MoveIntegrityError

MD5 = "0123456789abcdef0123456789abcdef"
ETAG = f'"{MD5}"'
KNOWN = ObjectInfo(ETAG, 100, MD5)


def said(mismatch: str) -> str:
    return f"the download does not match the stored object: {mismatch}"


CHANGED = said("the object changed while it was being read")
OTHER_RANGE = said("storage sent another range than requested")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, [(0, 0)]),
        (1, [(0, 1)]),
        (10, [(0, 10)]),
        (11, [(0, 10), (10, 11)]),
        (30, [(0, 10), (10, 20), (20, 30)]),
        (31, [(0, 10), (10, 20), (20, 30), (30, 31)]),
    ],
)
def test_object_is_cut_into_segments_without_gaps(size: int, expected: list[tuple[int, int]]) -> None:
    segments = split(size, 10)
    assert [(segment.start, segment.end) for segment in segments] == expected
    assert [segment.number for segment in segments] == list(range(len(expected)))
    assert all(segment.done == 0 for segment in segments)


@pytest.mark.parametrize("size", [10_000, 10_001, 10**6, 2**40])
def test_large_object_is_cut_into_at_most_a_thousand_segments_after_the_first(size: int) -> None:
    first, *others = split(size, 10)
    assert (first.start, first.end) == (0, 10)
    assert 900 <= len(others) <= 1000
    assert all(here.end == there.start for here, there in itertools.pairwise([first, *others]))
    assert others[-1].end == size
    assert [segment.number for segment in others] == list(range(1, len(others) + 1))


@pytest.mark.parametrize(
    ("segment", "known", "expected"),
    [
        (Segment(0, 0, None), None, {}),
        (Segment(0, 0, 10), None, {"Range": "bytes=0-9"}),
        (Segment(0, 0, None, 5), KNOWN, {"Range": "bytes=5-", "If-Range": ETAG}),
        (Segment(1, 10, 20, 5), KNOWN, {"Range": "bytes=15-19", "If-Range": ETAG}),
        (Segment(1, 10, 20), ObjectInfo(None, 100, None), {"Range": "bytes=10-19"}),
    ],
)
def test_range_fields_request_the_missing_bytes(
    segment: Segment, known: ObjectInfo | None, expected: dict[str, str]
) -> None:
    assert range_headers(segment, known) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, ObjectInfo(None, None, None)),
        ({"etag": ""}, ObjectInfo(None, None, None)),
        ({"etag": '"x"', "content-length": "7"}, ObjectInfo('"x"', 7, None)),
        ({"etag": ETAG, "content-length": "0"}, ObjectInfo(ETAG, 0, MD5)),
        ({"content-length": "-7"}, ObjectInfo(None, None, None)),
        ({"content-length": "many"}, ObjectInfo(None, None, None)),
        ({"content-length": "\u0667"}, ObjectInfo(None, None, None)),
        ({"content-length": "9" * 5000}, ObjectInfo(None, None, None)),
        ({"content-length": str(2**40)}, ObjectInfo(None, 2**40, None)),
    ],
)
def test_head_of_a_full_response_describes_the_object(headers: dict[str, str], expected: ObjectInfo) -> None:
    assert validate_response(200, headers, Segment(0, 0, None), None) == expected


def test_response_with_an_encoding_that_was_not_requested_is_refused() -> None:
    with pytest.raises(MoveIntegrityError) as caught:
        validate_response(200, {"content-encoding": "gzip"}, Segment(0, 0, None), None)
    assert caught.value.message == said("storage sent it with a Content-Encoding that was not requested")


@pytest.mark.parametrize(
    ("place", "segment"),
    [
        ("bytes 0-9/100", Segment(0, 0, 10)),
        ("bytes 0-0/100", Segment(0, 0, 10)),
        ("bytes 15-19/100", Segment(1, 10, 20, 5)),
        ("bytes 15-99/100", Segment(0, 0, None, 15)),
        ("bytes 90-99/100", Segment(9, 90, 110)),
        ("bytes 000-009/0100", Segment(0, 0, 10)),
    ],
)
def test_head_of_a_partial_response_describes_the_object(place: str, segment: Segment) -> None:
    assert validate_response(206, {"content-range": place, "etag": ETAG}, segment, None) == KNOWN
    assert validate_response(206, {"content-range": place, "etag": ETAG}, segment, KNOWN) == KNOWN


def test_head_of_a_partial_response_keeps_known_fields() -> None:
    headers = {"content-range": "bytes 0-9/100"}
    assert validate_response(206, headers, Segment(0, 0, 10), KNOWN) == KNOWN
    assert validate_response(206, headers, Segment(0, 0, 10), ObjectInfo(ETAG, None, MD5)) == KNOWN


@pytest.mark.parametrize(
    ("status", "place", "etag", "message", "without_ranges"),
    [
        (200, None, ETAG, said("storage sent the whole object instead of the requested range"), True),
        (200, None, '"other"', CHANGED, False),
        (206, None, ETAG, said("invalid Content-Range header"), True),
        (206, "bytes */100", ETAG, said("invalid Content-Range header"), True),
        (206, "Bytes 10-19/100", ETAG, said("invalid Content-Range header"), True),
        (206, "bytes 10-19/100 ", ETAG, said("invalid Content-Range header"), True),
        (206, "bytes 9-19/100", ETAG, OTHER_RANGE, True),
        (206, "bytes 11-19/100", ETAG, OTHER_RANGE, True),
        (206, "bytes 10-9/100", ETAG, OTHER_RANGE, True),
        (206, "bytes 10-20/100", ETAG, OTHER_RANGE, True),
        (206, "bytes 10-15/15", ETAG, OTHER_RANGE, True),
        (206, "bytes 10-19/101", ETAG, CHANGED, False),
        (206, "bytes 10-19/100", '"other"', CHANGED, False),
    ],
)
def test_response_that_does_not_match_the_request_starts_over(
    *, status: int, place: str | None, etag: str, message: str, without_ranges: bool
) -> None:
    headers = {"etag": etag} | ({"content-range": place} if place else {})
    with pytest.raises(StartOverError) as caught:
        validate_response(status, headers, Segment(1, 10, 20), KNOWN)
    assert isinstance(caught.value.error, MoveIntegrityError)
    assert (str(caught.value), caught.value.error.message) == (message, message)
    assert caught.value.without_ranges is without_ranges


@pytest.mark.parametrize("size", [2**40 + 1, 10**15, 10**18 - 1, 10**20 - 1])
@pytest.mark.parametrize("known", [None, KNOWN])
def test_object_larger_than_a_tebibyte_is_rejected(size: int, known: ObjectInfo | None) -> None:
    with pytest.raises(StartOverError) as caught:
        validate_response(200, {"content-length": str(size)}, Segment(0, 0, 10), None)
    assert (str(caught.value), caught.value.without_ranges) == (
        said("its size must be at most 1099511627776 bytes"),
        True,
    )
    with pytest.raises(StartOverError) as caught:
        validate_response(206, {"content-range": f"bytes 0-9/{size}"}, Segment(0, 0, 10), known)
    assert caught.value.without_ranges


def test_object_of_a_tebibyte_is_accepted() -> None:
    assert validate_response(206, {"content-range": f"bytes 0-9/{2**40}"}, Segment(0, 0, 10), None).size == 2**40


@pytest.mark.parametrize("etag", ['"\xff"', '"\udcff"', '"\t"', '"\x7f"', '"\u0667"'])
def test_ranges_are_turned_off_when_the_etag_cannot_be_sent_in_a_header(etag: str) -> None:
    with pytest.raises(StartOverError) as caught:
        validate_response(206, {"content-range": "bytes 0-9/100", "etag": etag}, Segment(0, 0, 10), None)
    assert (str(caught.value), caught.value.without_ranges) == (said("invalid ETag header"), True)
    assert validate_response(200, {"etag": etag}, Segment(0, 0, None), None) == ObjectInfo(etag, None, None)


@pytest.mark.parametrize(
    ("etag", "expected"), [(ETAG, True), ('""', True), (None, False), ('W/"weak"', False), ("bare", False)]
)
def test_object_is_resumable_only_with_a_strong_etag(*, etag: str | None, expected: bool) -> None:
    assert ObjectInfo(etag, 1, None).is_resumable is expected


@pytest.mark.parametrize(("end", "expected"), [(20, True), (21, False), (None, False)])
def test_segment_is_complete_when_all_bytes_are_received(*, end: int | None, expected: bool) -> None:
    segment = Segment(1, 10, end, 10)
    assert (segment.position, segment.is_complete) == (20, expected)


def test_start_over_error_keeps_ranges_by_default() -> None:
    assert StartOverError(integrity_error("m")).without_ranges is False
