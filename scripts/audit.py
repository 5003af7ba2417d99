"""Look up what the locks hold in a database of known vulnerabilities, where one can be reached.

Usage: python -m scripts.audit

Exits with 0 when every lock was looked up and nothing was found, 1 when a vulnerability is known, and 2 when a lock
could not be looked up. `make check` shows the outcome and is not red because of it: a new entry in a database is no
change of this tree.
"""

import json
import subprocess
import sys
from typing import Any

from scripts.uv import BUILD, ROOT, environment

# The official SDK stands for itself, and the lowest versions are what they are: both run against the sandbox only.
LOCKS = ("demo.txt", "dev.txt", "audit.txt", "bench.txt", "mutants.txt", "plots.txt")
DATABASES = {"pypi": "https://pypi.org/pypi/pip/24.0/json", "osv": "https://api.osv.dev/v1/vulns/PYSEC-2018-28"}
"""pip-audit's name of each, and something that it certainly knows: a mirror has packages, and maybe nothing else."""
PATIENCE = 2.0
"""Seconds that a database may take to answer at all."""
ENOUGH = 20.0
"""Seconds that looking up a lock may take."""
VULNERABLE, NOT_DONE = 1, 2
"""Exit codes."""
KNOWS = """
import json, sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=float(sys.argv[2])) as answer:
    json.load(answer)
"""


def reached(databases: dict[str, str]) -> str | None:
    """Give the name of the first database that answers."""
    for name, url in databases.items():
        # In a process of its own, since looking up a host's name knows no limit.
        command = [sys.executable, "-c", KNOWS, url, str(PATIENCE)]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            continue
        return name
    return None


def findings(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Give how many packages the database knows, and a line for each vulnerability."""
    known = [each for each in report["dependencies"] if "skip_reason" not in each]
    lines = [
        f"{each['name']} {each['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for each in known
        for flaw in each["vulns"]
    ]
    return len(known), lines


def main() -> int:
    """Print what was found, and what could not be looked up."""
    database = reached(DATABASES)
    if database is None:
        hosts = ", ".join(url.split("/")[2] for url in DATABASES.values())
        print(f"audit: NOT DONE: no vulnerability database can be reached ({hosts})")
        return NOT_DONE
    python = environment(BUILD / "audit", ROOT / "requirements" / "audit.txt")
    is_vulnerable, is_complete = False, True
    for lock in LOCKS:
        # One by one: it refuses a package that two of them hold in different versions.
        command = [python, "-m", "pip_audit", "--vulnerability-service", database, "--format", "json"]
        command += ["--disable-pip", "--progress-spinner", "off", "--requirement", ROOT / "requirements" / lock]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=ENOUGH)
        except subprocess.TimeoutExpired:
            print(f"audit: {lock}: NOT DONE: {database} takes too long")
            is_complete = False
            continue
        try:
            known, flaws = findings(json.loads(ran.stdout))
        except json.JSONDecodeError:
            print(f"audit: {lock}: NOT DONE: {ran.stderr.strip()}")
            is_complete = False
            continue
        is_vulnerable |= bool(flaws)
        print(f"audit: {lock}: {database} knows {known} packages and {len(flaws)} vulnerabilities", *flaws, sep="\n")
    if is_vulnerable:
        return VULNERABLE
    return 0 if is_complete else NOT_DONE


if __name__ == "__main__":
    sys.exit(main())
