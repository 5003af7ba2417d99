"""Create virtual environments from lock files with uv."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
UV = Path(sys.executable).with_name("uv")


def environment(folder: Path, lock: Path, python: str = sys.executable) -> Path:
    """Create an environment, replacing an old one, and return its interpreter."""
    interpreter = folder / "bin" / "python"
    uv("venv", "--clear", "--python", python, folder)
    uv("pip", "sync", "--require-hashes", "--python", interpreter, lock)
    return interpreter


def uv(*arguments: str | Path) -> None:
    """Run uv."""
    subprocess.run([UV, "--quiet", *arguments], cwd=ROOT, check=True)
