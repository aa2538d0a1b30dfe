"""The import arrows of the README's picture, read off the syntax trees; and that importing does no work."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_macros.buttons import BUTTONS

PACKAGE = Path(__file__).resolve().parents[1] / "xl_macros"

BASE = {"errors", "clock", "resources", "folders", "light_import", "key_store", "folder_rights"}
"""What anybody may import: they know nothing of the product's parts."""

MAY_IMPORT = {
    "errors": set(),
    "clock": set(),
    "resources": set(),
    "folders": {"errors"},
    "light_import": set(),
    "key_store": {"errors"},
    "folder_rights": {"errors"},
    "domain": {"errors"},
    "tables": BASE | {"domain"},
    "scans": BASE | {"domain"},
    "reports": BASE | {"domain"},
    "computer": BASE,
    "install": BASE | {"computer"},
    "file_engine": {"errors", "light_import"},
    "journal": BASE,
    "desk": BASE | {"tables", "journal"},
    "settling": BASE | {"tables", "journal", "desk"},
    "transaction": BASE | {"tables", "journal", "desk", "settling"},
    "office": BASE | {"tables", "domain", "transaction"},
    "lock": BASE,
    "excel_state": BASE,
    "hosts": BASE | {"office", "excel_state"},
    "jobs": BASE | {"tables", "domain", "scans", "reports", "computer", "office", "transaction"},
    "outcomes": BASE | {"tables", "office", "hosts", "transaction", "file_engine"},
    "macro": BASE | {"tables", "office", "hosts", "lock", "transaction", "file_engine", "outcomes"},
    "buttons": {"office", "jobs"},
    "commands": BASE
    | {
        "tables",
        "domain",
        "scans",
        "reports",
        "jobs",
        "office",
        "hosts",
        "macro",
        "transaction",
        "journal",
        "lock",
        "file_engine",
        "cli",
    },
    "cli": BASE
    | {"buttons", "macro", "hosts", "office", "jobs", "commands", "file_engine", "domain", "install"},
    "__main__": BASE | {"buttons", "macro", "hosts", "office", "jobs", "install", "tables"},
}

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


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = f"xl_macros.{part_of(path)}." if node.level == 1 else ""
            assert node.level < 2, f"{path.name}: an import that climbs"
            yield inside + (node.module or "")
            if node.module == "xl_macros":
                yield from (f"xl_macros.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("xl_macros.")}
    assert used - MAY_IMPORT[part] - {part} == set()


def test_the_domain_rests_on_the_standard_library_alone() -> None:
    for path in (PACKAGE / "domain").rglob("*.py"):
        outside = {name.split(".")[0] for name in imports(path)} - DOMAIN_MAY - {"xl_macros"}
        assert outside == set(), path.name


@pytest.mark.parametrize("button", [button.__name__ for button in BUTTONS])
def test_no_button_loads_a_heavy_library_before_it_needs_it(button: str) -> None:
    code = (
        "import sys\n"
        f"import xl_macros.__main__, xl_macros.jobs.{button}\n"
        "from xl_macros.jobs import views\n"
        "from xl_macros.light_import import import_xlwings\n"
        "import_xlwings()\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_reads_and_writes_no_file(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and not str(args[0]).endswith(('.py', '.pyc', '.so', '.pth')):\n"
        "        opened.append(str(args[0]))\n"
        "sys.addaudithook(hook)\n"
        "import xl_macros.buttons, xl_macros.domain.period, xl_macros.domain.expiry, xl_macros.domain.recap\n"
        "print([name for name in opened if '__pycache__' not in name and not name.isdecimal()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []
