"""Outputs of jobs and volumes, found by the name that was requested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from move_ugc_async._schema.output_names import JOB_OUTPUTS, VOLUME_OUTPUTS, OutputNames, plain_name
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
    __output_names__: ClassVar[OutputNames]

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def progress(self) -> _Progress | None: ...
    @property
    def outputs(self) -> Sequence[OutputT_co] | None: ...


class OutputsMixin:
    """Adds `output` to jobs."""

    __output_names__: ClassVar[OutputNames] = JOB_OUTPUTS

    def output(self: _Work[OutputT], name: str) -> OutputT:
        """Return the output that was requested by a name.

        ```python
        job = await client.jobs.wait("job-…", expand=["outputs"])
        path = await client.files.download(job.output("main_fbx").file, "dance.fbx")
        ```

        An output with the known format and file type of the name is preferred to one with the name as its format, and
        that to one whose format or file type is only similar.

        Args:
            name: An `OutputType` member or its name in any case, such as `main_fbx`, or the format of the output, such
                as `pkl` of a volume.

        Raises:
            OutputLookupError: There is no such output with a URL, or there are several. `reason` says why, `available`
                lists the names of the outputs, and the message says what to do.
        """
        named = ensure_output_name(name)
        outputs = WorkOutputs.of(self, self.outputs or ())
        matches = outputs.find(named)
        if len(matches) == 1 and matches[0].file.presigned_url:
            return matches[0]
        if len(matches) > 1:
            raise outputs.ambiguous_error(named, "select one from `outputs`, or download all by this name")
        ensure_has_outputs(self, [named])
        raise outputs.no_url_error([named]) if matches else outputs.absent_error([named])


class VolumeOutputsMixin(OutputsMixin):
    """Adds `output` to volumes."""

    __output_names__: ClassVar[OutputNames] = VOLUME_OUTPUTS


def phase_of(work: _Work[Output]) -> tuple[Phase, str | None]:
    """Return the phase of a job or volume, and its state; work without a state counts as finished."""
    state = normalise_state(work.progress and work.progress.state) or normalise_state(work.state)
    return Phase.FINISHED if state is None else PHASES.get(state, Phase.UNDER_WAY), state


def ensure_has_outputs(work: _Work[Output], names: Sequence[str] = ()) -> None:
    """Raise an error if a job or volume has not finished, or its outputs were not read.

    Args:
        work: The job or volume.
        names: The names that are looked up; empty for all outputs.

    Raises:
        OutputLookupError: The outputs cannot be read now.
    """
    phase, state = phase_of(work)
    if phase is Phase.FAILED:
        reason, text = "failed", f"it is {state}; follow the suggestions of its JobFailedError, and create it again"
    elif phase is Phase.UNDER_WAY:
        reason, text = "not_finished", f"it is {state}; wait for it with expand=['outputs']"
    elif work.outputs is None:
        reason = "not_expanded"
        text = "its outputs were not read, or the server returned null; read it again with expand=['outputs']"
    else:
        return
    raise WorkOutputs.of(work, work.outputs or ()).error(names, reason, text)


class _Described(Protocol):
    @property
    def id(self) -> str: ...

    __output_names__: ClassVar[OutputNames]


@dataclass(frozen=True, slots=True)
class NamedFile(Generic[T]):
    """An output, as lookups by name need it.

    Attributes:
        format: Its format.
        type: The extension of its file, with or without a leading dot.
        file_id: Id of its file; outputs with one file are one output.
        value: The object that represents it.
    """

    format: str | None
    type: str
    file_id: str
    value: T


@dataclass(frozen=True, slots=True)
class WorkOutputs(Generic[T]):
    """All outputs of a job or volume, among which a name is resolved.

    Attributes:
        work_id: Id of the job or volume.
        names: The names of its outputs.
        files: The outputs.
    """

    work_id: str
    names: OutputNames
    files: Sequence[NamedFile[T]]

    @classmethod
    def of(cls, work: _Described, outputs: Iterable[OutputT]) -> "WorkOutputs[OutputT]":
        """Return the outputs of a job or volume, as the API returns them."""
        files = [NamedFile(each.format, each.file.type, each.file.id, each) for each in outputs]
        return WorkOutputs(work.id, work.__output_names__, files)

    @property
    def available(self) -> tuple[str, ...]:
        """The names by which the outputs are found, sorted."""
        return tuple(sorted({name for name in self.names.labels(self._descriptions) if name is not None}))

    def find(self, name: str) -> list[T]:
        """Return the outputs with a plain name, one for each file."""
        return [file.value for file in self._find(name)]

    def select(self, names: Iterable[str]) -> list[T]:
        """Return the outputs with one of several plain names, one for each file, in the order of all outputs.

        Raises:
            OutputLookupError: There is no output for one of the names.
        """
        found = {name: self._find(name) for name in names}
        missing = [name for name, files in found.items() if not files]
        if missing:
            raise self.absent_error(missing)
        selected = {file.file_id: file.value for files in found.values() for file in files}
        order = dict.fromkeys(file.file_id for file in self.files)
        return [selected[file_id] for file_id in order if file_id in selected]

    def absent_error(self, names: Sequence[str]) -> OutputLookupError:
        """Return the error for names without an output."""
        available = self.available
        known = dict.fromkeys([*available, *sorted(self.names.guesses(self._descriptions))])
        misspelt = [name for name in names if not self.names.is_known(name)]
        close = dict.fromkeys(each for name in misspelt for each in close_names(name, known))
        if close:
            hint = f"did you mean {' or '.join(close)}?"
        elif not available and not names:
            hint = "read it again"
        elif self.names is JOB_OUTPUTS:
            hint = "request others with outputs= of a new job"
        else:
            hint = "the outputs of a volume cannot be selected; use one of these" if available else "read it again"
        return self.error(names, "absent", f"it has {', '.join(available) or 'no outputs'}; {hint}")

    def no_url_error(self, names: Sequence[str]) -> OutputLookupError:
        """Return the error for names whose outputs have no URL."""
        return self.error(names, "no_url", "its file has no URL yet; wait for it with expand=['outputs']")

    def error(self, names: Sequence[str], reason: str, text: str) -> OutputLookupError:
        """Return the error for names, or for all outputs if there are none, whose message ends with a text."""
        subject = f"the output {', '.join(names)}" if names else "the outputs"
        msg = f"cannot find {subject} of {self.work_id}: {text}"
        return OutputLookupError(msg, names=tuple(names), available=self.available, reason=reason)

    def ambiguous_error(self, name: str, hint: str) -> OutputLookupError:
        """Return the error for a name with several outputs, which lists the ids of their files."""
        ids = tuple(file.file_id for file in self._find(name))
        msg = f"cannot choose the output {name} of {self.work_id}: {len(ids)} have this name ({', '.join(ids)}); {hint}"
        return OutputLookupError(msg, names=(name,), available=ids, reason="ambiguous")

    @property
    def _descriptions(self) -> list[tuple[str | None, str]]:
        return [(file.format, file.type) for file in self.files]

    def _find(self, name: str) -> list[NamedFile[T]]:
        found = dict[str, NamedFile[T]]()
        for index in self.names.resolve(self._descriptions).get(name, ()):
            found.setdefault(self.files[index].file_id, self.files[index])
        return [*found.values()]


def ensure_output_name(name: str, argument: str = "name") -> str:
    """Return the plain name of an output; `argument` names the value in errors."""
    if not isinstance(name, str) or not name.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{argument} must be the name of an output, such as 'main_fbx'; got {name!r}"
        raise MoveInvalidRequestError(msg)
    return plain_name(name)
