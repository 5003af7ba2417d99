"""`expand`, and the GraphQL flags that it sets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from graphql import OperationDefinitionNode, parse
from pydantic.alias_generators import to_camel

from move_ugc_async import (
    FileExpand,
    JobExpand,
    JobType,
    MoveInvalidRequestError,
    TakeExpand,
    VolumeExpand,
    WebhookExpand,
)
from move_ugc_async.services.expand import file_flags, job_flags, names_of, take_flags, volume_flags, webhook_flags

Flags = Callable[[Any], Any]
SERVICES: list[tuple[Flags, Any, set[str]]] = [
    (job_flags, JobExpand, {"createSingleCamJob", "createMultiCamJob", "getJob", "updateJob", "listJobs"}),
    (take_flags, TakeExpand, {"createSingleCamTake", "createMultiCamTake", "getTake", "updateTake", "listTakes"}),
    (volume_flags, VolumeExpand, {"createVolumeWithHuman", "getVolume", "listVolumes"}),
    (file_flags, FileExpand, {"createFile", "getFile", "updateFile"}),
    (webhook_flags, WebhookExpand, {"upsertWebhookEndpoint"}),
]
VARIABLES = {
    definition.name.value: {variable.variable.name.value for variable in definition.variable_definitions}
    for path in (Path(__file__).parents[1] / "queries").glob("*.graphql")
    for definition in parse(path.read_text(encoding="utf-8")).definitions
    if isinstance(definition, OperationDefinitionNode) and definition.name
}


@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_each_name_sets_flags_that_every_operation_has(flags: Flags, names: Any, operations: set[str]) -> None:
    for name in get_args(names):
        raised = flags([name])
        assert raised
        assert all(value is True for value in raised.values())
        for operation in operations:
            assert {to_camel(flag) for flag in raised} <= VARIABLES[operation]


@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_the_flags_of_several_names_are_combined(flags: Flags, names: Any, operations: set[str]) -> None:
    together = flags(list(get_args(names)))
    assert together == {flag: True for name in get_args(names) for flag in flags([name])}
    assert flags((*get_args(names), *get_args(names))) == together
    assert operations


@pytest.mark.parametrize("nothing", [None, [], ()])
def test_no_names_set_no_flag(nothing: Any) -> None:
    assert all(flags(nothing) == {} for flags, _, _ in SERVICES)


def test_a_nested_name_sets_the_flag_of_its_parent_too() -> None:
    assert job_flags(["take.sources"]) == {"with_job_take": True, "with_take_sources": True}
    assert take_flags(["volume.outputs"]) == {"with_take_volume": True, "with_volume_outputs": True}


def test_the_flags_of_one_call_do_not_show_in_the_next() -> None:
    job_flags(None)["with_job_client"] = True
    job_flags(["rig"])["with_job_client"] = True
    assert job_flags(None) == {}
    assert job_flags(["rig"]) == {"with_job_rig": True}


@pytest.mark.parametrize("wrong", [["nothing"], ["Client"], [""], [None], [7], [["client"]], ["client", "x"], "x"])
@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_an_unknown_name_is_refused_with_a_list_of_the_known_ones(
    flags: Flags, names: Any, operations: set[str], wrong: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="expand must name parts of") as caught:
        flags(wrong)
    assert f"({', '.join(sorted(get_args(names)))}); got " in str(caught.value)
    assert operations


def test_a_single_name_may_be_given_as_a_string() -> None:
    assert file_flags("client") == {"with_file_client": True}  # type: ignore[arg-type]


class WithoutTruth(list[str]):
    """Several values that are neither true nor false, such as a `pandas.Series`."""

    def __bool__(self) -> bool:
        msg = "the truth value of a Series is ambiguous"
        raise ValueError(msg)


@pytest.mark.parametrize(
    ("expand", "names"),
    [
        (None, ()),
        ("", ()),
        ([], ()),
        ("outputs", ("outputs",)),
        (("client", "outputs"), ("client", "outputs")),
        ({"volume.outputs": 1}.keys(), ("volume.outputs",)),
        (iter(["take"]), ("take",)),
        (WithoutTruth(["take", "rig"]), ("take", "rig")),
    ],
)
def test_names_of_reads_any_iterable_and_one_name_as_a_whole(expand: Any, names: tuple[str, ...]) -> None:
    assert names_of(expand) == names


@pytest.mark.parametrize("expand", [5, b"take", {"take": 1}, JobType(id="job-1")])
def test_names_of_refuses_what_is_not_several_names(expand: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=f"expand must be a list; got {type(expand).__name__}"):
        names_of(expand)
