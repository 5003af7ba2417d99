"""Idempotent creation: the API has no idempotency keys, so each object stores its key in its metadata."""
