"""Public data objects can be pickled; objects that belong to a client raise an error with the reason."""

import copy
import enum
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import is_typeddict

import move_ugc_async as move
from tests.support.servers import API_KEY

METADATA = '{"scene": 7}'
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
FILE = move.FileType(id="file-1", type="mp4", metadata=METADATA, presigned_url="https://a.test/?X-Amz-Signature=s")
WINDOW = move.ClipWindow(start_time=0, end_time=1.5)
CLAP = move.ClapWindowInput(start_time=0.5, end_time=1.5)
LENS = move.CameraSettingsInput(lens="goprohero10-fhd")
JOB = move.JobType(
    id="job-1",
    metadata=METADATA,
    state="LATER_ON",
    progress=move.Progress(state="RUNNING", percentage_complete=40),
    outputs=[move.AdditionalFileType(format="MAIN_GLB", file=FILE)],
    inputs=move.JobInputs(clip_window=WINDOW, number_of_actors=2, options=move.JobOptions(track_fingers=True)),
)
STATE = move.CaptureState(file_ids={"0": "file-1"}, take_id="take-1", job_id="job-1")
FAILED = move.JobFailedError("it broke", id="job-1", operation="getJob")
OUTPUT = move.DownloadedOutput("MAIN_GLB", "file-2", Path("out") / "dance.glb", 12, skipped=False)
SPEC = move.CaptureSpec(Path("a.mp4"), "out", {"metadata": {"scene": 7}, "resume_from": STATE})
PLANNED_CLIP = move.PlannedClip("a.mp4", 12, "0" * 64, 4.0, "mp4")
PLAN = move.CapturePlan("order-7", (PLANNED_CLIP,), 0.1, None, "job", budget_remaining=move.BudgetRemaining(3, None))

EXAMPLES: tuple[Any, ...] = (
    FILE,
    WINDOW,
    CLAP,
    LENS,
    JOB,
    JOB.progress,
    JOB.outputs[0] if JOB.outputs else None,
    JOB.inputs,
    move.JobOptions(floor_plane=True),
    move.CameraSettings(lens="goprohero10-fhd"),
    move.Client(id="client-1", name="Studio", created=NOW, metadata=METADATA),
    move.HumanVolumeType(id="volume-1", created=NOW, area_type="LARGE", sources=[move.Source(device_label="a")]),
    move.Finding("rotated", "warning", "a.mp4", "is turned", "export it upright"),
    move.Rig(name="move_ve"),
    move.ShareCode(code="c", url="https://a.test/c", file=FILE),
    move.Source(device_label="a", file=FILE),
    move.SourceIn(device_label="a", file_id="file-1", format="MP4", camera_settings=LENS),
    move.SyncMethod(),
    move.SyncMethodInput(clap_window=CLAP),
    move.TakeType(id="take-1", created=NOW, take_type="SINGLECAM"),
    move.TimeCodeSyncInput(use_timecode=True),
    move.WebhookEndpoint(uid="hook", url="https://a.test/"),
    move.Attempt("getJob", 2, 0.5, 503, "r-1", move.MoveServerError("busy", retry_after=2.0), 2.0),
    move.CaptureEvent("wait", 0.5, 0.4, "job-1", "RUNNING"),
    move.CaptureFailure(SPEC, move.CaptureError("it broke", stage="wait", state=STATE)),
    move.CaptureResult(JOB, None, [OUTPUT], STATE),
    move.CaptureSuccess(SPEC, move.CaptureResult(JOB, None, [OUTPUT], STATE)),
    SPEC,
    STATE,
    move.Clip(Path("a.mp4"), "camera"),
    move.StateFile("dance.json", derive_key=True),
    move.BudgetEntry("job-1", 1, 0.1),
    move.BudgetLimits(max_jobs=3, per=timedelta(days=1)),
    move.BudgetRemaining(3, None),
    move.BudgetUsage(2, 0.5),
    PLANNED_CLIP,
    PLAN,
    move.CapturePlanned(SPEC, PLAN),
    OUTPUT,
    move.FullJitter(cap=5),
    move.GraphQLErrorItem("m", "T", {"i": [1]}, ("getJob", 0), {"id": "job-1"}),
    move.ListBase([JOB], 1, '{"at": 1}'),
    move.Failure("job-1", error=FAILED),
    move.Success("job-1", JOB),
    move.ProgressEvent("job", "job-1", "RUNNING", 40, 1.5),
    move.Unreachable(NOW, move.MoveError("it broke"), NOW),
    move.TransferEvent("upload", "file-1", "a.mp4", 3, 12),
    move.WebhookEvent("msg-1", "job.state.changed", {"id": "job-1"}),
)
PUBLIC = [value for name in move.__all__ if isinstance(value := getattr(move, name), type)]
WORKING = {
    move.Budget,
    move.BudgetLedger,
    move.ByteStream,
    move.Clock,
    move.EventFeed,
    move.InstantClock,
    move.Paginator,
} | {value for value in PUBLIC if value.__name__.startswith("Async")}
"""Classes that hold connections or process state instead of data."""
ENUMS = [value for value in PUBLIC if issubclass(value, enum.Enum)]


def described(value: Any) -> Any:
    """Return a comparable form of a value; errors are equal only to themselves."""
    if isinstance(value, BaseException):
        return type(value), described(vars(value))
    if isinstance(value, dict):
        return {name: described(each) for name, each in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return type(value), [described(getattr(value, name)) for name in value.__dataclass_fields__]
    return value


def test_every_public_data_class_has_an_example() -> None:
    elsewhere = {value for value in PUBLIC if issubclass(value, Exception | enum.Enum) or is_typeddict(value)}
    assert {type(example) for example in EXAMPLES} == set(PUBLIC) - elsewhere - WORKING


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example).__name__)
@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_data_is_equal_after_pickling(example: Any, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(example, protocol))
    assert type(again) is type(example)
    assert described(again) == described(example)
    assert repr(again) == repr(example)


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_enum_member_is_itself_after_pickling(kind: type[enum.Enum]) -> None:
    assert len(kind) > 0
    assert all(pickle.loads(pickle.dumps(member)) is member for member in kind)


@pytest.mark.parametrize(
    "working",
    [lambda client: client, lambda client: client.jobs, lambda client: client.jobs.list()],
    ids=["client", "service", "list"],
)
@pytest.mark.parametrize("twin", [pickle.dumps, copy.deepcopy])
def test_pickling_or_copying_a_client_raises_type_error_that_names_the_remedy(
    working: Callable[[move.AsyncMoveUgc], object], twin: Callable[[object], object]
) -> None:
    with pytest.raises(TypeError, match=r"cannot pickle .*: .*; create a client where it is used"):
        twin(working(move.AsyncMoveUgc(API_KEY)))
