"""The form of each message about a setting or an argument: `X must be Y; got Z`, or `cannot do X: reason; do Y`."""

import ast
import inspect
import os
import pickle
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import move_ugc_async
from move_ugc_async import (
    AsyncMoveUgc,
    ByteStream,
    CaptureError,
    CaptureSpec,
    Clip,
    ClipWindow,
    JobOptions,
    MoveConfigurationError,
    MoveInvalidRequestError,
    SourceIn,
    StateFile,
    verify_webhook,
    webhooks,
)
from tests.integration.client.workflows import CLIP
from tests.support.servers import API_KEY

PACKAGE = Path(move_ugc_async.__file__).parent
ERRORS = {
    "MoveConfigurationError",
    "MoveInvalidRequestError",
    "MoveSourceChangedError",
    "OutputLookupError",
    "StateFileMismatchError",
    "TypeError",
    "ValueError",
}
FORM = re.compile(
    r"""
    (?![A-Z][a-z])                                                # lower case, except the name of a variable
    (
        .+\ must\ .+;\ got\ .+
        | cannot\ [^:]+:\ .+
        | the\ (API\ key|endpoint|webhook\ secret({position}|\ \d\ of\ \d)?)\ must\ .+  # secrets
    )
    (?<![.!])
    """,
    re.VERBOSE | re.DOTALL,
)
REASONS = {
    "the type {type(value).__name__} is not supported",
    "JSON document is nested too deeply",
    "{name} is not JSON",
    "{constant}",
    "must not be empty",
    "option {option} is set twice, in snake_case and in camelCase; remove one of them",
}
"""Messages of internal exceptions, which follow `cannot do X:` in the message of an error of the library."""


def text_of(node: ast.expr | None, function: ast.AST) -> str:
    """Return a message as it is written, with the expressions of an f-string in braces."""
    match node:
        case ast.Constant():
            return str(node.value)
        case ast.JoinedStr():
            return "".join(text_of(part, function) for part in node.values)
        case ast.FormattedValue():
            return f"{{{ast.unparse(node.value)}}}"
        case ast.Name(id="msg"):
            before = [
                each
                for each in ast.walk(function)
                if isinstance(each, ast.Assign) and each.lineno < node.lineno and ast.unparse(each.targets[0]) == "msg"
            ]
            return text_of(max(before, key=lambda each: each.lineno).value, function)
        case None:
            return ""
        case _:
            return f"{{{ast.unparse(node)}}}"


def messages() -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each message about a setting or an argument."""
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(("_generated/", "sandbox/")):
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) in ERRORS:
                        yield f"{name}:{node.lineno}", text_of(node.args[0] if node.args else None, function)


def test_every_message_about_an_argument_has_the_form() -> None:
    found = dict(messages())

    assert len(found) > 90
    assert {place: text for place, text in found.items() if text not in REASONS and not FORM.fullmatch(text)} == {}
    assert set(found.values()) >= REASONS


INVALID_SETTINGS: list[dict[str, Any]] = [
    {"api_key": ""},
    {"api_key": 5},
    {"api_key": "short"},
    {"api_key": f'"{API_KEY}"'},
    {"api_key": f"{API_KEY}é"},
    {"endpoint_url": "nowhere"},
    {"timeout": 0},
    {"connect_timeout": None},
    {"max_retries": -1},
    {"backoff": 1},
    {"retry_budget": -1},
    {"max_rate": 0},
    {"max_connections": 0},
    {"prefetch": "no"},
    {"lock_keys": 0},
    {"max_answer_size": "1"},
    {"default_page_size": 0},
    {"poll_batch_size": 0},
    {"wait_timeout": -1},
    {"settle": -1},
    {"server_timeout": -1},
    {"settle": 200, "server_timeout": 200},
    {"state_dir": ""},
    {"on_ambiguous": "retry"},
    {"idempotency_window": 300},
    {"idempotency_search": "takes"},
    {"idempotency_scope": "process"},
    {"idempotency_scope": "host", "lock_keys": False},
    {"download_range_threshold": 0},
    {"download_ranges": 0},
    {"http_backend": "requests"},
    {"http_client": 5},
    {"on_attempt": 5},
    {"clock": 5},
]


@pytest.mark.parametrize("settings", INVALID_SETTINGS, ids=str)
def test_message_about_a_setting_has_the_form(settings: dict[str, Any]) -> None:
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc(**{"api_key": API_KEY, **settings})

    assert FORM.fullmatch(caught.value.message)


@pytest.mark.parametrize(("variable", "value"), [("MOVE_DEFAULT_PAGE_SIZE", "many"), ("MOVE_LOG", "loud")])
def test_message_about_a_variable_names_it(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc(API_KEY)

    assert FORM.fullmatch(caught.value.message)
    assert caught.value.message.startswith(f"{variable} must be ")
    assert f"got {value!r}" in caught.value.message


async def no_chunks() -> AsyncIterator[Any]:
    """Yield a chunk of another type."""
    yield "text"


SECRET = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnk="
SOURCE = {"device_label": "left", "file_id": "file-1", "format": "mp4"}
KEYED: dict[str, Any] = {"key": "order-7"}
CALLS: dict[str, Callable[[Any], Any]] = {
    "with_options name": lambda client: client.with_options(time_out=5),
    "with_options value": lambda client: client.with_options(timeout=0),
    "timeout": lambda client: client.client.retrieve(timeout=0),
    "expand": lambda client: client.jobs.retrieve("job-1", expand=["taek"]),
    "expand type": lambda client: client.jobs.retrieve("job-1", expand=5),
    "id": lambda client: client.jobs.retrieve(""),
    "id type": lambda client: client.files.retrieve(None),
    "take id": lambda client: client.takes.retrieve(" "),
    "volume id": lambda client: client.volumes.retrieve_human_volume(5),
    "metadata": lambda client: client.client.update("name"),
    "metadata type": lambda client: client.takes.create_singlecam(SOURCE, metadata=object()),
    "metadata with key": lambda client: client.files.create("mp4", metadata=[1], idempotency_key="order-7"),
    "idempotency_key": lambda client: client.files.create("mp4", idempotency_key=""),
    "find": lambda client: client.takes.find(""),
    "file_type": lambda client: client.files.create("tar.gz"),
    "outputs": lambda client: client.jobs.create_singlecam("take-1", outputs=[]),
    "outputs type": lambda client: client.jobs.create_singlecam("take-1", outputs=5),
    "output type": lambda client: client.jobs.create_singlecam("take-1", outputs=[5]),
    "options": lambda client: client.jobs.create_singlecam("take-1", options="track_fingers"),
    "option": lambda client: client.jobs.create_singlecam("take-1", options={"track_fingers": "perhaps"}),
    "option twice": lambda _: JobOptions(track_ball=True, trackBall=True),
    "clip_window": lambda client: client.jobs.create_singlecam("take-1", clip_window=(0, 1)),
    "clip_window order": lambda _: ClipWindow(start_time=2, end_time=1),
    "clip_window field": lambda _: ClipWindow(start=2, end_time=1),  # type: ignore[call-arg]
    "number_of_actors": lambda client: client.jobs.create_multicam("take-1", 0),
    "source": lambda _: SourceIn(device_label="", file_id="file-1", format="mp4"),
    "sources": lambda client: client.takes.create_singlecam("file-1"),
    "sources type": lambda client: client.takes.create_multicam([5], "volume-1"),
    "human_height": lambda client: client.volumes.create_human_volume([SOURCE, SOURCE], 0, "normal"),
    "area_type": lambda client: client.volumes.create_human_volume([SOURCE, SOURCE], 1.8, 5),
    "sync_method": lambda client: client.volumes.create_human_volume([SOURCE, SOURCE], 1.8, "normal", "clap"),
    "limit": lambda client: client.jobs.list(limit=0),
    "sort_by": lambda client: client.jobs.list(sort_by=5),
    "next_token": lambda client: client.jobs.list(next_token={"a": object()}),
    "Paginator": lambda client: pickle.dumps(client.jobs.list()),
    "client": pickle.dumps,
    "settings": lambda client: pickle.dumps(client._context.settings),
    "events": lambda client: client.webhooks.upsert([], "u", "https://hooks.example"),
    "uid": lambda client: client.webhooks.upsert(None, "", "https://hooks.example"),
    "url": lambda client: client.webhooks.upsert(None, "u", "x"),
    "url type": lambda client: client.webhooks.upsert(None, "u", None),
    "secret": lambda client: client.webhooks.upsert(None, "u", "https://hooks.example", secret="secret"),
    "verify_webhook secret": lambda _: verify_webhook(b"{}", {}, "secret"),
    "verify_webhook body": lambda _: verify_webhook({}, {}, SECRET),  # type: ignore[arg-type]
    "verify_webhook headers": lambda _: verify_webhook(b"{}", 5, SECRET),  # type: ignore[arg-type]
    "webhooks secrets": lambda _: webhooks.parse(b"{}", {}, []),
    "webhooks second secret": lambda _: webhooks.parse(b"{}", {}, [SECRET, "secret"]),
    "webhooks tolerance": lambda _: webhooks.parse(b"{}", {}, SECRET, tolerance=-1),
    "retrieve_many": lambda client: client.jobs.retrieve_many("job-1"),
    "wait": lambda client: client.jobs.wait(""),
    "wait timeout": lambda client: client.jobs.wait("job-1", timeout=-1),
    "wait poll_interval": lambda client: client.jobs.wait("job-1", poll_interval=-1),
    "watch": lambda client: anext(client.jobs.watch("job-1", timeout="5")),
    "wait_many": lambda client: anext(client.jobs.wait_many("job-1")),
    "wait_many timeout": lambda client: anext(client.jobs.wait_many(["job-1"], timeout=-1)),
    "upload": lambda client: client.files.upload(5),
    "upload empty": lambda client: client.files.upload(b""),
    "upload missing": lambda client: client.files.upload("nowhere.mp4"),
    "upload device": lambda client: client.files.upload(os.devnull),
    "upload format": lambda client: client.files.upload(b"text"),
    "upload file_type": lambda client: client.files.upload(b"text", file_type="mp4"),
    "upload chunks": lambda client: client.files.upload(ByteStream(5, 5)),  # type: ignore[arg-type]
    "upload size": lambda client: client.files.upload(ByteStream(no_chunks(), "5")),  # type: ignore[arg-type]
    "upload chunk": lambda client: client.files.upload(ByteStream(no_chunks(), 5)),
    "download path": lambda client: client.files.download("file-1", 5),
    "download_outputs": lambda client: client.jobs.download_outputs("job-1", 5),
    "download_outputs concurrency": lambda client: client.jobs.download_outputs("job-1", "out", concurrency=0),
    "download_outputs formats": lambda client: client.jobs.download_outputs("job-1", "out", formats=5),
    "capture": lambda client: client.capture("nowhere.mp4", "out"),
    "capture type": lambda client: client.capture(5, "out"),
    "capture directory": lambda client: client.capture(CLIP, 5),
    "capture folder": lambda client: client.capture(CLIP, CLIP / "out"),
    "capture move_file": lambda client: client.capture(CLIP, "/proc", move_file=CLIP),
    "capture outputs": lambda client: client.capture(CLIP, "/proc", outputs=["hologram"]),
    "capture timeout": lambda client: client.capture(CLIP, "/proc", timeout=-1),
    "capture name": lambda client: client.capture(CLIP, "/proc", name=5),
    "capture window": lambda client: client.capture(CLIP, "/proc", clip_window=ClipWindow(start_time=1, end_time=99)),
    "capture device_label": lambda client: client.capture(CLIP, "/proc", device_label=""),
    "capture metadata": lambda client: client.capture(CLIP, "/proc", metadata=[1]),
    "capture on_progress": lambda client: client.capture(CLIP, "/proc", on_progress=5),
    "capture keys": lambda client: client.capture(CLIP, "/proc", key="order-7", resume_from="{}"),
    "capture key": lambda client: client.capture(CLIP, "/proc", key=""),
    "capture resume_from": lambda client: client.capture(CLIP, "/proc", resume_from="{"),
    "capture resume_from fields": lambda client: client.capture(CLIP, "/proc", resume_from="{}"),
    "capture state_file": lambda client: client.capture(CLIP, "/proc", state_file=5),
    "capture_multicam sources": lambda client: client.capture_multicam("volume-1", [CLIP], 1, "/proc"),
    "capture_multicam clips": lambda client: client.capture_multicam("volume-1", [Clip(CLIP, "left")], 1, "/proc"),
    "capture_multicam labels": lambda client: client.capture_multicam(
        "volume-1", [Clip(CLIP, "left"), Clip(CLIP, "left")], 1, "/proc"
    ),
    "capture_multicam volume": lambda client: client.capture_multicam("", [Clip(CLIP, "left")], 1, "/proc"),
    "calibrate": lambda client: client.calibrate([Clip(CLIP, "left"), Clip(CLIP, "right")], 9, "/proc"),
    "submit": lambda client: client.submit("nowhere.mp4", **KEYED),
    "submit key": lambda client: client.submit(CLIP, key=""),
    "submit_multicam": lambda client: client.submit_multicam("volume-1", [Clip(CLIP, "left")], 0, **KEYED),
    "capture_many": lambda client: anext(client.capture_many(5)),
    "capture_many jobs": lambda client: anext(client.capture_many([], jobs=0)),
    "capture_many concurrency": lambda client: anext(client.capture_many([], concurrency=0)),
    "CaptureSpec options": lambda _: CaptureSpec(CLIP, "out", 5),  # type: ignore[arg-type]
    "CaptureSpec option": lambda _: CaptureSpec(CLIP, "out", {"nmae": "x"}),  # type: ignore[typeddict-unknown-key]
    "StateFile": lambda client: client.capture(CLIP, "/proc", state_file=StateFile("")),
}


async def call(function: Callable[[AsyncMoveUgc], Any]) -> object:
    # Nothing listens there: an invalid argument is refused before anything is sent.
    async with AsyncMoveUgc(API_KEY, endpoint_url="http://127.0.0.1:9/graphql", max_retries=0) as client:
        result = function(client)
        return await result if inspect.isawaitable(result) else result


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("name", CALLS)
async def test_message_about_an_argument_has_the_form(name: str) -> None:
    with pytest.raises((MoveConfigurationError, MoveInvalidRequestError, CaptureError, TypeError)) as caught:
        await call(CALLS[name])
    error = caught.value.__cause__ if isinstance(caught.value, CaptureError) else caught.value

    assert isinstance(error, MoveConfigurationError | MoveInvalidRequestError | TypeError)
    assert FORM.fullmatch(str(error))
