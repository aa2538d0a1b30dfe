"""What is installed is what is locked, what is locked is justified, and what could not be asked is said."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from xl_macros.install.lock import Pin, read_lock
from xl_macros.places.resources import project_file

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")
PROJECT = tomllib.loads(project_file("pyproject.toml").read_text("utf-8"))
PAGE = project_file("docs/dependencies.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\w-]+) \| ([\w.]+) \| (\d{4}-\d\d-\d\d) \| ([^|]+) \| ([^|]+) \|(.*)$", re.M)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: Sequence[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", line).group()) for line in requirements}  # type: ignore[union-attr]


def tables() -> list[dict[str, tuple[str, ...]]]:
    """The page's tables of packages: name to version, day, licence, why and what it takes to replace it."""
    parts = PAGE.split("\n## ")
    found = [{normal(row[0]): row[1:] for row in ROW.findall(part)} for part in parts]
    return [table for table in found if table]


def pinned(lock: str) -> dict[str, list[Pin]]:
    pins: dict[str, list[Pin]] = {}
    for pin in read_lock(project_file(lock)):
        pins.setdefault(normal(pin.name), []).append(pin)
    return pins


def test_the_table_names_exactly_the_direct_dependencies() -> None:
    everywhere, elsewhere = tables()
    extras = PROJECT["project"]["optional-dependencies"]
    assert set(everywhere) == names(PROJECT["project"]["dependencies"]) | names(extras["heic"])
    assert set(elsewhere) == (
        names(extras["scale"]) | names(extras["dev"]) | names(PROJECT["dependency-groups"]["build"])
    ) - names(extras["heic"])


def test_the_versions_in_the_table_are_the_locked_ones() -> None:
    everywhere, elsewhere = tables()
    run, others = (
        pinned("requirements.txt"),
        {**pinned("requirements-build.txt"), **pinned("requirements-dev.txt")},
    )
    assert {name: row[0] for name, row in everywhere.items()} == {
        name: run[name][0].version for name in everywhere
    }
    assert {name: row[0] for name, row in elsewhere.items()} == {
        name: others[name][0].version for name in elsewhere
    }


def test_each_package_has_its_reason_its_day_and_on_every_pc_its_replacement() -> None:
    everywhere, elsewhere = tables()
    for name, (_, released, licence, why, *_rest) in {**everywhere, **elsewhere}.items():
        assert date(2020, 1, 1) < date.fromisoformat(released), name
        assert licence.strip(), name
        assert len(why.strip()) >= 5 or why.strip() == "types", name
    assert [name for name, row in everywhere.items() if len(row[4].strip(" |")) < 10] == []


def test_the_same_package_is_locked_to_the_same_version_everywhere() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        for pins in pinned(lock).values():
            for pin in pins:
                versions.setdefault((pin.name, pin.marker), set()).add(pin.version)
    assert {key: found for key, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_pinned_by_hash_and_names_no_host(lock: str) -> None:
    text = project_file(lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.M)  # no --index-url, -e, -f
    pins = read_lock(project_file(lock))  # refuses what is not pinned with a hash
    assert pins
    for pin in pins:
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in pin.hashes), pin.requirement


def test_what_runs_on_a_pc_is_imported_somewhere() -> None:
    modules = {
        "pillow": "PIL",
        "python-calamine": "python_calamine",
        "zxing-cpp": "zxingcpp",
        "pi-heif": "pi_heif",
        "python-docx": "docx",
    }
    sources = "\n".join(
        path.read_text("utf-8")
        for folder in ("xl_macros", "workbook")
        for path in project_file(folder).rglob("*.py")
        if "_bundled" not in path.parts
    )
    unused = [
        name
        for name in tables()[0]
        if not re.search(rf"^\s*(?:import|from) {modules.get(name, name.replace('-', '_'))}\b", sources, re.M)
    ]
    assert unused == []


def audit_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", Path(__file__).with_name("audit.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


FLAW = {"id": "CVE-2099-1", "fix_versions": ["2.0"]}
CLEAN = {"name": "bersih", "version": "1.0", "vulns": []}
FLAWED = {"name": "cacat", "version": "1.0", "vulns": [FLAW]}
UNKNOWN = {"name": "asing", "skip_reason": "Dependency not found and could not be audited: asing (1.0)"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN], 0, "1 of 1 packages looked up, 0 advisories."),
        ([CLEAN, FLAWED], 1, "cacat 1.0: CVE-2099-1, mended in 2.0"),
        ([CLEAN, UNKNOWN], 3, "NOT AUDITED: nothing could be learnt about 1 packages."),
        ([FLAWED, UNKNOWN], 1, "NOT AUDITED: nothing could be learnt about 1 packages."),
        ([], 3, "NOT AUDITED: nothing could be learnt about 0 packages."),
    ],
)
def test_the_audit_never_takes_unasked_for_clean(
    packages: list[dict[str, object]], code: int, said: str
) -> None:
    answer = json.dumps({"dependencies": packages, "fixes": []})
    got, lines = audit_script().audit([Path("kunci.txt")], lambda _: (answer, ""))
    assert got == code
    assert said in lines


def test_an_audit_without_its_service_says_so() -> None:
    got, lines = audit_script().audit([Path("kunci.txt")], lambda _: ("", "x\nConnectionError: no route"))
    assert (got, lines) == (
        3,
        ["NOT AUDITED: kunci.txt: no advisories were reached (ConnectionError: no route)."],
    )


def test_the_real_pip_audit_without_a_network_ends_as_not_audited() -> None:
    """Its service is an address where nobody listens."""
    audit = audit_script()

    def unreachable(options: Sequence[str]) -> tuple[str, str]:
        return audit.pip_audit(
            [*options, "--vulnerability-service=osv", "--osv-url=http://127.0.0.1:9/v1/query"]
        )

    code, lines = audit.audit([project_file("requirements-build.txt")], unreachable)
    assert code == 3
    assert lines[0].startswith("NOT AUDITED: requirements-build.txt")


def test_the_npm_tool_of_ci_is_pinned_by_hash_and_nothing_of_it_runs_at_install() -> None:
    script = project_file(".ci/run").read_text("utf-8")
    fetched = re.findall(
        r"^fetch_npm (\S+@\d+\.\d+\.\d+) \\\n    ([A-Za-z0-9+/]{86}==)$", script, re.MULTILINE
    )
    assert len(fetched) == 3
    assert len(re.findall(r"^\s*fetch_npm @", script, re.MULTILINE)) == 2
    assert not re.search(r"npm (install|ci|exec|run)|npx", script)
    assert 'tools="$(mktemp -d)"' in script
    assert "kecuali-ci-tools" not in script, "a folder that others can have prepared"
