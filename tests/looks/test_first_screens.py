"""What staff see first of each sheet on a screen of 1366x768, before anybody scrolls: whole columns and rows.

`KECUALI_UPDATE_GOLDEN=1 pytest tests/looks` writes the record anew; the pictures of it are `tests/looks/pictures.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.looks.excel_window import FirstScreen, first_screen
from workbook import styles
from xl_macros.tables import form_sheet, home_sheet, schema
from xl_macros.tables.recap_sheet import RECAP

RECORD = Path(__file__).parent / "golden" / "layar_pertama.json"
HEADER_ROWS = {schema.HOME: 3, schema.DUTIES_SHEET: 5}
SHEETS = (
    schema.HOME,
    schema.DUTIES_SHEET,
    schema.DECISIONS_SHEET,
    schema.REGISTER_SHEET,
    schema.LOG_SHEET,
    schema.SCANS_SHEET,
    schema.RECAP_SHEET,
)


def shown(book: Any, name: str) -> dict[str, Any]:
    """The titles of the whole columns, and how many whole rows stand below them."""
    screen, header = first_screen(book[name]), HEADER_ROWS.get(name, 4)
    titles = [book[name][f"{column}{header}"].value for column in screen.columns]
    return {"columns": [title for title in titles if title], "rows": sum(row > header for row in screen.rows)}


def test_the_first_screens_show_what_they_did(book: Any) -> None:
    found = {name: shown(book, name) for name in SHEETS}
    if os.environ.get("KECUALI_UPDATE_GOLDEN"):
        RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{RECORD.name} was written anew: look at the difference before committing it")
    assert found == json.loads(RECORD.read_text(encoding="utf-8"))


def test_the_register_shows_thirteen_entries_with_what_matters(book: Any) -> None:
    found = shown(book, schema.REGISTER_SHEET)
    assert found["rows"] >= 13
    headers = [
        schema.REGISTER.column(field).header for field in ("status", "end_on", "days_left", "period_text")
    ]
    assert set(headers) <= set(found["columns"])


def test_the_recap_shows_twelve_rows_with_what_is_to_be_approved(book: Any) -> None:
    found = shown(book, schema.RECAP_SHEET)
    assert found["rows"] >= 12
    headers = [RECAP.column(field).header for field in ("information", "status", "end_on", "explanation")]
    assert set(headers) <= set(found["columns"])


def test_an_event_is_recorded_without_scrolling_its_form(book: Any) -> None:
    screen = first_screen(book[schema.FORM_SHEET])
    assert sum(row >= form_sheet.FIRST_LINE for row in screen.rows) >= 9  # what a ruling is asked with
    assert "D" in screen.columns


def test_answers_are_asked_for_in_cells_that_are_seen(book: Any) -> None:
    first = form_sheet.FIRST_LINE
    rules = {
        (str(area.sqref), rule.formula[0]): rule.dxf
        for area in book[schema.FORM_SHEET].conditional_formatting
        for rule in area.rules
    }
    look = rules[f"C{first}:C{first + form_sheet.LINES - 1}", f"LEN($B{first})>0"]
    assert look.fill.bgColor.rgb == f"FF{styles.INPUT[1:]}"
    assert look.border.bottom.style == "thin"
    assert (f"C{first - 1}", f"LEN($C{first - 1})>0") in rules  # no head above a form that asks nothing


def test_the_home_sheet_stands_whole_on_the_first_screen(book: Any) -> None:
    screen = first_screen(book[schema.HOME])
    assert home_sheet.LAST_OF_SCREEN in screen.rows
    assert "M" in screen.columns


@pytest.mark.parametrize(
    "name",
    [schema.DECISIONS_SHEET, schema.REGISTER_SHEET, schema.LOG_SHEET, schema.SCANS_SHEET, schema.RECAP_SHEET],
)
def test_rows_of_a_list_have_one_height(book: Any, name: str) -> None:
    heights = {book[name].row_dimensions[row].height for row in range(5, 16)}
    assert heights <= {None, book[name].sheet_format.defaultRowHeight}


def test_a_wider_window_shows_more(book: Any) -> None:
    """The model itself: Excel's own sheet of 64x20 pixels a cell shows A1 to T23."""
    sheet = type(book)().active
    assert first_screen(sheet) == FirstScreen(tuple("ABCDEFGHIJKLMNOPQRST"), tuple(range(1, 24)))


def test_the_recap_keeps_code_and_information_in_sight(book: Any) -> None:
    pane = book[schema.RECAP_SHEET].sheet_view.pane
    assert (pane.xSplit, pane.ySplit) == (RECAP.fields.index("information") + 1, 4)
