"""The key that marks an object as created once.

The API has no idempotency key of its own. Ours travels in the object's metadata, under one name, beside a digest of the
parameters that it was created with; both are taken out again before a user sees the metadata.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Self, cast

from move_ugc_async._schema.plain import to_plain
from move_ugc_async.errors import MoveInvalidRequestError

FIELD = "moveUgcAsync"
"""The name in metadata under which the key is left: `{"moveUgcAsync": {"key": "…", "digest": "…"}}`."""

LONGEST_KEY = 256
"""The most characters of a key."""


class WorkflowKey(str):
    """The key of one step of a workflow.

    Attributes:
        workflow: The key of the workflow.
        is_new: Whether nobody can have used it before, so that no search is needed.
        identity: What the object is made from, digested in place of its parameters: contents and options, never the ids
            of files or takes, which change when a step is repeated. None digests the parameters.
        take_key: Key of the takes whose jobs are searched; None searches the jobs of one take.
    """

    __slots__ = ("identity", "is_new", "take_key", "workflow")
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
    ) -> Self:
        self = super().__new__(cls, key)
        self.workflow = workflow or key
        self.is_new = is_new
        self.identity = identity
        self.take_key = take_key
        return self


class KeyedMetadata(dict[str, Any]):
    """Metadata without the key that came with it; given back to the API, it takes the key along.

    Attributes:
        key: The idempotency key.
        digest: Digest of the parameters that the object was created with.
    """

    def __init__(self, metadata: Mapping[str, Any], key: str, digest: str) -> None:
        super().__init__(metadata)
        self.key = key
        self.digest = digest

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self), self.key, self.digest)


def take_out(metadata: object) -> object:
    """Take the key out of metadata that came from the API; metadata without one stays as it is."""
    if not isinstance(metadata, dict):
        return metadata
    document = cast("dict[str, Any]", metadata)
    mark = document.get(FIELD)
    if not isinstance(mark, dict):
        return document
    fields = cast("dict[str, Any]", mark)
    key, digest = fields.get("key"), fields.get("digest")
    if not isinstance(key, str) or not isinstance(digest, str):
        return document
    rest = {name: value for name, value in document.items() if name != FIELD}
    # Somebody else's entry of that name, which put_in has moved.
    return KeyedMetadata({**rest, FIELD: fields["replaced"]} if "replaced" in fields else rest, key, digest)


def checked_key(key: str) -> str:
    """Return an idempotency key.

    Raises:
        MoveInvalidRequestError: It is invalid.
    """
    if not isinstance(key, str) or not key.strip() or len(key) > LONGEST_KEY or not _is_unicode(key):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"idempotency_key must be a string of 1 to {LONGEST_KEY} Unicode characters"
        raise MoveInvalidRequestError(msg)
    return key


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair.
        return False
    return True


def put_in(metadata: object, key: str, digest: str) -> dict[str, Any]:
    """Put a key into metadata that goes to the API.

    Raises:
        MoveInvalidRequestError: The metadata is not an object, or the key makes no sense.
    """
    document = document_of(metadata)
    if not isinstance(document, Mapping):
        msg = "an idempotency key needs metadata that is a JSON object (or none): it is left there"
        raise MoveInvalidRequestError(msg)
    fields = cast("Mapping[str, Any]", document)
    replaced = {"replaced": fields[FIELD]} if FIELD in fields else {}
    return {**fields, FIELD: {"key": checked_key(key), "digest": digest, **replaced}}


def without_key(metadata: object) -> object:
    """Return metadata for a new object: without the key of the object that it was read from."""
    taken = take_out(document_of(metadata)) if isinstance(metadata, str) else take_out(metadata)
    return dict(taken) if isinstance(taken, KeyedMetadata) else metadata


def keep_key(metadata: object, known: KeyedMetadata) -> dict[str, Any]:
    """Return new metadata for an object, with the key that it was created with.

    Raises:
        MoveInvalidRequestError: The metadata is not a JSON object.
    """
    return put_in(without_key(metadata), known.key, known.digest)


def digest_of(operation: str, parameters: Mapping[str, Any]) -> str:
    """Digest a creation: equal for equal parameters, whatever the order of their names."""
    document = to_plain({"operation": operation, "parameters": parameters})
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:32]


def document_of(metadata: object) -> object:
    """Return the document that metadata stands for: a JSON string is parsed, and None is an empty object."""
    if metadata is None:
        return {}
    if isinstance(metadata, str):
        try:
            return json.loads(metadata)
        except ValueError:
            return metadata
    return metadata
