"""Parts of files that a browser requests."""

import pytest

from move_ugc_async.viewer.ranges import RangeNotSatisfiableError, parse_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-200", (90, 100)),
        ("bytes=-30", (70, 100)),
        ("bytes=-300", (0, 100)),
        # Headers that may be ignored (RFC 9110 §14.2).
        (None, None),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,4-5", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        (f"bytes=0-{'9' * 30}", None),
    ],
)
def test_parse_range_returns_the_part_or_the_whole_file(header: str | None, expected: tuple[int, int] | None) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_parse_range_refuses_parts_that_the_file_does_not_have(header: str) -> None:
    with pytest.raises(RangeNotSatisfiableError):
        parse_range(header, 100)


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=0-0", "bytes=5-", "bytes=-1", "bytes=-0", None])
def test_parse_range_returns_the_whole_of_an_empty_file(header: str | None) -> None:
    assert parse_range(header, 0) is None
