"""Redaction of secrets in the journal."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

REDACTED = "[redacted]"

_SECRET_NAMES = frozenset({"secret", "apikey", "api_key", "authorization"})
_SHARE_CODE = re.compile(r"\d{8}")
_PATTERNS = (
    re.compile(r"whsec_[\w+/=-]+"),
    re.compile(r"mv_key_\w+"),
    re.compile(r"(?<=Signature=)[^&\s\"']+"),
    re.compile(r"(?<=x-amz-security-token=)[^&\s\"']+"),
    re.compile(r"(?<=download\?code=)\w+"),
)


class Redactor:
    """Replace secrets by a fixed word.

    Args:
        api_key: The sandbox's own key, which may have any form.
        is_share_code: Returns whether a text is a code that was issued.
    """

    def __init__(self, api_key: str, is_share_code: Callable[[str], bool]) -> None:
        self._api_key = api_key
        self._is_share_code = is_share_code

    def variables(self, variables: Mapping[str, Any], secret_names: Collection[str]) -> dict[str, Any]:
        """Return variables with secrets redacted.

        `secret_names` are the variables that the document passes to `secret` arguments.
        """
        return {
            name: REDACTED if name in secret_names and value is not None else self._value(name, value)
            for name, value in variables.items()
        }

    def text(self, text: str) -> str:
        """Return a text with everything that looks like a secret redacted."""
        if _SHARE_CODE.fullmatch(text) and self._is_share_code(text):
            return REDACTED
        text = text.replace(self._api_key, REDACTED)
        for pattern in _PATTERNS:
            text = pattern.sub(REDACTED, text)
        return text

    def _value(self, name: str, value: Any) -> Any:
        if name.lower() in _SECRET_NAMES and value is not None:
            return REDACTED
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            return {key: self._value(key, item) for key, item in members.items()}
        if isinstance(value, list):
            return [self._value(name, item) for item in cast("Sequence[Any]", value)]
        return value
