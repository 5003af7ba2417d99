"""The environments for other versions of dependencies have no packages for batches."""

from importlib.util import find_spec

if find_spec("dbos") is None or find_spec("psycopg") is None:
    collect_ignore_glob = ["test_*.py"]
