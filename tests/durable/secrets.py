"""Search for secrets in everything that a batch stores."""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.support.canaries import SECRET

_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def find_secrets(text: str) -> list[str]:
    """Return the secrets in a text, also those in values that an engine encodes as base64."""
    return [match[0] for each in (text, *_decoded(text)) for match in SECRET.finditer(each)]


def database_files(database: str) -> list[Path]:
    """Return the files of an SQLite database: with its log, shared memory and everything beside it."""
    path = Path(database.removeprefix("sqlite:///"))
    return sorted(each for each in path.parent.glob(f"{path.name}*") if each.is_file())


def read(path: Path) -> str:
    """Return the bytes of a file as text."""
    return path.read_bytes().decode("latin-1")


def _decoded(text: str) -> Iterator[str]:
    """Yield what the text may encode. Letters before a value, such as those of another field, shift it."""
    for match in _BASE64.finditer(text):
        for start in range(4):
            encoded = match[0].rstrip("=")[start:]
            with suppress(binascii.Error):
                yield base64.b64decode(encoded[: len(encoded) // 4 * 4]).decode("latin-1")
