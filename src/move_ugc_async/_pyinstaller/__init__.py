"""Where PyInstaller finds how to bundle this package (the entry point `pyinstaller40`)."""

from pathlib import Path


def hook_directories() -> list[str]:
    """Return the folder of the hooks."""
    return [str(Path(__file__).parent)]
