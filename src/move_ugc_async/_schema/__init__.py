"""Base classes of generated code: models, enums, scalars, and metadata with idempotency keys."""
