"""The options of a sandbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

API_KEY = "mv_key_sandbox_0000000000000000"
"""Default API key: fixed, and clearly fake."""


class Media(Protocol):
    """An object that creates the content of outputs and measures videos."""

    @property
    def OUTPUT_KEYS(self) -> Mapping[str, tuple[str, str]]:  # noqa: N802 - a module's constant
        """Format key and file type, with its dot, by output name."""
        ...

    def make_output(
        self, output: str, *, clip: Path | None, window: tuple[float, float] | None, actors: int, seed: int
    ) -> bytes | Path | Iterable[bytes]:
        """Return the content of an output, a file with that content, or its parts.

        `window` is the part of the clip that is processed, in seconds; `seed` is the same for all outputs of a job.
        """
        ...

    def video_duration(self, path: Path) -> float | None:
        """Return the duration of a video in seconds, None if it is unknown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a sandbox; see `Sandbox` for their meanings."""

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
