"""A stub of the API and its storage that is faster than every client: prepared responses, selected by a byte search."""
