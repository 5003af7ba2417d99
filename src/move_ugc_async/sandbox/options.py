"""Options: how one sandbox differs from another."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

API_KEY = "mv_key_sandbox_0000000000000000"
"""The API key of a sandbox that was given none: fixed, and clearly fake."""


class Media(Protocol):
    """Makes the bytes of output files and measures videos."""

    @property
    def OUTPUT_KEYS(self) -> Mapping[str, tuple[str, str]]:  # noqa: N802 - a module's constant
        """Format key and file type, with its dot, of each output."""
        ...

    def make_output(self, output: str, *, clip: Path | None, actors: int, seed: int) -> bytes | Path:
        """Return the content of an output, or the file that already holds it."""
        ...

    def video_duration(self, path: Path) -> float | None:
        """Return the length of a video in seconds, None if it cannot be told."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that a test may want to be different; see `Sandbox` for the meanings."""

    seed: int = 0
    api_key: str = API_KEY
    page_size: int = 50
    url_lifetime: float = 3600.0
    share_code_lifetime: float = 86_400.0
    output_delay: float = 2.0
    single_cam_pace: float = 2.5
    multi_cam_pace: float = 15.0
    volume_duration: float = 150.0
    job_credits: int = 10
    volume_credits: int = 5
    failed_as: Literal["data", "error"] = "data"
