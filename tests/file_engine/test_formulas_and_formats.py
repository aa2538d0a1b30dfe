"""Formulas and number formats are understood as Excel understands them."""

from __future__ import annotations

import pytest

from xl_macros.file_engine.cells.addresses import Area, parse_area
from xl_macros.file_engine.cells.dates import is_date_format
from xl_macros.file_engine.cells.formula_dialect import from_file, to_file
from xl_macros.file_engine.cells.formulas import moved, quoted_sheet, reference_of


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("'Lembar A1'!A1&Data!B2", "'Lembar A1'!B3&Data!C4"),
        ('"A1"&A1&"say ""A1"""', '"A1"&B3&"say ""A1"""'),
        ("LOG10(A1)", "LOG10(B3)"),
        ("A1.5+tbl1[[#This Row],[A1]]", "A1.5+tbl1[[#This Row],[A1]]"),
        ("SUM(A:A,$B:C,1:1,$2:3)", "SUM(B:B,$B:D,3:3,$2:5)"),
        ("XFD1048576", "#REF!"),
        ("[1]Data!A1", "[1]Data!B3"),
        ("A1:INDEX(A:A,5)", "B3:INDEX(B:B,5)"),
        ("nama_A1+A1_x", "nama_A1+A1_x"),
        ("ABCD1+A1", "ABCD1+B3"),
    ],
)
def test_relative_references_move_and_nothing_else(formula: str, expected: str) -> None:
    assert moved(formula, 2, 1) == expected


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("=XLOOKUP(A1,B:B,C:C)", "_xlfn.XLOOKUP(A1,B:B,C:C)"),
        ("=FILTER(A1:A2,B1:B2)", "_xlfn._xlws.FILTER(A1:A2,B1:B2)"),
        ('="IFS("&SUM(A1)', '"IFS("&SUM(A1)'),
        ("=[@Nilai]", "tbl[[#This Row],[Nilai]]"),
        ("=[@[Nilai baru]]+lain[@X]", "tbl[[#This Row],[Nilai baru]]+lain[[#This Row],[X]]"),
        ("=tbl[@]", "tbl[#This Row]"),
        ('="[@Nilai]"', '"[@Nilai]"'),
        ("=ifs(A1,1)", "_xlfn.ifs(A1,1)"),
    ],
)
def test_formulas_are_stored_as_the_file_wants_them(typed: str, stored: str) -> None:
    assert to_file(typed, "tbl") == stored


def test_prefixes_of_newer_functions_are_not_shown() -> None:
    assert from_file("_xlfn._xlws.FILTER(A1,_xlfn.XLOOKUP(1,2,3))") == "=FILTER(A1,XLOOKUP(1,2,3))"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("='It''s a'!$A$1:$B$2", ("It's a", Area(1, 1, 2, 2))),
        ("Data!C3", ("Data", Area(3, 3, 3, 3))),
        ("$A:$B", (None, Area(1, 1, 1_048_576, 2))),
        ("=OFFSET(A1,1,1)", None),
        ("=Data!A1,Data!B1", None),
        ("#REF!", None),
    ],
)
def test_plain_references_are_told_from_formulas(formula: str, expected: object) -> None:
    assert reference_of(formula) == expected


@pytest.mark.parametrize(
    ("name", "quoted"), [("Data", "Data"), ("Data 1", "'Data 1'"), ("A1", "'A1'"), ("It's", "'It''s'")]
)
def test_sheet_names_are_quoted_where_they_must_be(name: str, quoted: str) -> None:
    assert quoted_sheet(name) == quoted


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B", "A1:B2:C3", "1A", "A-1", "A1 B2"]
)
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert parse_area(text) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False), ("0.00", False), ("@", False), ("dd/mm/yyyy", True), ("[h]:mm", True),
        ("[$-421]dd mmmm yyyy;@", True),
        ('0 "hari"', False), ("[Red]0", False), (r"0\d", False), ("#,##0_d", False), ("0;dd", False), ("yyyy", True),
        ("[$Rp-421]#,##0", False), ("mm:ss.0", True), ("0.00E+00", False),
    ],
)  # fmt: skip
def test_date_formats_are_told_from_others(code: str, expected: bool) -> None:
    assert is_date_format(code) is expected
