"""Compiles `vba/*.bas` into `vbaProject.bin`, which the builder puts into the workbook.

The compiled project is kept beside its sources, so that an installed package builds the workbook without the
compiler (pyOpenVBA, a development dependency); a test compiles again and compares.

    python workbook/compile_vba.py
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

if not __package__:  # started as a script: the folder above holds this package
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import xlsxwriter

from workbook.build import CODE_NAME, VBA_PROJECT, code_name
from xl_macros.tables import schema

SOURCES = Path(__file__).with_name("vba")
NO_CACHE = bytes.fromhex(
    "cc61ffff000000"
)  # MS-OVBA 2.3.4.1: no version has compiled this, so Excel compiles it
LONGEST_LINE = 1023  # characters a line of VBA may have


def sources() -> dict[str, str]:
    """Module name -> its text with CRLF ends, as VBA keeps it.

    Raises ValueError for a line that VBA cannot hold or a character outside ASCII.
    """
    modules = {}
    for path in sorted(SOURCES.glob("*.bas")):
        lines = path.read_text(encoding="ascii").splitlines()
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValueError(f"{path.name}: a line is longer than {LONGEST_LINE} characters")
        modules[path.stem] = "\r\n".join([*lines, ""])
    return modules


def compile_project() -> bytes:
    """The bytes of a vbaProject.bin with our modules and one document module per sheet."""
    from pyopenvba import ExcelFile  # type: ignore[import-untyped]  # its package carries no types
    from pyopenvba.cfb import CFB  # type: ignore[import-untyped]  # the same

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        _write_empty_book(path)
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for module in project.modules:
                module.source = str(module.source)
                module.dirty = True  # so it is written anew: text only, no compiled code before it
            for name, text in sources().items():
                project.add_module(name, text)
            book.save()
        with zipfile.ZipFile(path) as package:
            container = CFB.from_bytes(package.read("xl/vbaProject.bin"))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    return bytes(container.to_bytes())


def _write_empty_book(path: Path) -> None:
    """A workbook whose code names are ours: the compiler makes a document module for each."""
    book = xlsxwriter.Workbook(str(path))
    book.set_vba_name(CODE_NAME)
    for number, name in enumerate(schema.SHEETS, start=1):
        book.add_worksheet(name).set_vba_name(code_name(number))
    book.close()


if __name__ == "__main__":
    VBA_PROJECT.write_bytes(compile_project())
    print(VBA_PROJECT)
