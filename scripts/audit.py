"""Look up the locked dependencies in a database of known vulnerabilities.

Usage: python -m scripts.audit

Exit codes: 0 if every lock file was looked up and nothing was found, 1 if a vulnerability is known, 2 if a lock file
could not be looked up. `make check` prints the result but does not fail because of it: a database can change without a
change to this project.
"""

import json
import subprocess
import sys
from typing import Any

from scripts.uv import BUILD, ROOT, environment

# Without official.txt and lowest.txt: their versions are fixed, and they run against the sandbox only.
LOCKS = ("demo.txt", "dev.txt", "audit.txt", "bench.txt", "browser.txt", "mutants.txt", "plots.txt")
DATABASES = {"pypi": "https://pypi.org/pypi/pip/24.0/json", "osv": "https://api.osv.dev/v1/vulns/PYSEC-2018-28"}
"""pip-audit's name of each database, and the URL of an entry that it must have: a mirror may have packages only."""
DATABASE_TIMEOUT = 2.0
"""Seconds for the first response of a database."""
LOCK_TIMEOUT = 20.0
"""Seconds for looking up one lock file."""
VULNERABLE, NOT_DONE = 1, 2
"""Exit codes."""
PROBE = """
import json, sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=float(sys.argv[2])) as response:
    json.load(response)
"""


def find_database(databases: dict[str, str]) -> str | None:
    """Return the name of the first database that responds."""
    for name, url in databases.items():
        # In a separate process, since resolving a host name has no timeout.
        command = [sys.executable, "-c", PROBE, url, str(DATABASE_TIMEOUT)]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=DATABASE_TIMEOUT)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            continue
        return name
    return None


def findings(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Return how many packages the database knows, and a line for each vulnerability."""
    known = [each for each in report["dependencies"] if "skip_reason" not in each]
    lines = [
        f"{each['name']} {each['version']}: {flaw['id']}, fixed in {', '.join(flaw['fix_versions']) or 'none'}"
        for each in known
        for flaw in each["vulns"]
    ]
    return len(known), lines


def main() -> int:
    """Print the findings and the lock files that could not be looked up; return the exit code."""
    database = find_database(DATABASES)
    if database is None:
        hosts = ", ".join(url.split("/")[2] for url in DATABASES.values())
        print(f"audit: NOT DONE: no vulnerability database can be reached ({hosts})")
        return NOT_DONE
    python = environment(BUILD / "audit", ROOT / "requirements" / "audit.txt")
    is_vulnerable, is_complete = False, True
    for lock in LOCKS:
        # One by one: pip-audit rejects a package that is in two lock files with different versions.
        command = [python, "-m", "pip_audit", "--vulnerability-service", database, "--format", "json"]
        command += ["--disable-pip", "--progress-spinner", "off", "--requirement", ROOT / "requirements" / lock]
        try:
            process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LOCK_TIMEOUT)
        except subprocess.TimeoutExpired:
            print(f"audit: {lock}: NOT DONE: {database} takes too long")
            is_complete = False
            continue
        try:
            known, flaws = findings(json.loads(process.stdout))
        except json.JSONDecodeError:
            print(f"audit: {lock}: NOT DONE: {process.stderr.strip()}")
            is_complete = False
            continue
        is_vulnerable |= bool(flaws)
        print(f"audit: {lock}: {database} knows {known} packages and {len(flaws)} vulnerabilities", *flaws, sep="\n")
    if is_vulnerable:
        return VULNERABLE
    return 0 if is_complete else NOT_DONE


if __name__ == "__main__":
    sys.exit(main())
