"""Manifests, as downloads leave them."""

import hashlib
import json
import os
from pathlib import Path


def write_manifest(folder: Path, job: str, *names: str, modified: float = 0) -> Path:
    """Write the manifest of a job whose outputs are in a folder, and return its path.

    Args:
        folder: The folder.
        job: The id of the job; without one, the manifest does not record it.
        names: Names of the files.
        modified: When it was written, in seconds.
    """
    path = folder / f".move-{hashlib.sha256(job.encode()).hexdigest()[:16]}.json"
    sizes = {name: (folder / name).stat().st_size if (folder / name).exists() else 1 for name in names}
    outputs = {f"file-{name}": {"name": name, "size": size, "crc64": None} for name, size in sizes.items()}
    path.write_text(json.dumps({**({"id": job} if job else {}), "outputs": outputs}))
    os.utime(path, (modified, modified))
    return path
