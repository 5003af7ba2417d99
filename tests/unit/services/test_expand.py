"""`expand` and the GraphQL variables that it sets."""

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
    for path in (Path(__file__).parents[3] / "queries").glob("*.graphql")
    for definition in parse(path.read_text(encoding="utf-8")).definitions
    if isinstance(definition, OperationDefinitionNode) and definition.name
}


@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_each_name_sets_flags_of_every_operation(flags: Flags, names: Any, operations: set[str]) -> None:
    for name in get_args(names):
        set_flags = flags([name])
        assert set_flags
        assert all(value is True for value in set_flags.values())
        for operation in operations:
            assert {to_camel(flag) for flag in set_flags} <= VARIABLES[operation]


@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_flags_of_several_names_are_combined(flags: Flags, names: Any, operations: set[str]) -> None:
    combined = flags(list(get_args(names)))
    assert combined == {flag: True for name in get_args(names) for flag in flags([name])}
    assert flags((*get_args(names), *get_args(names))) == combined
    assert operations


@pytest.mark.parametrize("expand", [None, [], ()])
def test_empty_expand_sets_no_flag(expand: Any) -> None:
    assert all(flags(expand) == {} for flags, _, _ in SERVICES)


def test_nested_name_also_sets_the_flag_of_its_parent() -> None:
    assert job_flags(["take.sources"]) == {"with_job_take": True, "with_take_sources": True}
    assert take_flags(["volume.outputs"]) == {"with_take_volume": True, "with_volume_outputs": True}


def test_flags_are_not_shared_between_calls() -> None:
    job_flags(None)["with_job_client"] = True
    job_flags(["rig"])["with_job_client"] = True
    assert job_flags(None) == {}
    assert job_flags(["rig"]) == {"with_job_rig": True}


@pytest.mark.parametrize("expand", [["nothing"], ["Client"], [""], [None], [7], [["client"]], ["client", "x"], "x"])
@pytest.mark.parametrize(("flags", "names", "operations"), SERVICES)
def test_unknown_name_raises_an_error_that_lists_the_known_names(
    flags: Flags, names: Any, operations: set[str], expand: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="expand must name parts of") as caught:
        flags(expand)
    assert f"({', '.join(sorted(get_args(names)))}); got " in str(caught.value)
    assert operations


def test_single_name_may_be_a_string() -> None:
    assert file_flags("client") == {"with_file_client": True}  # type: ignore[arg-type]


class WithoutTruth(list[str]):
    """A list that raises when it is used as a condition, as a `pandas.Series` does."""

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
def test_names_of_accepts_any_iterable_and_a_single_name(expand: Any, names: tuple[str, ...]) -> None:
    assert names_of(expand) == names


@pytest.mark.parametrize("expand", [5, b"take", {"take": 1}, JobType(id="job-1")])
def test_names_of_refuses_other_types(expand: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=f"expand must be a list; got {type(expand).__name__}"):
        names_of(expand)
