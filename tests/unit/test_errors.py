"""Errors: class tree, details, pickle and copy."""

import copy
import pickle
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_type_hints

import pytest

import move_ugc_async
from move_ugc_async import GraphQLErrorItem, MoveError, MovePaginationError, errors
from move_ugc_async.errors import (
    BudgetExceededError,
    CaptureError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveNotFoundError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
    MoveURLExpiredError,
    StateFileMismatchError,
    WaitTimeoutError,
)

TREE: dict[str, str] = {}
"""Each class in the module's docstring, and its parent there."""

_parents: list[str] = []
for _line in (errors.__doc__ or "").splitlines():
    if _match := re.match(r"([│├└─ ]*)(\w*Error)\b", _line):
        _depth = len(_match[1]) // 4
        TREE[_match[2]] = _parents[_depth - 1] if _depth else "Exception"
        _parents[_depth:] = [_match[2]]

PUBLIC = [
    value
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, MoveError) and not name.startswith("_")
]
NEEDED: dict[type[MoveError], tuple[str, ...]] = {
    BudgetExceededError: ("limit",),
    CaptureError: ("stage", "state"),
    IdempotencyMismatchError: ("id",),
    JobFailedError: ("id",),
    WaitTimeoutError: ("id",),
}
"""Details without a default."""
ITEM = GraphQLErrorItem("m", "T", {"i": [1]}, ("getJob", "outputs", 0), {"progress": {"state": "FAILED"}})


def public_parent(error: type[BaseException]) -> str:
    return next(base.__name__ for base in error.__mro__[1:] if not base.__name__.startswith("_"))


def test_docstring_lists_every_public_error_below_its_parent() -> None:
    assert {error.__name__: public_parent(error) for error in PUBLIC} == TREE
    assert len(TREE) == len(PUBLIC) > 10


def test_every_error_is_exported_and_documented() -> None:
    for error in PUBLIC:
        assert getattr(move_ugc_async, error.__name__) is error
        assert error.__name__ in move_ugc_async.__all__
        assert error.__doc__


def error_with_details(error: type[MoveError]) -> MoveError:
    return error(
        **dict.fromkeys(NEEDED.get(error, ()), "job-1"),  # type: ignore[arg-type]
        message="it broke",
        operation="getJob",
        error_type="T",
        error_info={"suggestions": ["a"]},
        path=("getJob", 0),
        status=418,
        request_id="r-1",
        data={"getJob": None},
        errors=(ITEM,),
    )


@pytest.mark.parametrize("error", PUBLIC)
def test_error_keeps_its_arguments(error: type[MoveError]) -> None:
    raised = error_with_details(error)
    assert (raised.message, raised.operation, raised.error_type) == ("it broke", "getJob", "T")
    assert (raised.error_info, raised.path) == ({"suggestions": ["a"]}, ("getJob", 0))
    assert (raised.status, raised.request_id, raised.data) == (418, "r-1", {"getJob": None})
    assert (raised.errors, raised.next_token) == ((ITEM,), None)
    assert raised.args == ("it broke",)


@pytest.mark.parametrize("error", PUBLIC)
@pytest.mark.parametrize("duplicate", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_error_survives_pickle_and_copy(error: type[MoveError], duplicate: object) -> None:
    raised = error_with_details(error)
    raised.next_token = "t"
    raised.add_note("seen at noon")
    copied = duplicate(raised)  # type: ignore[operator]
    assert type(copied) is error
    assert vars(copied) == vars(raised)
    assert (str(copied), copied.args) == (str(raised), raised.args)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_error_survives_every_pickle_protocol(protocol: int) -> None:
    error = MoveThrottledError("slow down", retry_after=1.5, status=429)
    copied = pickle.loads(pickle.dumps(error, protocol))
    assert (copied.retry_after, copied.status, str(copied)) == (1.5, 429, "slow down (status 429)")


@pytest.mark.parametrize("error", PUBLIC)
def test_vars_of_an_error_contain_every_detail(error: type[MoveError]) -> None:
    details = vars(error_with_details(error))
    names = {"message", *get_type_hints(error)} - {"_transient", "_required"}
    assert set(details) == names
    assert all(getattr(error_with_details(error), name) == value for name, value in details.items())


@pytest.mark.parametrize("error", NEEDED)
def test_error_without_a_required_detail_is_refused(error: type[MoveError]) -> None:
    for name in NEEDED[error]:
        others = {each: "job-1" for each in NEEDED[error] if each != name}
        with pytest.raises(TypeError, match=f"must have the arguments .*; got no {name}$"):
            error("it broke", **others)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", [MoveError, MoveNotFoundError, MoveThrottledError])
def test_error_drops_details_of_other_classes(error: type[MoveError]) -> None:
    assert not vars(error("it broke", id="job-1", stage="wait")).keys() & {"id", "stage"}


@pytest.mark.parametrize("differing", [["content"], ("content",)])
def test_differing_options_of_a_state_file_are_a_tuple(differing: Sequence[str]) -> None:
    assert StateFileMismatchError("m", differing=differing).differing == ("content",)


def test_error_with_only_a_message_has_no_details() -> None:
    error = MoveError("it broke")
    assert str(error) == "it broke"
    assert (error.operation, error.status, error.data, error.errors) == (None, None, None, ())


def test_str_of_an_error_contains_its_details() -> None:
    assert str(error_with_details(MoveError)) == "getJob: it broke (type T, status 418, request id r-1)"
    assert str(MoveError("it broke", operation="getJob")) == "getJob: it broke"


def test_str_and_repr_of_an_error_contain_no_response_data() -> None:
    error = MoveError("it broke", data={"url": "secret"}, error_info={"a": "secret"}, errors=(ITEM,))
    assert "secret" not in str(error)
    assert "secret" not in repr(error)


@pytest.mark.parametrize("error", [MoveHTTPStatusError, MoveURLExpiredError, MoveThrottledError, MoveServerError])
def test_retry_after_is_kept_when_an_error_is_pickled(
    error: type[MoveHTTPStatusError] | type[MoveThrottledError] | type[MoveServerError],
) -> None:
    assert error("busy").retry_after is None
    assert pickle.loads(pickle.dumps(error("busy", retry_after=3.0))).retry_after == 3.0


@pytest.mark.parametrize("error", [MoveConnectionError, MoveTimeoutError])
def test_may_have_arrived_is_kept_when_an_error_is_pickled(
    error: type[MoveConnectionError] | type[MoveTimeoutError],
) -> None:
    assert error("gone").may_have_arrived is True
    assert pickle.loads(pickle.dumps(error("gone", may_have_arrived=False))).may_have_arrived is False


def test_next_token_is_kept_when_a_pagination_error_is_pickled() -> None:
    error = MovePaginationError("stuck")
    error.next_token = '{"n": 1}'
    assert pickle.loads(pickle.dumps(error)).next_token == '{"n": 1}'


def test_graphql_error_item_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(ITEM)) == ITEM
    assert GraphQLErrorItem("m").error_type is None


def test_table_in_the_docs_lists_every_public_error_below_its_parent() -> None:
    document = Path(__file__).parents[2] / "docs" / "errors.md"
    rows: list[tuple[str, str]] = re.findall(
        r"^\| ((?:— )*)`(\w+Error)` \| .+ \| .+ \|$", document.read_text(encoding="utf-8"), re.MULTILINE
    )
    listed: list[tuple[str, str]] = []
    parents = ["MoveError"]
    for dashes, name in rows:
        depth = dashes.count("—")
        listed.append((name, "Exception" if name == "MoveError" else parents[depth]))
        parents[depth + 1 :] = [name]
    assert sorted(listed) == sorted(TREE.items())
