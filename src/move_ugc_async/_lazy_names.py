"""Import the public names of the package on first use."""

import sys
from importlib import import_module
from typing import Any

_ONLY_AST = 0x400
"""`ast.PyCF_ONLY_AST`; importing `ast` takes longer than parsing the source."""


def import_on_first_use(package: str) -> bool:
    """Import the names in the `if TYPE_CHECKING or …` block of a package on first use.

    The block is parsed from the source, so that each public name is written once. Return whether the source was found;
    if not, as in a frozen program, the package has to execute the block.
    """
    modules = _read_block(package)
    if not modules:
        return False
    namespace = vars(sys.modules[package])

    def import_name(name: str) -> Any:
        if name not in modules:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = namespace[name] = getattr(import_module(modules[name]), name)
        return value

    namespace.update(__getattr__=import_name, __dir__=lambda: sorted(modules), __all__=sorted(modules))
    return True


def _read_block(package: str) -> dict[str, str]:
    """Map each name to its module; empty without source."""
    loader: Any = sys.modules[package].__loader__
    if hasattr(loader, "get_source"):
        source = loader.get_source(package)
    else:
        # The loader of pytest, which loads every module of a package that has a plugin.
        file = sys.modules[package].__file__ or ""
        source = loader.get_data(file) if hasattr(loader, "get_data") and file.endswith(".py") else None
    if source is None:
        return {}
    tree: Any = compile(source, package, "exec", _ONLY_AST)
    blocks = [node.body for node in tree.body if type(node).__name__ == "If"]
    return {alias.name: node.module for body in blocks for node in body for alias in node.names}
