"""Headers, formats, dropdowns, colours, print set-up and protection of the built sheets."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from workbook import styles
from workbook.home import home_buttons
from workbook.rules import list_name, list_range
from workbook.sheet_texts import TEXTS
from workbook.state_cells import state_addresses
from workbook.table_sheets import choice_tables
from xl_macros.tables import schema
from xl_macros.tables.recap_sheet import RECAP
from xl_macros.tables.schema import NUMBER_FORMATS, PROTECTED_SHEETS, SHEETS, TABLES, Filled, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook

    from .conftest import Package

EVERY_TABLE = (*TABLES, RECAP, *choice_tables())


@pytest.fixture(scope="module")
def book(committed: Path) -> Iterator[Workbook]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "warnings.warn", lambda *_, **__: None
        )  # openpyxl says what it would not keep on saving
        loaded = openpyxl.load_workbook(committed)
    yield loaded
    loaded.close()


def table_of(book: Workbook, table: Table) -> Any:
    return book[table.sheet].tables[table.name]


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_headers_in_cells_are_the_column_names(book: Workbook, table: Table) -> None:
    found = table_of(book, table)
    left, top, right, _ = range_boundaries(found.ref)
    cells = [book[table.sheet].cell(top, column).value for column in range(left, right + 1)]
    assert [column.name for column in found.tableColumns] == cells == list(table.headers)
    assert book[table.sheet][table.anchor].coordinate == f"{table.anchor}"


def test_no_tables_overlap_and_nothing_stands_beneath_one(book: Workbook) -> None:
    for name in SHEETS:
        sheet = book[name]
        areas = [range_boundaries(each.ref) for each in sheet.tables.values()]
        columns = [column for left, _, right, _ in areas for column in range(left, right + 1)]
        assert len(columns) == len(set(columns))
        for left, _, right, bottom in areas:
            beneath = sheet.iter_rows(bottom + 1, sheet.max_row, left, right, values_only=True)
            assert not any(value for row in beneath for value in row)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whole_columns_have_their_number_format(package: Package, table: Table) -> None:
    formats = _number_formats(package)
    left = range_boundaries(f"{table.anchor}:{table.anchor}")[0]
    spans = [
        (int(col.attrib["min"]), int(col.attrib["max"]), col.attrib["style"])
        for col in package.sheet(table.sheet).iter("{*}col")
        if "style" in col.attrib
    ]
    for number, column in enumerate(table.columns, start=left):
        style = next(style for first, last, style in spans if first <= number <= last)
        assert formats[int(style)] == NUMBER_FORMATS[column.kind], column.header


def _number_formats(package: Package) -> list[str]:
    root = package.root("xl/styles.xml")
    own = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in root.iter("{*}numFmt")}
    known = {"0": "General", "49": "@", "1": "0", "2": "0.00", **own}
    cells = root.find("{*}cellXfs")
    assert cells is not None
    return [known[each.attrib["numFmtId"]] for each in cells]


def test_every_dropdown_points_at_a_defined_name_over_a_table_column(
    book: Workbook, package: Package
) -> None:
    names = package.names()
    columns = {f"{table.name}[{column.header}]" for table in EVERY_TABLE for column in table.columns}
    lists = [
        rule.formula1
        for name in SHEETS
        for rule in book[name].data_validations.dataValidation
        if rule.type == "list" and name != schema.FORM_SHEET  # its choices stand on the form itself
    ]
    assert lists
    for formula in lists:
        assert names[formula.removeprefix("=")] in columns


def test_every_column_with_choices_has_its_dropdown_down_to_the_last_row(book: Workbook) -> None:
    for table in TABLES:
        left, top, _, _ = range_boundaries(table_of(book, table).ref)
        for number, column in enumerate(table.columns, start=left):
            if column.choices and column.filled is Filled.BY_STAFF:
                rules = [
                    rule
                    for rule in book[table.sheet].data_validations.dataValidation
                    if rule.type == "list"
                    and any(
                        area.min_col <= number <= area.max_col
                        and area.min_row == top + 1
                        and area.max_row == 1_048_576
                        for area in rule.sqref.ranges
                    )
                ]
                assert [rule.formula1 for rule in rules] == [list_name(column.choices)], column.header


def test_choice_lists_hold_the_words_of_the_schema(book: Workbook) -> None:
    for table, (_, words) in zip(choice_tables(), schema.CHOICES.values(), strict=True):
        left, top, _, bottom = range_boundaries(table_of(book, table).ref)
        cells = book[table.sheet].iter_rows(top + 1, bottom, left, left, values_only=True)
        assert tuple(row[0] for row in cells) == words


def test_settings_have_their_dropdown_check_and_hint(book: Workbook) -> None:
    rules = book[schema.SETTINGS_SHEET].data_validations.dataValidation
    cells = book[schema.SETTINGS_SHEET]
    lines = {cells[f"A{line}"].value: line for line in range(5, cells.max_row + 1)}
    for setting in schema.SETTING_ROWS:
        found = [
            (rule.type, rule.formula1, rule.prompt)
            for rule in rules
            if f"B{lines[setting.name]}" in str(rule.sqref).split()
        ]
        kind = "list" if setting.choices else "custom" if setting.limits else None
        assert [each[0] for each in found if kind in ("list", "custom")] == [kind] * bool(kind), setting.name
        assert [each[2] or "" for each in found] == [setting.hint] * bool(found), setting.name
        assert not setting.hint or found, setting.name
        if setting.choices:
            assert found[0][1] == list_name(setting.choices)


def test_settings_stand_in_blocks_and_what_must_be_filled_says_so(book: Workbook) -> None:
    rows = list(book[schema.SETTINGS_SHEET].iter_rows(5, None, 1, 3, values_only=True))
    expected = []
    for block in schema.SETTING_BLOCKS:
        expected.append((block.title, None, block.hint))
        expected += [
            (each.name, each.default or each.placeholder or None, each.hint or None)
            for each in block.settings
        ]
    assert rows[: len(expected)] == expected
    assert {row[1] for row in expected if str(row[1]).startswith("isi:")} == {
        "isi: nama sub bagian yang melapor",
        "isi: nama lengkap Sekretaris dengan gelar",
        "isi: alamat surel dinas Sekretaris",
    }
    assert not {block.title for block in schema.SETTING_BLOCKS} & {each.name for each in schema.SETTING_ROWS}


def test_rules_stay_within_excels_limits(book: Workbook) -> None:
    for name in SHEETS:
        for rule in book[name].data_validations.dataValidation:
            assert len(rule.formula1 or "") <= 255
            assert len(rule.prompt or "") <= 255
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.error or "") <= 225
            assert len(rule.errorTitle or "") <= 32


def test_hints_are_shown_where_staff_type(book: Workbook) -> None:
    for table in TABLES:
        left, top, _, _ = range_boundaries(table_of(book, table).ref)
        for number, column in enumerate(table.columns, start=left):
            if column.hint and column.filled is Filled.BY_STAFF:
                prompts = [
                    rule.prompt
                    for rule in book[table.sheet].data_validations.dataValidation
                    if any(
                        area.min_col <= number <= area.max_col and area.min_row == top + 1
                        for area in rule.sqref.ranges
                    )
                ]
                assert prompts == [column.hint]


def test_only_the_sheets_that_buttons_write_are_protected_and_without_a_password(book: Workbook) -> None:
    for name in SHEETS:
        protection = book[name].protection
        assert protection.sheet == (name in PROTECTED_SHEETS), name
        assert not protection.password
        if name in TEXTS:
            assert TEXTS[name].protected == (name in PROTECTED_SHEETS)


def test_button_columns_on_open_sheets_refuse_typing(book: Workbook) -> None:
    for table in TABLES:
        if table.sheet in PROTECTED_SHEETS:
            continue
        left, top, _, _ = range_boundaries(table_of(book, table).ref)
        for number, column in enumerate(table.columns, start=left):
            guards = [
                rule
                for rule in book[table.sheet].data_validations.dataValidation
                if rule.type == "custom"
                and rule.formula1 == "FALSE"
                and any(area.min_col <= number <= area.max_col for area in rule.sqref.ranges)
            ]
            assert bool(guards) == (column.filled is Filled.BY_BUTTON), column.header
            assert book[table.sheet].cell(top + 1, number).protection.locked == (
                column.filled is not Filled.BY_STAFF
            )


def test_the_notes_column_of_the_recap_is_open_on_its_protected_sheet(book: Workbook) -> None:
    left, top, right, _ = range_boundaries(table_of(book, RECAP).ref)
    locked = [book[RECAP.sheet].cell(top + 1, column).protection.locked for column in range(left, right + 1)]
    assert [field for field, is_locked in zip(RECAP.fields, locked, strict=True) if not is_locked] == ["note"]


def test_defined_names_resolve(package: Package) -> None:
    names = package.names()
    for choices in schema.CHOICES:
        assert names[list_name(choices)] == list_range(choices)
    for name, address in state_addresses().items():
        assert names[name] == f"{schema.SETTINGS_SHEET}!{address}"
    assert set(state_addresses()) == {
        schema.NAME_TRANSACTION,
        schema.NAME_LAST_CHECK,
        schema.NAME_INTERPRETER,
    }


def test_state_cells_lie_outside_the_tables(book: Workbook) -> None:
    for table in TABLES:
        if table.sheet == schema.SETTINGS_SHEET:
            left, _, right, _ = range_boundaries(table_of(book, table).ref)
            for address in state_addresses().values():
                column = range_boundaries(address)[0]
                assert not left - 1 <= column <= right + 1


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_prints_on_a4_with_page_numbers(book: Workbook, name: str) -> None:
    sheet = book[name]
    assert sheet.page_setup.paperSize == 9
    upright = name in (schema.DISPOSITION_SHEET, schema.SETTINGS_SHEET, schema.REFERENCE_SHEET)
    assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
    fitted = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert bool(fitted) != (name == schema.REFERENCE_SHEET)
    assert "Halaman &P dari &N" in sheet.oddFooter.right.text.replace("&[Page]", "&P").replace(
        "&[Pages]", "&N"
    )
    secret = name not in (schema.SETTINGS_SHEET, schema.OFFICERS_SHEET, schema.REFERENCE_SHEET)
    assert (sheet.oddFooter.left.text == "RAHASIA - DIKECUALIKAN") == secret


def test_each_reference_table_begins_a_page_and_the_words_of_dropdowns_are_not_printed(
    book: Workbook,
) -> None:
    sheet = book[schema.REFERENCE_SHEET]
    mine = [table for table in schema.TABLES if table.sheet == schema.REFERENCE_SHEET]
    assert [f"{get_column_letter(each.id + 1)}4" for each in sheet.col_breaks.brk] == [
        table.anchor for table in mine[1:]
    ]
    assert sheet.print_area.endswith("!$A$1:$AF$1048576")
    assert sheet.page_setup.scale >= 70  # letters of seven points


@pytest.mark.parametrize("table", [*TABLES, RECAP], ids=lambda table: table.name)
def test_the_header_row_is_printed_on_every_page(book: Workbook, table: Table) -> None:
    _, top, _, _ = range_boundaries(table_of(book, table).ref)
    assert book[table.sheet].print_title_rows == f"${top}:${top}"


@pytest.mark.parametrize("name", [*TEXTS, schema.RECAP_SHEET])
def test_headers_stay_in_sight_while_scrolling(book: Workbook, name: str) -> None:
    pane = book[name].sheet_view.pane
    assert pane is not None
    assert pane.ySplit == 4


def test_data_sheets_have_no_merged_cells(book: Workbook) -> None:
    for name in (*TEXTS, schema.RECAP_SHEET):
        assert not book[name].merged_cells.ranges


def test_conditional_formats_speak_of_the_row_they_stand_in(package: Package) -> None:
    for name in SHEETS:
        for rule in package.sheet(name).iter("{*}conditionalFormatting"):
            first = int(re.findall(r"\d+", rule.attrib["sqref"])[0])
            for formula in rule.iter("{*}formula"):
                rows = {int(row) for row in re.findall(r"\$?[A-Z]{1,2}(\d+)", formula.text or "")}
                assert rows <= {first}, f"{name}: {formula.text}"


def test_each_status_word_of_the_domain_has_a_fill_of_its_own() -> None:
    from xl_macros.domain.entry import Status

    assert {status.value for status in Status} <= set(styles.STATUS)
    for place, (word, _) in enumerate(styles.STATUS_FILLS):
        earlier = [other for other, _ in styles.STATUS_FILLS[:place]]
        assert not any(word.endswith(other) for other in earlier), word


def test_text_on_its_fill_has_a_contrast_of_at_least_four_and_a_half() -> None:
    every = {
        name: value for name, value in vars(styles).items() if name[0].isupper() and isinstance(value, dict)
    }
    every |= styles.STATUS
    for name, style in every.items():
        ink, fill = style.get("font_color", styles.INK), style.get("bg_color", styles.WHITE)
        if isinstance(ink, str) and isinstance(fill, str):
            assert contrast(ink, fill) >= 4.5, name


def test_headers_of_staff_and_of_buttons_differ_without_colour() -> None:
    """As much as WCAG 1.4.11 asks of things that must be told apart."""
    staff, button = styles.STAFF_HEADER["bg_color"], styles.BUTTON_HEADER["bg_color"]
    assert contrast(staff, button) >= 3


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.1."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_charts_and_buttons_have_words_for_who_cannot_see_them(package: Package) -> None:
    drawings = [package.root(part) for part in package.parts if part.startswith("xl/drawings/drawing")]
    charts = [each for root in drawings for each in root.iter("{*}cNvPr") if "Chart" in each.attrib["name"]]
    assert [bool(each.attrib.get("descr")) for each in charts] == [True]
    buttons = package.parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert buttons.count(" alt=") == buttons.count("<v:shape ") == len(home_buttons())


def test_charts_read_cells_that_the_sheets_fill(package: Package) -> None:
    references = [
        each.text or ""
        for part in package.parts
        if part.startswith("xl/charts/chart")
        for each in package.root(part).iter("{*}f")
    ]
    assert sorted(references) == [
        "Beranda!$P$16:$P$26",
        "Beranda!$Q$16:$Q$26",
    ]


def test_a_new_workbook_brings_what_an_office_needs_to_start(book: Workbook) -> None:
    def rows(table: Table) -> list[tuple[Any, ...]]:
        left, top, right, bottom = range_boundaries(table_of(book, table).ref)
        return list(book[table.sheet].iter_rows(top + 1, bottom, left, right, values_only=True))

    assert [row[0] for row in rows(schema.STEPS)] == [1, 2, 3, 4, 5, 6]
    assert [row[0] for row in rows(schema.ARTICLES)] == list("abcdefghij")
    assert {row[0].date() for row in rows(schema.HOLIDAYS)} >= {date(2026, 1, 1), date(2026, 12, 25)}
    assert rows(schema.WORKING_HOURS)
    assert "UU 14/2008" in {row[0] for row in rows(schema.LEGAL_BASES)}
    for table in (
        schema.DECISIONS,
        schema.REGISTER,
        schema.EVENTS,
        schema.LOG,
        schema.SCANS,
        schema.OFFICERS,
    ):
        typed = [place for place, column in enumerate(table.columns) if column.kind is not Kind.FORMULA]
        assert not any(row[place] for row in rows(table) for place in typed)


def test_every_reference_to_a_column_of_the_same_row_has_brackets_of_its_own(package: Package) -> None:
    """`tbl[[#This Row],Status]` is what no program reads: the column stands in brackets too."""
    formulas = [
        each.text or ""
        for part in package.parts
        if part.startswith(("xl/tables/", "xl/worksheets/sheet"))
        for tag in ("f", "calculatedColumnFormula")
        for each in package.root(part).iter(f"{{*}}{tag}")
    ]
    assert any("[#This Row]" in formula for formula in formulas)
    assert [formula for formula in formulas if re.search(r"\[#This Row\],(?!\[)", formula)] == []
