"""Whatever is written in whatever order is what a plain dictionary would hold, here and for other readers."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.file_engine.book.workbook_file import WorkbookFile
from xl_macros.file_engine.cells import formulas
from xl_macros.file_engine.cells.addresses import Area, column_letters, column_number, parse_area
from xl_macros.file_engine.cells.cell_text import from_cell, text_elements
from xl_macros.file_engine.cells.dates import from_serial, is_date_format, to_serial

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12).filter(
    lambda text: text[:1] not in ("=", "'")
)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = VALUES | TEXTS | st.sampled_from(["berlaku", "5 (lima) tahun"])


@st.composite
def blocks(draw: st.DrawFn) -> tuple[tuple[int, int], list[list[Any]]]:
    """A place and a block of values for it; dates have columns of their own, whose numbers would be dates too."""
    width = draw(st.integers(1, 6))
    values, columns = draw(st.sampled_from([(VALUES, (1, 12)), (MOMENTS | st.none() | TEXTS, (20, 24))]))
    rows = st.lists(st.lists(values, min_size=width, max_size=width), min_size=1, max_size=12)
    return draw(st.tuples(st.integers(1, 25), st.integers(*columns))), draw(rows)


Model = dict[tuple[int, int], Any]
STEPS = st.lists(blocks() | st.sampled_from(["save", "clear", "color"]), min_size=1, max_size=8)


def as_read(value: Any) -> Any:
    if value == "" and isinstance(value, str):
        return None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, start=st.sampled_from(["blank", "quickstart"]))
def test_any_sequence_of_writes_is_what_a_dictionary_would_hold(steps: list[Any], start: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buku.xlsx"
        openpyxl.Workbook().save(path)
        book, model = WorkbookFile(path), dict[tuple[int, int], Any]()
        if start == "quickstart":
            block = [[f"x{row}.{column}" for column in range(14)] for row in range(30)]
            _write(book, model, 1, 1, block)
        for step in steps:
            _take(book, model, step, path)
        book.save(path)
        _compare(path, model)


def _write(book: WorkbookFile, model: Model, row: int, column: int, block: list[list[Any]]) -> None:
    area = Area(row, column, row + len(block) - 1, column + len(block[0]) - 1)
    book.sheets[0].write(area, block)
    for down, values in enumerate(block):
        for right, value in enumerate(values):
            model[row + down, column + right] = as_read(value)


def _take(book: WorkbookFile, model: Model, step: Any, path: Path) -> None:
    if step == "save":
        book.save(path)
    elif step == "clear":
        _write(book, model, 3, 2, [[None] * 4] * 5)
    elif step == "color":
        book.sheets[0].restyle(Area(2, 3, 6, 9), lambda style: book.styles.with_color(style, (1, 2, 3)))
    else:
        (row, column), block = step
        _write(book, model, row, column, block)


def _compare(path: Path, model: Model) -> None:
    rows, columns = max(row for row, _ in [*model, (1, 1)]), max(column for _, column in [*model, (1, 1)])
    expected = [[model.get((row, column)) for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    reopened = WorkbookFile(path)
    assert reopened.sheets[0].read(Area(1, 1, rows, columns)) == expected
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path).active
        peer = [list(row) for row in sheet.iter_rows(1, rows, 1, columns, values_only=True)]
    assert [[_loose(_unescaped(value)) for value in row] for row in peer] == [
        [_loose(value) for value in row] for row in expected
    ]
    other = (
        python_calamine.CalamineWorkbook.from_path(path)
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    for row, wanted in zip(other, expected, strict=False):
        assert [_loose(value or None) for value in row if not isinstance(value, float | int)] == [
            _loose(value or None) for value in wanted[: len(row)] if not isinstance(value, float | int)
        ]


def _unescaped(value: Any) -> Any:
    """A value as openpyxl gives it, which leaves `_xHHHH_` escapes to the caller."""
    if not isinstance(value, str):
        return value
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), value)


def _loose(value: Any) -> Any:
    """What the readers see alike, which have their own ways with control characters and date types."""
    if isinstance(value, str):
        return re.sub("[\x00-\x1f\ufffe\uffff]+", "?", value)
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return value


@given(st.text())
def test_any_text_survives_its_way_into_a_cell_and_back(text: str) -> None:
    safe = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    (element,) = text_elements([safe])
    assert from_cell(element[element.index(">") + 1 : -len("</t>")]) == safe


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31)), st.booleans())
def test_any_moment_survives_its_serial_to_the_millisecond(moment: dt.datetime, date1904: bool) -> None:
    if date1904 and moment < dt.datetime(1904, 1, 1):
        moment += dt.timedelta(days=1461)
    read = from_serial(float(repr(to_serial(moment, date1904))), date1904)
    assert isinstance(read, dt.datetime)
    assert abs(read - moment) <= dt.timedelta(milliseconds=1)


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_are_each_others_inverse(column: int) -> None:
    assert column_number(column_letters(column)) == column


@given(st.integers(1, 1_048_576), st.integers(1, 16_384), st.integers(0, 99), st.integers(0, 99))
def test_any_area_is_read_from_its_address(row: int, column: int, rows: int, columns: int) -> None:
    area = Area(row, column, min(1_048_576, row + rows), min(16_384, column + columns))
    assert parse_area(area.address()) == area == parse_area(area.ref)


@given(st.text(max_size=40), st.integers(-50, 50), st.integers(-50, 50))
def test_moving_any_formula_never_fails(text: str, rows: int, columns: int) -> None:
    assert isinstance(formulas.moved(text, rows, columns), str)


@given(st.text(max_size=20))
def test_any_number_format_is_judged(code: str) -> None:
    assert is_date_format(code) in (True, False)
