"""The public names of the package with the parameters of everything that can be called, as plain data.

Usage: python -m tests.unit.public_signatures, which writes tests/unit/public_signatures.json
"""

import inspect
import json
from enum import EnumType
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import move_ugc_async
from move_ugc_async import media, motion, sandbox, testing, viewer, webhooks
from move_ugc_async.contrib import starlette

HAS_BATCHES = find_spec("watchfiles") is not None
"""Whether the extra for batches is installed, which the environments for other versions of dependencies lack."""
SNAPSHOT = Path(__file__).with_suffix(".json")
Parameters = dict[str, list[Any]]
"""By name: the kind of each parameter, and the repr of its default or None where it is required."""


def parameters_of(value: Any) -> Parameters | None:
    """Return the parameters of a callable; None where Python knows no signature."""
    if isinstance(value, type) and issubclass(value, BaseModel):
        # Before it is first used, a model has no fields in its signature.
        value.model_rebuild()
    if isinstance(value, EnumType):
        # The arguments of an enum are Python's, and differ between its releases.
        return None
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return None
    return {
        name: [parameter.kind.name, None if parameter.default is parameter.empty else _default(parameter.default)]
        for name, parameter in signature.parameters.items()
        if name != "self"
    }


def _default(value: object) -> str:
    # An object without a repr of its own has its address in it.
    return type(value).__name__ if " at 0x" in repr(value) else repr(value)


def public_signatures() -> dict[str, Parameters | None]:
    """Return every public name, and every public attribute of public classes."""
    found: dict[str, Parameters | None] = {}
    packages = [
        (move_ugc_async, ""),
        (starlette, "contrib.starlette."),
        (media, "media."),
        (motion, "motion."),
        (sandbox, "sandbox."),
        (testing, "testing."),
        (viewer, "viewer."),
        (webhooks, "webhooks."),
    ]
    if HAS_BATCHES:
        packages.append((import_module("move_ugc_async.batch"), "batch."))
    for package, prefix in packages:
        for name in package.__all__:
            value = getattr(package, name)
            path = f"{prefix}{name}"
            found[path] = parameters_of(value) if callable(value) else None
            if isinstance(value, type):
                found.update(_attributes(path, value))
    return dict(sorted(found.items()))


def _attributes(path: str, kind: type) -> dict[str, Parameters | None]:
    ours = [base for base in kind.__mro__ if base.__module__.startswith("move_ugc_async")]
    names = sorted({name for base in ours for name in vars(base) if not name.startswith("_")})
    attributes = {name: inspect.getattr_static(kind, name) for name in names}
    return {
        f"{path}.{name}": parameters_of(getattr(kind, name)) if inspect.isroutine(value) else None
        for name, value in attributes.items()
    }


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(public_signatures(), indent=0) + "\n", encoding="utf-8")
