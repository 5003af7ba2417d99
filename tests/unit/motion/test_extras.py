"""Imports: lazy, and with a hint if an extra is missing."""

import subprocess
import sys

import pytest

from move_ugc_async import motion
from tests.support.motion_files import document, encode

LAZY = """
import sys
from move_ugc_async import motion
dir(motion)
imported = {name.partition(".")[0] for name in sys.modules}
print(sorted(imported & {"numpy", "orjson", "pydantic", "pyarrow", "pandas"}))
motion.read
imported = {name.partition(".")[0] for name in sys.modules}
print(sorted(imported & {"aiohttp", "httpx", "pydantic", "pyarrow", "pandas", "matplotlib"}))
"""

MISSING = """
import sys
sys.modules[sys.argv[1]] = None
from move_ugc_async import motion
try:
    motion.read
except ImportError as error:
    print(error)
"""


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_importing_the_package_imports_nothing_and_reading_needs_no_client() -> None:
    assert run(LAZY) == "[]\n[]\n"


@pytest.mark.parametrize("package", ["numpy", "orjson"])
def test_missing_package_is_reported_with_its_extra(package: str) -> None:
    assert run(MISSING, package) == (
        f'cannot import {package}: the extra is not installed; run pip install "move-ugc-async[motion]"\n'
    )


@pytest.mark.parametrize(
    ("package", "method", "extra"),
    [("pyarrow", "to_arrow", "arrow"), ("pandas", "to_pandas", "pandas"), ("matplotlib.pyplot", "plot", "plot")],
)
def test_missing_package_of_a_method_is_reported_with_its_extra(
    package: str, method: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (only,) = motion.read(encode(document(2)))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"cannot import {package}: .*move-ugc-async\[{extra}\]"):
        getattr(only, method)()


def test_public_names_are_listed() -> None:
    assert motion.__all__ == ["JOINTS", "Joint", "Motion", "MotionFormatError", "Motions", "read"]
