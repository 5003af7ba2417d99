"""The GraphQL documents of the project, for contestants that need them."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "benchmarks"
FILE = BUILD / "documents.json"


def read(name: str) -> str:
    """Return the document of an operation."""
    document: str = json.loads(FILE.read_text(encoding="utf-8"))[name]
    return document
