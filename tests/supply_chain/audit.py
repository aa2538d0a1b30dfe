"""What is known against the locked packages: pip-audit over the locks, and plain words on what it could not ask.

pip-audit itself ends with 0 when it could not look up a single package; here that is exit code 3.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements-build.txt", "requirements.txt", "requirements-dev.txt")
CLEAN, FOUND, NOT_ASKED = 0, 1, 3

Run = Callable[[Sequence[str]], tuple[str, str]]


def audit(locks: Sequence[Path], run: Run) -> tuple[int, list[str]]:
    """The exit code and what to print. `run` runs pip-audit and returns what it printed and what it complained of."""
    packages: dict[
        tuple[str, str], list[str] | None
    ] = {}  # its advisories; None for one that was not looked up
    for lock in locks:
        options = ("--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off")
        said, complaint = run(["--requirement", str(lock), *options])
        try:
            answered = json.loads(said)["dependencies"]
        except ValueError:
            reason = (complaint.strip().splitlines() or ["no answer"])[-1][:200]
            return NOT_ASKED, [f"NOT AUDITED: {lock.name}: no advisories were reached ({reason})."]
        for package in answered:
            key = package["name"], package.get("version") or package.get("skip_reason", "")
            packages[key] = None if "skip_reason" in package else list(map(_flaw, package["vulns"]))
    found = [
        f"{name} {version}: {flaw}" for (name, version), flaws in packages.items() for flaw in flaws or ()
    ]
    missed = sum(flaws is None for flaws in packages.values())
    lines = [
        *found,
        f"{len(packages) - missed} of {len(packages)} packages looked up, {len(found)} advisories.",
    ]
    if missed or not packages:
        lines.append(f"NOT AUDITED: nothing could be learnt about {missed} packages.")
    return (FOUND if found else NOT_ASKED if missed or not packages else CLEAN), lines


def _flaw(flaw: dict[str, Any]) -> str:
    return f"{flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no release yet'}"


def pip_audit(options: Sequence[str]) -> tuple[str, str]:
    """Run the real one."""
    command = [sys.executable, "-m", "pip_audit", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def main() -> int:
    code, lines = audit([ROOT / name for name in LOCKS], pip_audit)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
