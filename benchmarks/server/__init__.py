"""A stub of the API and its storage that is faster than any client: canned answers, found by a search for bytes."""
