"""The committed workbook, read part by part as any zip program would."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import SHEETS, WORKBOOK_NAME


class Package:
    """The parts of a workbook file, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.members = package.infolist()
            self.parts = {name: package.read(name) for name in package.namelist()}

    def root(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def sheet(self, name: str) -> etree._Element:
        """The worksheet part of the sheet with that name: the builder numbers them in the order of their tabs."""
        return self.root(f"xl/worksheets/sheet{SHEETS.index(name) + 1}.xml")

    def tables(self) -> dict[str, etree._Element]:
        roots = [self.root(part) for part in self.parts if part.startswith("xl/tables/")]
        return {root.attrib["name"]: root for root in roots}

    def names(self) -> dict[str, str]:
        """Defined names and what they stand for."""
        names = self.root("xl/workbook.xml").iter("{*}definedName")
        return {each.attrib["name"]: each.text or "" for each in names}


@pytest.fixture(scope="session")
def committed() -> Path:
    return workbook_file(WORKBOOK_NAME)


@pytest.fixture(scope="session")
def package(committed: Path) -> Package:
    return Package(committed.read_bytes())
