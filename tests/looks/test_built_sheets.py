"""The built sheets of the example office against their golden records, part by part: texts, sizes, charts, print.

`KECUALI_UPDATE_GOLDEN=1 pytest tests/looks` writes the records anew and fails, so that nobody updates them
without looking at the difference (and at the pictures: `python docs/make_pictures.py`).
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from xl_macros.tables.schema import DISPOSITION_SHEET, HOME, RECAP_SHEET, SHEETS

GOLDEN = Path(__file__).parent / "golden"
HEIGHT_TOLERANCE_PT = 1.0
WIDTH_TOLERANCE_CHARACTERS = 0.2
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.mark.parametrize("name", [HOME, RECAP_SHEET, DISPOSITION_SHEET])
def test_a_built_sheet_looks_as_it_did(book: Any, example: Path, name: str) -> None:
    found = record(book[name], example, name)
    file = GOLDEN / f"{name.lower()}.json"
    if os.environ.get("KECUALI_UPDATE_GOLDEN"):
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{file.name} was written anew: look at the difference before committing it")
    golden = json.loads(file.read_text(encoding="utf-8"))
    assert found["texts"] == golden["texts"]
    assert found["merged"] == golden["merged"]
    assert found["charts"] == golden["charts"]
    assert found["print"] == golden["print"]
    assert found["heights"] == pytest.approx(golden["heights"], abs=HEIGHT_TOLERANCE_PT)
    assert found["widths"] == pytest.approx(golden["widths"], abs=WIDTH_TOLERANCE_CHARACTERS)


def record(sheet: Any, example: Path, name: str) -> dict[str, Any]:
    """Texts by cell, merged areas, heights (points) and widths (characters), charts and print set-up."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return {
        "texts": {cell.coordinate: _text(cell.value) for cell in cells},
        "merged": sorted(str(area) for area in sheet.merged_cells.ranges),
        "heights": {str(row): size.height for row, size in sheet.row_dimensions.items() if size.height},
        "widths": {column: round(size.width, 2) for column, size in sheet.column_dimensions.items()},
        "charts": charts(example, name),
        "print": {
            "area": str(sheet.print_area or ""),
            "rows": sheet.print_title_rows or "",
            "footer": [sheet.oddFooter.left.text, sheet.oddFooter.right.text],
        },
    }


def _text(value: object) -> str | float | int:
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    return value if isinstance(value, int | float) else _HASH.sub("<hash>", str(value))


def charts(example: Path, name: str) -> list[dict[str, Any]]:
    """Of each chart on the sheet: its cells from corner to corner (0-based column and row) and its words."""
    with zipfile.ZipFile(example) as package:
        relations = f"xl/worksheets/_rels/sheet{SHEETS.index(name) + 1}.xml.rels"
        if relations not in package.namelist():
            return []
        found = re.search(rb"drawings/(drawing\d+\.xml)", package.read(relations))
        root = etree.fromstring(package.read(f"xl/drawings/{found[1].decode()}")) if found else None
    anchors = [] if root is None else root.findall("{*}twoCellAnchor")
    return [
        {
            "from": [int(anchor.findtext(f"{{*}}from/{{*}}{part}") or 0) for part in ("col", "row")],
            "to": [int(anchor.findtext(f"{{*}}to/{{*}}{part}") or 0) for part in ("col", "row")],
            "words": next(anchor.iter("{*}cNvPr")).attrib["descr"],
        }
        for anchor in anchors
        if anchor.find("{*}graphicFrame") is not None
    ]


def test_charts_cover_no_text(book: Any, example: Path) -> None:
    drawn = charts(example, HOME)
    assert drawn
    for chart in drawn:
        (left, top), (right, bottom) = chart["from"], chart["to"]
        beneath = book[HOME].iter_rows(top + 1, bottom, left + 1, right, values_only=True)
        assert not any(value for row in beneath for value in row), chart["words"]


def test_no_class_name_of_the_code_reaches_a_sheet(book: Any) -> None:
    shown = [
        str(value)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    assert not [
        text for text in shown if re.search(r"\b(?:fixed|until|while|opens|purpose|multi)_[a-z]+", text)
    ]
