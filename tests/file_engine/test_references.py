"""References to sheets are found however they are spelled, and what costs a pass over a sheet costs one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells.addresses import Area, AreaIndex
from xl_macros.file_engine.cells.formulas import UNCLEAR, mentions, reference_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("Données!A1*2", {"données!"}),
        ("Лист1!A1+日本語!B2", {"лист1!", "日本語!"}),
        ("'Data'!$A$1", {"data!"}),
        ("DATA!A1", {"data!"}),
        ("'It''s a ''sheet'''!A1", {"it's a 'sheet'!"}),
        ("Sheet.1!A1+_x!A1", {"sheet.1!", "_x!"}),
        ("SUM(tblData[Nilai],'Lembar 2'!A:A)", {"tbldata", "lembar 2!"}),
        ("tbl[Kolom '[a'] 'x]+Data!A1", {"tbl", "data!"}),
        ("tbl[[#This Row],[Data!A1]]", {"tbl"}),
        ("\"Data!A1\"&'Lain'!A1", {"lain!"}),
        ('"say ""Data!"" "&Lain!A1', {"lain!"}),
        ("Jan:Dec!A1", {"dec!", UNCLEAR}),
        ("'Jan:Dec 2'!A1", {"jan:dec 2!", UNCLEAR}),
        ("INDIRECT(A1)", {"indirect", UNCLEAR}),
        ("-Data!A1%", {"data!"}),
        ("[1]Data!A1+'[b.xlsx]Lain'!A1", {"data!", "lain!"}),
        ("'unfinished", {UNCLEAR}),
        ('"unfinished', {UNCLEAR}),
        ("Nilai+1", {"nilai"}),
    ],
)
def test_a_formula_mentions_sheets_tables_and_names(formula: str, found: set[str]) -> None:
    assert found <= mentions(formula)
    assert {word for word in mentions(formula) if word.endswith("!")} == {w for w in found if w.endswith("!")}


@pytest.mark.parametrize(
    ("formula", "sheet"),
    [("Données!$A$1", "Données"), ("='It''s'!A1", "It's"), ("日本語!A1", "日本語"), ("'a'b!A1", None)],
)
def test_a_plain_reference_is_read_however_its_sheet_is_spelled(formula: str, sheet: str | None) -> None:
    found = reference_of(formula)
    assert (found[0] if found else None) == sheet


@pytest.mark.parametrize("spelled", ["{}", "'{}'"])
@pytest.mark.parametrize("name", ["Données", "Лист1", "日本語", "Data", "data.2"])
@pytest.mark.parametrize("change", [str, str.upper])
def test_a_result_that_depends_on_a_changed_sheet_is_never_shown(
    tmp_path: Path, name: str, spelled: str, change: Callable[[str], str]
) -> None:
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet(name).write("A1", 5)
        book.add_worksheet("lain").write_formula("A1", f"={spelled.format(change(name))}!A1*2", None, 10)
        book.add_worksheet("bebas").write_formula("A1", "=1+1", None, 2)
        book.define_name("Lewat", f"={spelled.format(change(name))}!$A$1")
        book.add_worksheet("nama").write_formula("A1", "=Lewat", None, 5)
    opened = WorkbookFile(path)
    element = opened.names.find("Lewat")
    assert element is not None
    assert opened.names.target(element) == (opened.sheets[0], Area(1, 1, 1, 1))
    opened.sheets[0].write(Area(1, 1, 1, 1), [[6]])
    cell = Area(1, 1, 1, 1)
    assert [sheet.read(cell) for sheet in opened.sheets] == [[[6.0]], [[None]], [[2.0]], [[None]]]
    opened.save(path)
    peer = openpyxl.load_workbook(path, data_only=True)
    assert [sheet["A1"].value for sheet in peer] == [6, None, 2, None]


def test_a_formula_with_a_stale_text_beside_it_loses_both(tmp_path: Path, look: Any) -> None:
    path = look.openpyxl_workbook(tmp_path / "buku.xlsx")
    part = "xl/worksheets/sheet1.xml"
    text = look.parts(path)[part].decode()
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><f>B1</f><is><t>lama</t></is></c>'
        '<c r="B1" t="s"><f>C1</f><v>0</v></c><c r="C1"><v>1</v></c></row>'
    )
    look.repacked(path, {part: (text[:start] + "<sheetData>" + cells + text[end:]).encode()})
    book = WorkbookFile(path)
    book.sheets[0].write(Area(1, 3, 1, 3), [[2]])
    book.save(path)
    assert b'<c r="A1"><f>B1</f></c><c r="B1"><f>C1</f></c>' in look.parts(path)[part]


# -- linear time: four times the work takes about four times the time, not sixteen -------------------------


def shared(count: int) -> str:
    """A sheet of shared formulas, each with one follower."""
    return "".join(
        f'<row r="{2 * n}"><c r="A{2 * n}"><f t="shared" ref="A{2 * n}:A{2 * n + 1}" si="{n}">B{2 * n}</f></c></row>'
        f'<row r="{2 * n + 1}"><c r="A{2 * n + 1}"><f t="shared" si="{n}"/><v>1</v></c></row>'
        for n in range(1, count + 1)
    )


def arrays(count: int) -> str:
    """A sheet of array formulas beside plain cells."""
    return "".join(
        f'<row r="{n}"><c r="A{n}"><f t="array" ref="A{n}">B{n}</f><v>1</v></c><c r="B{n}"><v>1</v></c></row>'
        for n in range(1, count + 1)
    )


def read_formulas(book: WorkbookFile, count: int) -> None:
    found = book.sheets[0].formulas(Area(1, 1, 2 * count + 1, 1))
    assert found[-1] == (2 * count + 1, 1, f"=B{2 * count + 1}")


def write_cells(book: WorkbookFile, count: int) -> None:
    for number in range(1, count + 1):
        book.sheets[0].write(Area(number, 2, number, 2), [[2]])


def read_all(book: WorkbookFile, count: int) -> None:
    assert len(book.sheets[0].read(Area(1, 1, count, 1))) == count


def with_sheet(path: Path, look: Any, rows: str, *, merges: int = 0, formats: int = 0) -> WorkbookFile:
    """A workbook with these rows, merged areas to their right, and so many formats."""
    look.openpyxl_workbook(path)
    tail = "".join(f'<mergeCell ref="D{n}:E{n}"/>' for n in range(1, merges + 1))
    tail = f'<mergeCells count="{merges}">{tail}</mergeCells>' if merges else ""
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>'
    changes = {"xl/worksheets/sheet1.xml": text.encode()}
    if formats:
        styles = look.parts(path)["xl/styles.xml"].decode()
        more = "".join(
            f'<xf numFmtId="{n % 3}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in range(formats)
        )
        changes["xl/styles.xml"] = styles.replace("</cellXfs>", more + "</cellXfs>").encode()
    look.repacked(path, changes)
    return WorkbookFile(path)


def formatted(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}" s="{n}"><v>1</v></c></row>' for n in range(1, count + 1))


def plain(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, count + 1))


@pytest.mark.parametrize(
    ("make", "use", "extra"),
    [
        (shared, read_formulas, None),
        (arrays, write_cells, None),
        (plain, write_cells, "merges"),
        (formatted, read_all, "formats"),
    ],
)
def test_four_times_as_much_takes_about_four_times_as_long(
    tmp_path: Path,
    look: Any,
    make: Callable[[int], str],
    use: Callable[[WorkbookFile, int], None],
    extra: str | None,
) -> None:
    def seconds(count: int) -> float:
        book = with_sheet(tmp_path / f"{count}.xlsx", look, make(count), **({extra: count} if extra else {}))
        start = time.process_time()
        use(book, count)
        return time.process_time() - start

    least = min(seconds(1000) for _ in range(3))
    assert min(seconds(4000) for _ in range(2)) < 9 * least + 0.05


def test_areas_are_found_by_their_rows() -> None:
    areas = [Area(n, 1, n + n % 400, 3) for n in range(1, 5000, 7)] + [Area(1, 5, 1_048_576, 5)]
    index = AreaIndex(areas)
    for wanted in (
        Area(1, 1, 1, 1),
        Area(300, 2, 900, 9),
        Area(4000, 5, 4000, 5),
        Area(1, 1, 1_048_576, 16_384),
    ):
        assert sorted(index.meeting(wanted), key=areas.index) == [
            area for area in areas if area.meets(wanted)
        ]
