"""What generated models can do beyond holding fields."""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from move_ugc_async._schema.keyed_metadata import KeyedMetadata


class _HasId(Protocol):
    id: str


class AdditionalFileMixin:
    """The second name of a file's role."""

    if TYPE_CHECKING:
        format: str | None

    @property
    def key(self) -> str | None:
        """The file's role, the same value as `format`."""
        return self.format


class KeyedMixin:
    """What the library left in the metadata."""

    if TYPE_CHECKING:
        metadata: Any

    @property
    def idempotency_key(self) -> str | None:
        """The key that it was created with; None when it was created without one."""
        return self.metadata.key if isinstance(self.metadata, KeyedMetadata) else None


class ShareCodeMixin:
    """A share code is a credential as a whole."""

    __credentials__: ClassVar[frozenset[str]] = frozenset({"code", "url"})

    if TYPE_CHECKING:
        file: _HasId | None

    @property
    def file_id(self) -> str | None:
        """Id of the file that the code opens."""
        return self.file.id if self.file else None
