"""What an inspection of clips found, in errors and in results."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

FindingCode: TypeAlias = Literal[
    "audio_only",
    "clap_outside",
    "differing_lengths",
    "empty",
    "invalid_argument",
    "low_frame_rate",
    "low_resolution",
    "missing",
    "missing_lens",
    "missing_timecode",
    "no_overlap",
    "no_video",
    "rotated",
    "too_short",
    "truncated",
    "undecodable",
    "unequal_frame_rates",
    "unknown_lens",
    "unknown_rig",
    "unreadable",
    "unsupported_format",
    "unusual_codec",
    "variable_frame_rate",
    "window_outside",
    "window_too_short",
    "wrong_file_type",
]
"""Kinds of findings; later versions may add more. `docs/inspect.md` describes each of them."""

Severity: TypeAlias = Literal["error", "warning"]
"""`error`: the clip cannot be processed, and nothing is sent. `warning`: the result may be worse, or a refusal is
possible, but not documented."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a clip, or of an argument of a workflow.

    Attributes:
        code: Kind of the problem, such as `truncated`.
        severity: `error` or `warning`.
        file: Path or name of the clip; empty for a problem of an argument.
        message: The problem, as the predicate of a sentence about the file, such as `has no video track`; without a
            file, a whole sentence that names the argument.
        advice: What to do next; empty if the message says it.
    """

    __module__ = "move_ugc_async.errors"

    code: FindingCode
    severity: Severity
    file: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file} {self.message}".strip() + (f"; {self.advice}" if self.advice else "")
