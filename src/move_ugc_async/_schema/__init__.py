"""The base of generated code: models, enums, scalars, and metadata with keys."""
