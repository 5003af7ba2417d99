"""Secrets of webhook endpoints."""

import base64
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from pydantic import SecretStr

from move_ugc_async._secrets import Credential, credential
from move_ugc_async.errors import MoveConfigurationError

WebhookSecret: TypeAlias = str | bytes | SecretStr
"""The secret of an endpoint: `whsec_` followed by base64. White space around it is ignored."""

WebhookSecrets: TypeAlias = WebhookSecret | Iterable[WebhookSecret]
"""The secret of an endpoint, or several: of several endpoints, or the old and the new one while you replace it."""


def ensure_secret(secret: WebhookSecret, position: str = "") -> Credential:
    """Return a secret without the white space around it, such as the line break at the end of a file.

    Raises:
        MoveConfigurationError: The secret is not base64, with or without `whsec_` before it. Its value is not shown.
    """
    secret = credential(secret)
    if isinstance(secret, Credential):  # pyright: ignore[reportUnnecessaryIsInstance]
        secret = Credential(secret.reveal().strip())
        if signing_key(secret):
            return secret
    msg = f"the webhook secret{position} must be 'whsec_' followed by base64, as webhooks.upsert returned it"
    raise MoveConfigurationError(msg)


def hide_secrets(secrets: WebhookSecrets) -> tuple[Credential, ...]:
    """Convert an argument to credentials, before anything fails whose traceback would show its value."""
    if isinstance(secrets, str | bytes | SecretStr) or not isinstance(secrets, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        return (credential(secrets),)
    return tuple(map(credential, secrets))


def ensure_secrets(secrets: Sequence[Credential]) -> tuple[Credential, ...]:
    """Return one or more valid secrets.

    Raises:
        MoveConfigurationError: No secret was passed, or one is invalid. The message contains its position only.
    """
    if not secrets:
        msg = "secrets must be one or more webhook secrets; got none"
        raise MoveConfigurationError(msg)
    count = len(secrets)
    return tuple(
        ensure_secret(each, f" {number} of {count}" if count > 1 else "") for number, each in enumerate(secrets, 1)
    )


def signing_key(secret: Credential) -> bytes:
    """Return the signing key of a secret, or empty bytes if the secret is invalid."""
    try:
        return base64.b64decode(secret.reveal().removeprefix("whsec_"), validate=True)
    except ValueError:
        return b""
