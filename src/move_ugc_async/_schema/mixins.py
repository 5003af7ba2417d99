"""Properties that generated models have in addition to their fields."""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from move_ugc_async._schema.keyed_metadata import KeyedMetadata


class _HasId(Protocol):
    id: str


class AdditionalFileMixin:
    """Adds `key` to an output."""

    if TYPE_CHECKING:
        format: str | None

    @property
    def key(self) -> str | None:
        """The file's role, the same value as `format`."""
        return self.format


class KeyedMixin:
    """Adds `idempotency_key` to objects with metadata."""

    if TYPE_CHECKING:
        metadata: Any

    @property
    def idempotency_key(self) -> str | None:
        """The idempotency key of its creation, or None."""
        return self.metadata.key if isinstance(self.metadata, KeyedMetadata) else None


class ShareCodeMixin:
    """Adds `file_id` to a share code, and marks its code and URL as secrets."""

    __credentials__: ClassVar[frozenset[str]] = frozenset({"code", "url"})

    if TYPE_CHECKING:
        file: _HasId | None

    @property
    def file_id(self) -> str | None:
        """Id of the file that can be accessed with the code."""
        return self.file.id if self.file else None
