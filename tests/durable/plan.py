"""What a child process does."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal["worker", "spender"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The settings of a child process.

    Attributes:
        role: A process with a batch, or one that creates jobs under a budget.
        address: The socket on which it receives commands and reports events.
        database: URL of the database of the batch.
        endpoint_url: The GraphQL endpoint.
        folder: Folder of its log, its outputs and the records of its keys.
        batch: Further arguments of `Batch`.
        client: Further arguments of `AsyncMoveUgc`.
        budget: Arguments of `Budget`; empty for none.
    """

    role: Role
    address: str
    database: str
    endpoint_url: str
    folder: str
    batch: dict[str, Any] = field(default_factory=dict[str, Any])
    client: dict[str, Any] = field(default_factory=dict[str, Any])
    budget: dict[str, Any] = field(default_factory=dict[str, Any])

    def write(self, path: Path) -> None:
        """Write the plan to a file."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Read a plan from a file."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
