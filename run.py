"""Set up and run: `python run.py demo [DIR]` shows the product, `python run.py test` runs its tests.

`python run.py only ...` hands pytest its options and runs nothing else; `KECUALI_VENV` names another environment, so
that several Pythons have one each.

`python run.py audit` asks the advisory service about every locked package: exit code 0 when all were looked up and
nothing is known against them, 1 when something is, 3 when the service knew nothing of some or was not reached.

Needs Python 3.11 or newer and nothing else. Everything is installed into `.venv` beside this file, from the
hash-locked requirements.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / os.environ.get("KECUALI_VENV", ".venv")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
COVERING = ("domain", "actions", "commands", "com")
"""The rooms whose tests run every branch of rules and actions: measured there, since measuring slows all down."""
USAGE = "usage: python run.py demo [DIR] | test [pytest options] | only PYTEST-OPTIONS | audit"


def main(arguments: list[str]) -> int:
    """Run one of the commands; returns its exit code."""
    if not arguments or arguments[0] not in {"demo", "test", "only", "audit"}:
        print(USAGE)
        return 2
    command, rest = arguments[0], arguments[1:]
    set_up("requirements.txt" if command == "demo" else "requirements-dev.txt")
    if command == "audit":
        return call("tests/supply_chain/audit.py", *rest)
    if command == "demo":
        return call("-m", "xl_macros.cli", "demo", *(rest or ["demo"]))
    if command == "only":
        return call("-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest)
    return test(rest)


def test(rest: list[str]) -> int:
    """Lint, types and all tests, or those that the pytest options name; the first exit code that is none of 0."""
    checks = [("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."), ("-m", "mypy")]
    if rest and not rest[0].startswith("-"):
        checks.append(("-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest))
    else:
        coverage = ("--cov", "--cov-report=term", "--cov-fail-under=100")
        covering = [f"tests/{room}" for room in COVERING]
        others = [f"--ignore={room}" for room in covering]
        checks.append(("-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest, *covering, *coverage))
        checks.append(("-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest, *others))
    return next((code for check in checks if (code := call(*check))), 0)


def set_up(requirements: str) -> None:
    """Make `.venv` and install the locked requirements and the package, unless they are there already."""
    if sys.version_info < (3, 11):
        raise SystemExit("Python 3.11 or newer is needed.")
    if not PYTHON.exists():
        print("Membuat lingkungan Python ...", flush=True)
        venv.create(VENV, with_pip=True)
    wanted = hashlib.sha256(
        b"".join(
            (ROOT / name).read_bytes() for name in (requirements, "requirements-build.txt", "pyproject.toml")
        )
    ).hexdigest()
    stamp = VENV / f"{requirements}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Memasang paket (sekali saja) ...", flush=True)
    # --no-deps: the lock names every package; pip's own search would stop at newer ones, whose hashes it lacks.
    # --no-build-isolation: what builds a package is locked too, instead of fetched as pip pleases.
    pip = (
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-build-isolation",
    )
    locks = ("requirements-build.txt", requirements)
    for step in (*(("--require-hashes", "-r", str(ROOT / lock)) for lock in locks), ("-e", str(ROOT))):
        if call(*pip, *step):
            raise SystemExit("Installation failed; see the messages above.")
    stamp.write_text(wanted)


def call(*arguments: str) -> int:
    """Run the environment's Python and return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
