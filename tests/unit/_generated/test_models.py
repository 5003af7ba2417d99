"""Models of responses: missing fields, secrets, errors and round trips."""

import copy
import datetime
import functools
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, build_schema
from pydantic import BaseModel as PydanticBaseModel
from pydantic import TypeAdapter, ValidationError

from move_ugc_async import (
    AdditionalFileType,
    Client,
    FileType,
    GraphQLErrorItem,
    HumanVolumeType,
    JobType,
    MoveMalformedResponseError,
    ShareCode,
    TakeType,
    WebhookEndpoint,
)
from move_ugc_async._generated import fragments, input_types
from move_ugc_async._generated.get_take import GetTake
from move_ugc_async._generated.get_volume import GetVolume
from move_ugc_async._generated.list_volumes import ListVolumes
from move_ugc_async._schema.base import BaseModel, record_errors
from move_ugc_async._schema.keyed_metadata import insert_key
from move_ugc_async._schema.scalars import RESPONSE
from move_ugc_async._transport.operation import GraphQLResponse
from move_ugc_async.sandbox.schema import find_schema

CREATED = "2026-01-02T03:04:05.678901Z"
ODD_URL = "https://s3.example/b/k%20e+y?Signature=a%2Bb%2F=&x-amz-security-token=//+%3D&Expires=1&é"
FILE = {"id": "file-1", "type": ".fbx"}
ERROR = GraphQLErrorItem("File object does not exist", "MoveFileError", {"a": [1]}, ("getJob", "outputs", 0), None)


@functools.cache
def the_schema() -> GraphQLSchema:
    return build_schema(find_schema().read_text(encoding="utf-8"))


def models() -> list[type[BaseModel]]:
    return [
        value
        for module in (fragments, input_types)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == module.__name__
    ]


def test_missing_fields_are_none() -> None:
    job = JobType.model_validate({"id": "job-1"})
    assert {name: value for name, value in job.model_dump().items() if value is not None} == {"id": "job-1"}
    take = TakeType.model_validate({"id": "take-1", "created": CREATED})
    assert (take.client, take.sources, take.volume, take.video_file, take.additional_files) == (None,) * 5
    assert (take.name, take.metadata, take.take_type, take.sync_method) == (None,) * 4


def test_a_job_has_every_field_that_the_api_documents() -> None:
    fields = {"id", "created", "metadata", "client", "outputs", "state", "progress", "take", "name", "rig", "inputs"}
    assert JobType.model_fields.keys() == fields


def test_unknown_fields_are_ignored() -> None:
    job = JobType.model_validate({"id": "job-1", "brandNew": {"a": 1}, "progress": {"state": "X", "eta": 3}})
    assert not hasattr(job, "brandNew")
    assert job.progress is not None
    assert job.progress.state == "X"
    assert job.progress.percentage_complete is None


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_names_and_nullability_are_those_of_the_schema(model: type[BaseModel]) -> None:
    schema = the_schema()
    names = {
        "FileType": "File",
        "AdditionalFileType": "AdditionalFile",
        "ClipWindowRange": "ClipWindowJobInputType",
        "Progress": "JobProgress",
        "HumanVolumeType": "HumanVolume",
        "TakeType": "Take",
        "JobType": "Job",
        "JobInputOptions": "OptionsInputType",
        "FileReference": "File",
    }
    type_ = schema.type_map[names.get(model.__name__, model.__name__)]
    assert isinstance(type_, GraphQLObjectType | GraphQLInputObjectType)
    model.model_rebuild()
    for field in model.model_fields.values():
        assert field.serialization_alias is not None
        declared = type_.fields[field.serialization_alias].type
        # A relation that is not expanded is missing, even if the schema requires it.
        if not isinstance(declared, GraphQLNonNull):
            assert not field.is_required()
        elif field.serialization_alias != "client":
            assert field.is_required()


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_each_model_and_each_of_its_fields_is_documented(model: type[BaseModel]) -> None:
    assert model.__doc__
    source = fragments.__file__ if model.__module__ == fragments.__name__ else input_types.__file__
    with open(source, encoding="utf-8") as lines:  # noqa: PTH123 - a name, not a path
        body = lines.read().partition(f"class {model.__name__}(")[2].partition("\nclass ")[0].splitlines()
    for name in model.model_fields:
        at = next(number for number, line in enumerate(body) if line.startswith(f"    {name}: "))
        assert any(line.strip().startswith('"') for line in body[at + 1 : at + 4]), name


def test_a_timestamp_is_aware_and_exact() -> None:
    client = Client.model_validate({"id": "client-1", "name": "n", "created": CREATED})
    assert client.created == datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=datetime.UTC)
    assert client.created.utcoffset() == datetime.timedelta(0)


def test_a_timestamp_without_an_offset_raises() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Client.model_validate({"id": "client-1", "name": "n", "created": CREATED.removesuffix("Z")})


def test_urls_are_kept_byte_for_byte() -> None:
    file = FileType.model_validate(FILE | {"presignedUrl": ODD_URL, "thumbnailUrl": ODD_URL})
    assert file.presigned_url == file.thumbnail_url == ODD_URL
    assert FileType.model_validate_json(file.model_dump_json()).presigned_url == ODD_URL
    client = Client.model_validate({"id": "c", "name": "n", "created": CREATED, "portal": ODD_URL})
    assert client.portal == ODD_URL


@pytest.mark.parametrize("role", ["fbx", "", None])
def test_the_key_of_a_file_is_its_format(role: str | None) -> None:
    output = AdditionalFileType.model_validate({"format": role, "file": FILE})
    assert output.key == output.format == role


def test_metadata_is_parsed() -> None:
    file = FileType.model_validate(FILE | {"metadata": '{"a": [1, null]}'})
    assert file.metadata == {"a": [1, None]}
    assert FileType.model_validate(FILE | {"metadata": "null"}).metadata is None
    assert FileType.model_validate(FILE | {"metadata": '"text"'}).metadata == "text"


SECRETS: list[tuple[BaseModel, list[str]]] = [
    (FileType.model_validate(FILE | {"presignedUrl": "https://s/1", "thumbnailUrl": "https://s/2"}), ["https://s/"]),
    (
        ShareCode.model_validate({"code": "12345678", "url": "https://s/?code=12345678", "file": {"id": "file-1"}}),
        ["12345678"],
    ),
    (WebhookEndpoint.model_validate({"uid": "u", "url": "https://mine", "secret": "whsec_abc"}), ["whsec_abc"]),
]


@pytest.mark.parametrize(("model", "secrets"), SECRETS)
def test_secrets_are_redacted_in_the_repr(model: BaseModel, secrets: list[str]) -> None:
    for text in (repr(model), str(model), f"{model}", repr({"nested": [model]})):
        assert not [secret for secret in secrets if secret in text]
        assert "…" in text
    dumped = model.model_dump_json()
    assert all(secret in dumped for secret in secrets)


def test_repr_shows_none_for_a_missing_presigned_url() -> None:
    assert "presigned_url=None" in repr(FileType.model_validate(FILE))
    nested = repr(JobType.model_validate({"id": "j", "outputs": [{"file": FILE | {"presignedUrl": ODD_URL}}]}))
    assert "Signature" not in nested


def test_a_share_code_names_its_file() -> None:
    assert ShareCode.model_validate({"code": "1", "file": {"id": "file-1"}}).file_id == "file-1"
    assert ShareCode.model_validate({"code": "1"}).file_id is None


def test_a_complete_response_has_no_errors() -> None:
    assert JobType.model_validate({"id": "job-1"}).errors == ()
    assert "errors" not in JobType.model_fields


def with_error() -> JobType:
    job = JobType.model_validate({"id": "job-1", "outputs": [{"format": "fbx", "file": FILE}]})
    record_errors(job, (ERROR,))
    return job


@pytest.mark.parametrize(
    "twin",
    [
        copy.copy,
        copy.deepcopy,
        lambda job: job.model_copy(),
        lambda job: job.model_copy(deep=True),
        lambda job: job.model_copy(update={"name": "x"}),
        lambda job: pickle.loads(pickle.dumps(job)),
    ],
    ids=["copy", "deepcopy", "model_copy", "deep model_copy", "updating model_copy", "pickle"],
)
def test_errors_of_a_response_survive_copies_and_pickle(twin: Any) -> None:
    assert twin(with_error()).errors == (ERROR,)


def test_errors_of_a_response_are_not_part_of_its_data() -> None:
    job, whole = with_error(), JobType.model_validate({"id": "job-1", "outputs": [{"format": "fbx", "file": FILE}]})
    assert job.model_dump() == whole.model_dump()
    assert job.model_dump_json() == whole.model_dump_json()
    assert repr(job) == repr(whole)
    assert dict(job) == dict(whole)
    assert job == whole
    assert whole.errors == ()


def test_models_of_one_response_have_its_errors() -> None:
    response = GraphQLResponse("getTake", {"getTake": {"id": "take-1", "created": CREATED}}, (ERROR,))
    assert response.read(GetTake).get_take.errors == (ERROR,)


def test_an_unknown_kind_of_volume_is_left_out_of_a_response() -> None:
    take = TakeType.model_validate({"id": "take-1", "created": CREATED, "name": "n", "volume": {}})
    assert take.volume is None
    assert take.name == "n"
    known = {"id": "volume-1", "created": CREATED}
    page = ListVolumes.model_validate({"listVolumes": {"items": [{}, known, None, {}]}}).list_volumes
    assert page.items is not None
    assert [volume.id for volume in page.items] == ["volume-1"]


def test_a_single_volume_of_an_unknown_kind_is_a_malformed_response() -> None:
    response = GraphQLResponse("getVolume", {"getVolume": {}}, (), 200, "r-1")
    with pytest.raises(MoveMalformedResponseError, match="getVolume") as caught:
        response.read(GetVolume)
    assert (caught.value.operation, caught.value.request_id) == ("getVolume", "r-1")


def test_null_items_are_left_out_of_lists() -> None:
    job = JobType.model_validate({"id": "j", "outputs": [None, {"format": "fbx", "file": FILE}, None]})
    assert job.outputs is not None
    assert [output.format for output in job.outputs] == ["fbx"]


def test_models_accept_snake_case_and_camel_case() -> None:
    assert FileType(id="f", type=".mp4", presigned_url="u") == FileType.model_validate(
        {"id": "f", "type": ".mp4", "presignedUrl": "u"}
    )


def test_a_model_survives_pickle() -> None:
    data = {"id": "volume-1", "created": CREATED, "state": "FINISHED", "areaType": "Stadium", "metadata": "[1]"}
    volume = HumanVolumeType.model_validate(data)
    assert pickle.loads(pickle.dumps(volume)) == volume


def test_every_public_model_is_documented() -> None:
    for model in models():
        assert model.__doc__


DOCUMENTS: list[Any] = [
    {"a": 1},
    {},
    [],
    0,
    False,
    None,
    "plain text",
    "",
    "7",
    '{"a": 1}',
    '"quoted"',
    "null",
    "{not json",
    [1, {"deep": ["7"]}],
    {"moveUgcAsync": "a field of the user"},
    10**40,
]


def job_of(metadata: Any, **fields: Any) -> JobType:
    """Return a job as it is read from a response."""
    document = json.dumps(metadata)
    client = {"id": "client-1", "name": "n", "created": CREATED, "metadata": document}
    outputs = [{"format": "fbx", "file": {**FILE, "metadata": document, "presignedUrl": ODD_URL}}, None]
    data = {"id": "job-1", "created": CREATED, "state": "NEW STATE", "metadata": document, "client": client}
    return JobType.model_validate(data | {"outputs": outputs} | fields, context=RESPONSE)


ROUND_TRIPS: dict[str, Callable[[JobType], JobType]] = {
    "JSON": lambda job: JobType.model_validate_json(job.model_dump_json()),
    "JSON by alias": lambda job: JobType.model_validate_json(job.model_dump_json(by_alias=True)),
    "dump": lambda job: JobType.model_validate(job.model_dump()),
    "dump by alias": lambda job: JobType.model_validate(job.model_dump(by_alias=True)),
    "dump for JSON": lambda job: JobType.model_validate(job.model_dump(mode="json")),
    "constructor": lambda job: JobType(**job.model_dump()),
    "adapter": lambda job: TypeAdapter(list[JobType]).validate_json(TypeAdapter(list[JobType]).dump_json([job]))[0],
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "model_copy": lambda job: job.model_copy(deep=True),
    "pickle": lambda job: pickle.loads(pickle.dumps(job)),
    "attributes": JobType.model_validate,
}


@pytest.mark.parametrize("round_trip", ROUND_TRIPS)
@pytest.mark.parametrize("metadata", DOCUMENTS, ids=repr)
def test_model_is_equal_after_a_round_trip(round_trip: str, metadata: Any) -> None:
    job = job_of(metadata)
    again = ROUND_TRIPS[round_trip](job)
    assert again == job
    assert again.metadata == metadata
    assert type(again.metadata) is type(metadata)
    assert again.client is not None
    assert again.client.metadata == metadata


@pytest.mark.parametrize("round_trip", ROUND_TRIPS)
@pytest.mark.parametrize("own", [{}, {"a": 1}, {"moveUgcAsync": "a field of the user"}], ids=repr)
def test_idempotency_key_survives_a_round_trip(round_trip: str, own: dict[str, Any]) -> None:
    job = job_of(insert_key(own, "k", "d"))
    assert (job.metadata, job.idempotency_key) == (own, "k")
    again = ROUND_TRIPS[round_trip](job)
    assert (again.metadata, again.idempotency_key) == (own, "k")
    assert again.metadata.digest == "d"


@pytest.mark.parametrize("metadata", [{"a": 1}, [1], 7, "text", None])
def test_model_accepts_parsed_and_unparsed_metadata(metadata: Any) -> None:
    assert JobType(id="j", metadata=metadata).metadata == metadata
    assert JobType(id="j", metadata=json.dumps(metadata)).metadata == metadata


def test_a_model_has_no_public_names_beside_its_fields_errors_key_and_output() -> None:
    names = {name for name in dir(JobType(id="j")) if not name.startswith("_")} - set(dir(PydanticBaseModel))
    assert names == {*JobType.model_fields, "errors", "idempotency_key", "output"}
