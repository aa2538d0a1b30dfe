"""Runs xlwings' own test-suite against the file engine and says how much of it passes.

    python benchmarks/conformance.py PATH/TO/xlwings/tests [--verbose]

The tests are fetched separately (a checkout of github.com/xlwings/xlwings at the tag of the pinned version)
and run in a copy: some of them write files beside themselves. A test is applicable unless what it is about
cannot exist without Excel or belongs to another product (`NOT_APPLICABLE` gives each reason). Everything else
counts, and everything that does not pass is listed with its reason; nothing is silently left out.
"""

from __future__ import annotations

import argparse
import collections
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

MODULES = (
    "test_active.py",
    "test_app.py",
    "test_book.py",
    "test_characters.py",
    "test_chunking.py",
    "test_conversion.py",
    "test_converter_json.py",
    "test_fileformats.py",
    "test_font.py",
    "test_names.py",
    "test_ndim.py",
    "test_range.py",
    "test_shape.py",
    "test_sheet.py",
    "test_table.py",
    "test_engines/test_engines.py",
)
"""The modules about the object model. The others test PRO products, Office.js, the command line or the REST API."""

NOT_APPLICABLE = {
    "requires remote engine": "about the PRO remote engine",
    "missing": "needs a package that is not installed",
}
"""Words in the reason of a skip that xlwings itself decided on, before the engine was asked."""

CONFTEST = """
import sys, types, zoneinfo
from xl_macros.file_engine import engine
engine.install()
try:
    import pytz
except ImportError:  # one test wants a zone from it (pandas must have looked for the real one before)
    class Zone(zoneinfo.ZoneInfo):
        def localize(self, moment):
            return moment.replace(tzinfo=self)
    pytz = sys.modules["pytz"] = types.ModuleType("pytz")
    pytz.timezone = Zone
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tests", type=Path, help="the tests folder of an xlwings checkout")
    parser.add_argument("--verbose", action="store_true", help="list the passing tests as well")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(arguments.tests, Path(folder))
    return report(outcomes, arguments.verbose)


def run(tests: Path, folder: Path) -> list[tuple[str, str, str]]:
    """The outcomes as (test, passed | failed | skipped, reason)."""
    copy = folder / "tests"
    shutil.copytree(tests, copy)
    (copy / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    result = folder / "result.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:warnings"]
    command += [
        f"--junitxml={result}",
        "-o",
        "addopts=",
        "--rootdir",
        str(folder),
        *(str(copy / module) for module in MODULES),
    ]
    environment = {"XLWINGS_ENGINE": "excel", "PATH": "", "HOME": str(folder)}
    completed = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    if not result.exists():
        raise SystemExit(completed.stdout + completed.stderr)
    return [outcome(case) for case in ET.parse(result).iter("testcase")]  # noqa: S314 - written by the line above


def outcome(case: ET.Element) -> tuple[str, str, str]:
    name = f"{case.get('classname', '').removeprefix('tests.')}::{case.get('name')}"
    for kind in ("failure", "error"):
        found = case.find(kind)
        if found is not None:
            return name, "failed", (found.get("message") or "").partition("\n")[0]
    found = case.find("skipped")
    return (name, "skipped", found.get("message") or "") if found is not None else (name, "passed", "")


def report(outcomes: list[tuple[str, str, str]], verbose: bool) -> int:
    """Prints the figures and everything that did not pass; 0 when at least 400 tests pass."""
    outside = [
        item for item in outcomes if item[1] == "skipped" and any(word in item[2] for word in NOT_APPLICABLE)
    ]
    applicable = [item for item in outcomes if item not in outside]
    counts = collections.Counter(item[1] for item in applicable)
    for name, kind, reason in applicable:
        if kind != "passed" or verbose:
            print(f"{kind:8} {name}  {reason}")
    print("\n| module | passed | failed | not supported |\n|---|---:|---:|---:|")
    modules: dict[str, collections.Counter[str]] = {}
    for name, kind, _ in applicable:
        modules.setdefault(name.partition("::")[0].partition(".Test")[0], collections.Counter())[kind] += 1
    for module, found in modules.items():
        print(f"| {module} | {found['passed']} | {found['failed']} | {found['skipped']} |")
    print(f"\n{len(outcomes)} tests, {len(outside)} not applicable (remote engine, missing packages)")
    print(f"{len(applicable)} applicable: {counts['passed']} passed, {counts['failed']} failed, ", end="")
    print(f"{counts['skipped']} not supported (NotImplementedError)")
    return 0 if counts["passed"] >= 400 else 1


if __name__ == "__main__":
    sys.exit(main())
