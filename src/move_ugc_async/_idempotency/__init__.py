"""Create at most once, although the API has no idempotency key."""
