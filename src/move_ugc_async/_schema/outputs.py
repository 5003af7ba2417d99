"""Outputs of jobs and volumes, found by the name that was requested."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from move_ugc_async._schema.output_names import canonical_name, is_known, output_name
from move_ugc_async._schema.phase import PHASES, Phase, normalise_state
from move_ugc_async._suggestions import close_names
from move_ugc_async.errors import MoveInvalidRequestError, OutputLookupError


class _File(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def presigned_url(self) -> str | None: ...


class Output(Protocol):
    """An output as the API returns it."""

    @property
    def format(self) -> str | None:
        """The role of its file."""
        ...

    @property
    def file(self) -> _File:
        """Its file."""
        ...


class _Progress(Protocol):
    @property
    def state(self) -> str | None: ...


OutputT = TypeVar("OutputT", bound=Output)
OutputT_co = TypeVar("OutputT_co", bound=Output, covariant=True)
T = TypeVar("T")


class _Work(Protocol[OutputT_co]):
    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def progress(self) -> _Progress | None: ...
    @property
    def outputs(self) -> Sequence[OutputT_co] | None: ...


class OutputsMixin:
    """Adds `output` to jobs and volumes."""

    def output(self: _Work[OutputT], name: str) -> OutputT:
        """Return the output that was requested by a name.

        ```python
        job = await client.jobs.wait("job-…", expand=["outputs"])
        path = await client.files.download(job.output("main_fbx").file, "dance.fbx")
        ```

        Args:
            name: An `OutputType` member or its name in any case, such as `main_fbx`, or the format of the output, such
                as `pkl` of a volume.

        Raises:
            OutputLookupError: There is no such output with a URL, or there are several. `reason` says why, `available`
                lists the outputs, and the message says what to do.
        """
        named = ensure_output_name(name)
        outputs = [(output_name(each.format, each.file.type), each) for each in self.outputs or ()]
        matches = [output for other, output in outputs if other == named]
        if len(matches) == 1 and matches[0].file.presigned_url:
            return matches[0]
        if len(matches) > 1:
            ids = [each.file.id for each in matches]
            raise _ambiguous_error(named, self.id, ids, "select one from `outputs`, or download all by this name")
        available = sorted({other for other, _ in outputs})
        state = normalise_state(self.progress and self.progress.state) or normalise_state(self.state)
        phase = Phase.FINISHED if state is None else PHASES.get(state, Phase.UNDER_WAY)
        if phase is Phase.FAILED:
            reason, text = "failed", f"it is {state}; follow the suggestions of its JobFailedError, and create it again"
        elif phase is Phase.UNDER_WAY:
            reason, text = "not_finished", f"it is {state}; wait for it with expand=['outputs']"
        elif self.outputs is None:
            reason, text = "not_expanded", "its outputs were not read; read it again with expand=['outputs']"
        elif matches:
            reason, text = "no_url", "its file has no URL yet; wait for it with expand=['outputs']"
        else:
            raise _absent_error([named], self.id, available)
        msg = f"cannot find the output {named} of {self.id}: {text}"
        raise OutputLookupError(msg, names=(named,), available=tuple(available), reason=reason)


def select_outputs(outputs: Sequence[OutputT], names: Iterable[str], work_id: str) -> list[OutputT]:
    """Return the outputs of a job or volume with one of several names, in their order.

    Raises:
        OutputLookupError: There is no output for one of the names.
    """
    named = [ensure_output_name(name) for name in names]
    by_name = [(output_name(each.format, each.file.type), each) for each in outputs]
    available = {name for name, _ in by_name}
    missing = [name for name in dict.fromkeys(named) if name not in available]
    if missing:
        raise _absent_error(missing, work_id, sorted(available))
    return [output for name, output in by_name if name in named]


def find_file(files: Sequence[tuple[str, str, T]], name: str, work_id: str) -> T:
    """Return the downloaded output with a name, given the name, file id and object of each.

    Raises:
        OutputLookupError: There is no such output, or there are several.
    """
    named = ensure_output_name(name)
    matches = [(file_id, file) for other, file_id, file in files if other == named]
    if not matches:
        raise _absent_error([named], work_id, sorted({other for other, _, _ in files}))
    if len(matches) > 1:
        ids = [file_id for file_id, _ in matches]
        raise _ambiguous_error(named, work_id, ids, "select one from `outputs` by its `file_id`")
    return matches[0][1]


def _absent_error(names: Sequence[str], work_id: str, available: Sequence[str]) -> OutputLookupError:
    """Return the error for names without an output."""
    listed = ", ".join(available) or "no outputs"
    misspelt = [name for name in names if not is_known(name)]
    close = dict.fromkeys(each for name in misspelt for each in close_names(name, available))
    hint = f"did you mean {' or '.join(close)}?" if close else "request others with outputs= of a new job"
    msg = f"cannot find the output {', '.join(names)} of {work_id}: it has {listed}; {hint}"
    return OutputLookupError(msg, names=tuple(names), available=tuple(available), reason="absent")


def _ambiguous_error(name: str, work_id: str, file_ids: Sequence[str], hint: str) -> OutputLookupError:
    """Return the error for a name with several outputs, which lists the ids of their files."""
    msg = f"cannot choose the output {name} of {work_id}: it has {len(file_ids)}, {', '.join(file_ids)}; {hint}"
    return OutputLookupError(msg, names=(name,), available=tuple(file_ids), reason="ambiguous")


def ensure_output_name(name: str, argument: str = "name") -> str:
    """Return the canonical name of an output; `argument` names the value in errors."""
    if not isinstance(name, str) or not name.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{argument} must be the name of an output, such as 'main_fbx'; got {name!r}"
        raise MoveInvalidRequestError(msg)
    return canonical_name(name)
