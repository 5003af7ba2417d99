"""Idempotency keys in the metadata of objects.

The API has no idempotency keys. Ours is stored in the metadata of the object, next to a digest of the parameters that
it was created with; both are removed before a user sees the metadata.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

from move_ugc_async._schema.plain import to_plain
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import Budget
from move_ugc_async.errors import MoveInvalidRequestError

FIELD = "moveUgcAsync"
"""The field of the metadata that holds the key: `{"moveUgcAsync": {"key": "…", "digest": "…"}}`."""

MAX_KEY_LENGTH = 256
"""Maximum number of characters of a key."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class WorkflowKey(str):
    """The key of one step of a workflow.

    Attributes:
        workflow: The key of the workflow.
        is_new: Whether the key cannot have been used before, so that no search is needed.
        identity: Contents and options of the object, digested in place of its parameters. It excludes the ids of files
            and takes, which change when a step is retried. None digests the parameters.
        take_key: Key of the takes whose jobs are searched; None searches the jobs of one take.
        amount: The work of the object, if the workflow knows it.
        budgets: Budgets that limit the workflow, besides those of the client.
    """

    __slots__ = ("amount", "budgets", "identity", "is_new", "take_key", "workflow")
    amount: WorkAmount | None
    budgets: Sequence[Budget]
    identity: Mapping[str, Any] | None
    is_new: bool
    take_key: str | None
    workflow: str

    def __new__(
        cls,
        key: str,
        *,
        workflow: str | None = None,
        is_new: bool = False,
        identity: Mapping[str, Any] | None = None,
        take_key: str | None = None,
        amount: WorkAmount | None = None,
        budgets: Sequence[Budget] = (),
    ) -> Self:
        self = super().__new__(cls, key)
        self.workflow = workflow or key
        self.is_new = is_new
        self.identity = identity
        self.take_key = take_key
        self.amount = amount
        self.budgets = budgets
        return self


class KeyedMetadata(dict[str, Any]):
    """Metadata without its idempotency key, which is added again when the metadata is sent.

    Attributes:
        key: The idempotency key.
        digest: Digest of the parameters of the creation.
    """

    def __init__(self, metadata: Mapping[str, Any], key: str, digest: str) -> None:
        super().__init__(metadata)
        self.key = key
        self.digest = digest


def extract_key(metadata: object) -> object:
    """Return metadata of a response as `KeyedMetadata`; metadata without a key is returned unchanged."""
    if not isinstance(metadata, dict) or FIELD not in metadata:
        return metadata  # pyright: ignore[reportUnknownVariableType]
    document = cast("dict[str, Any]", metadata)
    entry = document[FIELD]
    if not isinstance(entry, dict):
        return document
    fields = cast("dict[str, Any]", entry)
    key, digest = fields.get("key"), fields.get("digest")
    if not isinstance(key, str) or not isinstance(digest, str):
        return document
    rest = {name: value for name, value in document.items() if name != FIELD}
    # `insert_key` moved a user's own field of that name into the entry.
    return KeyedMetadata({**rest, FIELD: fields["replaced"]} if "replaced" in fields else rest, key, digest)


def ensure_key(key: str) -> str:
    """Return a valid idempotency key, or raise `MoveInvalidRequestError`."""
    if (
        not isinstance(key, str)  # pyright: ignore[reportUnnecessaryIsInstance]
        or not key.strip()
        or len(key) > MAX_KEY_LENGTH
        or _SURROGATE.search(key)
    ):
        msg = f"idempotency_key must be a string of 1 to {MAX_KEY_LENGTH} Unicode characters; got {key!r:.60}"
        raise MoveInvalidRequestError(msg)
    return key


def insert_key(metadata: object, key: str, digest: str) -> dict[str, Any]:
    """Add a key to metadata that is sent to the API, or raise `MoveInvalidRequestError`."""
    document = parse_metadata(metadata)
    if not isinstance(document, Mapping):
        msg = (
            f"metadata must be a JSON object, since the idempotency key is stored in it; got {type(document).__name__}"
        )
        raise MoveInvalidRequestError(msg)
    fields = cast("Mapping[str, Any]", document)
    replaced = {"replaced": fields[FIELD]} if FIELD in fields else {}
    return {**fields, FIELD: {"key": ensure_key(key), "digest": digest, **replaced}}


def without_key(metadata: object) -> object:
    """Return metadata for a new object, without the key of the object that it was read from."""
    extracted = extract_key(parse_metadata(metadata))
    return dict(extracted) if isinstance(extracted, KeyedMetadata) else metadata


def digest_of(operation: str, parameters: Mapping[str, Any]) -> str:
    """Return the digest of a creation; it does not depend on the order of the parameters."""
    document = to_plain({"operation": operation, "parameters": parameters})
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]


def parse_metadata(metadata: object) -> object:
    """Return metadata as a document: a JSON string is parsed, and None becomes an empty object."""
    if not isinstance(metadata, str):
        return {} if metadata is None else metadata
    try:
        return json.loads(metadata)
    except ValueError:
        return metadata
