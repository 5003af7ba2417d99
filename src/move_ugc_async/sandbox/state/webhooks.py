"""Webhook endpoints."""

import base64
from collections.abc import Sequence

from move_ugc_async.sandbox.errors import reject
from move_ugc_async.sandbox.state.database import Database, from_json, to_json
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.records import WebhookRecord, WebhookTarget

_SECRET_BYTES = 24


class Webhooks:
    """Read and write webhook endpoints."""

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids

    def upsert(
        self,
        uid: str,
        *,
        url: str,
        description: str | None,
        events: Sequence[str] | None,
        metadata: str | None,
        secret: str | None,
    ) -> WebhookRecord:
        """Create an endpoint, or change the one with this uid.

        None keeps the old value. A changed secret is an error; that it is not ignored is an assumption.
        """
        with self._database.transaction():
            row = self._database.row("SELECT secret FROM webhooks WHERE uid = ?", (uid,))
            if row is None:
                secret = secret or self._new_secret()
                self._database.insert(
                    "webhooks",
                    uid=uid,
                    url=url,
                    description=description,
                    events=to_json(events),
                    metadata=metadata,
                    secret=secret,
                )
                return self._get(uid, secret)
            if secret is not None and secret != row[0]:
                reject("secret of a webhook endpoint cannot be changed")
            self._database.execute(
                "UPDATE webhooks SET url = ?, description = coalesce(?, description),"
                " events = coalesce(?, events), metadata = coalesce(?, metadata) WHERE uid = ?",
                (url, description, to_json(events), metadata, uid),
            )
            return self._get(uid, None)

    def subscribers(self, event: str) -> list[str]:
        """Return the uids of the endpoints that receive an event; an endpoint without event names receives all."""
        rows = self._database.rows("SELECT uid, events FROM webhooks ORDER BY rowid")
        return [uid for uid, events in rows if not (names := from_json(events)) or event in names]

    def uids(self) -> list[str]:
        """Return the uids of all endpoints, the oldest first."""
        return [row[0] for row in self._database.rows("SELECT uid FROM webhooks ORDER BY rowid")]

    def target(self, uid: str) -> WebhookTarget:
        """Return where the webhooks of an endpoint go now."""
        return WebhookTarget(*self._database.first("SELECT url, secret FROM webhooks WHERE uid = ?", (uid,)))

    def all(self) -> list[WebhookRecord]:
        """Return all endpoints, the oldest first, without their secrets."""
        return [self._get(uid, None) for (uid,) in self._database.rows("SELECT uid FROM webhooks ORDER BY rowid")]

    def _get(self, uid: str, secret: str | None) -> WebhookRecord:
        row = self._database.first("SELECT url, description, events, metadata FROM webhooks WHERE uid = ?", (uid,))
        url, description, events, metadata = row
        names = from_json(events)
        return WebhookRecord(uid, url, description, None if names is None else tuple(names), metadata, secret)

    def _new_secret(self) -> str:
        secret = self._ids.random_bytes("webhook-secret", _SECRET_BYTES)
        return f"whsec_{base64.b64encode(secret).decode()}"
