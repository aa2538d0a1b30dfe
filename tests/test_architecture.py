"""The import arrows of the README's picture, read off the syntax trees; and that importing does no work."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_macros.actions.catalogue import ACTIONS

PACKAGE = Path(__file__).resolve().parents[1] / "xl_macros"

FLOORS = (
    {"errors", "clock", "collecting", "held_files", "light_import", "patterns", "usage"},
    {"places", "records"},
    {"domain", "file_engine", "archive"},
    {"tables", "scans", "computer"},
    {"reports", "install", "click"},
    {"keeping"},
    {"actions"},
    {"commands"},
    {"cli", "__main__"},
)
"""The rooms from the ground up: a room may use those below it, never one above or beside it."""

FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}

CLOSED = {
    "domain": {"errors", "records", "patterns"},
    "records": {"errors"},
    "places": {"errors", "held_files", "patterns"},
    "archive": {"errors", "places", "records", "domain", "patterns"},
    "file_engine": {"errors", "held_files", "light_import", "patterns"},
    "computer": {"errors", "places", "clock", "patterns"},
    "scans": {"errors", "places", "archive", "clock", "patterns"},
}
"""Rooms that know even less than their floor allows."""

DOMAIN_MAY = set(sys.stdlib_module_names)
HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "PIL",
    "pikepdf",
    "pypdf",
    "img2pdf",
    "typst",
    "xlsxwriter",
    "lxml",
    "cryptography",
    "python_calamine",
    "zxingcpp",
    "segno",
    "keyring",
    "pi_heif",
    "icalendar",
    "tqdm",
    "dask",
    "bagit",
}


def modules() -> Iterator[Path]:
    return (path for path in sorted(PACKAGE.rglob("*.py")) if "_bundled" not in path.parts)


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, exact: bool = False) -> Iterator[str]:
    """The modules a file imports, inside functions too; with `exact` not what is for the type checker alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if exact and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = f"xl_macros.{part_of(path)}." if node.level == 1 else ""
            assert node.level < 2, f"{path.name}: an import that climbs"
            module = inside + (node.module or "")
            yield module
            if exact or module == "xl_macros":
                yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_rooms_below_its_own(path: Path) -> None:
    room = part_of(path)
    if room == "__init__":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("xl_macros.")} - {room}
    assert {name for name in used if FLOOR[name] >= FLOOR[room]} == set()
    assert used - CLOSED.get(room, used) == set()


def test_no_module_knows_itself_by_a_detour() -> None:
    """Circles inside a room count too; what stands under TYPE_CHECKING is no import."""
    known = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in modules()}
    uses = {
        name: {target for target in imports(path, exact=True) if target in known and target != name}
        for name, path in known.items()
    }
    while True:
        leaves = {name for name, targets in uses.items() if not targets & uses.keys()}
        if not leaves:
            break
        uses = {name: targets for name, targets in uses.items() if name not in leaves}
    assert sorted(uses) == [], "these stand in a circle, or use what does"


def test_the_domain_rests_on_the_standard_library_alone() -> None:
    for path in (PACKAGE / "domain").rglob("*.py"):
        outside = {name.split(".")[0] for name in imports(path)} - DOMAIN_MAY - {"xl_macros"}
        assert outside == set(), path.name


@pytest.mark.parametrize("button", [action.name for action in ACTIONS])
def test_no_button_loads_a_heavy_library_before_it_needs_it(button: str) -> None:
    code = (
        "import sys\n"
        f"import xl_macros.__main__, xl_macros.actions.{button}\n"
        "from xl_macros.keeping import views\n"
        "from xl_macros.light_import import import_xlwings\n"
        "import_xlwings()\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


NOT_SMALL = {
    "asyncio",
    "concurrent.futures",
    "ctypes",
    "difflib",
    "email",
    "http",
    "importlib.metadata",
    "multiprocessing",
    "sqlite3",
    "string",
    "xlwings.constants",
    "xml.etree",
    "zoneinfo",
    "xl_macros.archive.fixity",
    "xl_macros.scans.worker_pool",
    "zipfile",
}
"""What takes a millisecond and more to load, and only some buttons need."""


@pytest.mark.parametrize(
    "module", ["actions.compute_expiry", "actions.list_due", "actions.check_recap", "commands.due"]
)
def test_a_small_click_loads_nothing_that_only_others_need(module: str) -> None:
    code = (
        "import sys\n"
        "from xl_macros.light_import import import_xlwings\n"
        "import_xlwings()\n"
        f"import xl_macros.__main__, xl_macros.{module}, xl_macros.file_engine.engine\n"
        f"print(sorted({NOT_SMALL!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_constants_that_stand_in_for_xlwings_own_are_the_same() -> None:
    from xlwings import constants

    from xl_macros.light_import import KNOWN_CONSTANTS

    numbers = {name: value for name, value in KNOWN_CONSTANTS.items() if value is not None}
    assert numbers == {"MAX_ROWS": constants.MAX_ROWS, "MAX_COLUMNS": constants.MAX_COLUMNS}


def test_importing_the_package_reads_and_writes_no_file(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and not str(args[0]).endswith(('.py', '.pyc', '.so', '.pth')):\n"
        "        opened.append(str(args[0]))\n"
        "sys.addaudithook(hook)\n"
        "import xl_macros.actions.catalogue, xl_macros.domain.period, xl_macros.domain.expiry, xl_macros.domain.recap\n"
        "print([name for name in opened if '__pycache__' not in name and not name.isdecimal()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


RAW = {
    "actions/forms": "draws whatever table a form asks about",
    "actions/restore_backup": "carries whole tables of another copy",
    "commands/demo": "writes what a list of typed cells says",
    "commands/rebuild_register": "rows out of bags",
    "keeping/approval": "a seal covers cells as they stand, readable or not",
    "keeping/bag_changes": "cells against what a bag holds of them",
    "keeping/bundle": "counts the rows of every chained list",
    "keeping/carrying_over": "tables of an earlier version",
    "keeping/chained": "a chain covers cells as they stand",
    "keeping/correcting": "changes a column named by its header",
    "keeping/evidence_bags": "cells against what a bag holds of them",
    "keeping/evidence_lists": "goes through every chained list",
    "keeping/merging": "rows of another copy",
    "keeping/corrected_cells": "the row of whichever sheet is corrected",
    "keeping/old_workbook": "tables of an earlier version",
    "keeping/register": "clocks of the reference tables, read by the domain's own reader of hours",
    "keeping/searching": "goes through every column",
    "keeping/witnesses": "heads of every chained list",
}
"""Who handles rows by field name, and why; everybody else takes records, whose fields the type checker knows."""

_RAW = re.compile(
    r"\btables\.(?:rows|rows_to_read|put|append)\(|^from xl_macros\.tables\.\w+ import .*\bRow\b", re.M
)


def test_rows_by_field_name_are_handled_only_where_no_record_would_do() -> None:
    rooms = ("domain", "reports", "click", "keeping", "actions", "commands")
    found = {
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for room in rooms
        for path in (PACKAGE / room).rglob("*.py")
        if _RAW.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(RAW)
