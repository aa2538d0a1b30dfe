"""Reading a stranger's list in the parsing process: workbooks through calamine, CSV through the standard library.

Macros and external links are never looked at: calamine reads the values that stand in the file. Sizes are bounded
before it sees the file; what gets past that meets the limits of the process.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xl_macros.scans.bounds import Answer, Unacceptable

MAX_FILE_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_PARTS = 5_000
MAX_ROWS, MAX_COLUMNS = 20_000, 200
MAX_SHEETS = 100

Lost = list[Any]
"""Row and column (0-based) of a cell and what stands there: an error's name, or nothing."""

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAVE_AGAIN = "Buka berkas itu di Excel dan simpan sebagai buku kerja Excel (.xlsx), lalu ulangi."
_TOO_LARGE = "Ambil lembar yang diperlukan saja ke buku kerja baru, lalu ulangi."


def read_sheets(path: str) -> Answer:
    """Every sheet of the file as rows from A1 on: text, numbers, booleans, dates as `{"date": iso}`, None.

    `merged` are ranges (first row, first column, last row, last column), 0-based; `lost` are cells whose value
    the file does not hold (row, column, what stands there). Raises Unacceptable.
    """
    file = Path(path)
    if file.stat().st_size > MAX_FILE_BYTES:
        raise Unacceptable(f"Berkas lebih besar dari {MAX_FILE_BYTES // 1_000_000} MB.", _TOO_LARGE)
    data = file.read_bytes()
    if data.startswith(_ZIP):
        lost = _look_through(data)
        return {"sheets": [{**sheet, "lost": lost.get(sheet["name"], [])} for sheet in _workbook(data)]}
    if data.startswith(_COMPOUND):
        return {"sheets": _workbook(data)}
    if data.lstrip()[:1] == b"<":
        raise Unacceptable("Isinya halaman web, bukan buku kerja, apa pun nama berkasnya.", _SAVE_AGAIN)
    if file.suffix.lower() not in _TEXT_SUFFIXES or not data.strip():
        raise Unacceptable("Isinya bukan buku kerja Excel, OpenDocument, atau CSV.", _SAVE_AGAIN)
    return {"sheets": [_sheet(file.stem, _lines(data))]}


def _look_through(data: bytes) -> dict[str, list[Lost]]:
    """What calamine would hand over as empty, by sheet: errors, and formulas never computed (of Excel's kinds only).

    Refused before calamine sees it: what unpacks to too much, and cells so far out that a table down to them would
    fill the memory.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            if "content.xml" in archive.namelist():
                with archive.open("content.xml") as part:
                    _check_repeats(part)
            lost = {}
            for name, path in _sheet_parts(archive).items():
                with archive.open(path) as part:
                    lost[name] = list(_lost_cells(name, part))
            return lost
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unacceptable("Buku kerja itu rusak atau dikunci kata sandi.", _SAVE_AGAIN) from error
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Unacceptable("Buku kerja itu rusak.", _SAVE_AGAIN) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, whatever its directory says."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Unacceptable("Isi buku kerja itu terlalu besar setelah dibuka.", _TOO_LARGE)
    if archive.testzip() is not None:  # reads each part, to no more than the size announced for it
        raise Unacceptable("Buku kerja itu rusak.", _SAVE_AGAIN)


def _workbook(data: bytes) -> list[Answer]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            listed = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if len(listed) > MAX_SHEETS:
                raise Unacceptable(f"Buku kerja itu berisi lebih dari {MAX_SHEETS} lembar.", _TOO_LARGE)
            return [
                _calamine_sheet(book.get_sheet_by_name(sheet.name), sheet.visible == SheetVisibleEnum.Visible)
                for sheet in listed
            ]
    except PasswordError as error:
        raise Unacceptable(
            "Buku kerja itu dikunci kata sandi.", "Simpan tanpa kata sandi, lalu ulangi."
        ) from error
    except CalamineError as error:
        raise Unacceptable(
            "Buku kerja itu rusak atau bukan buku kerja Excel yang wajar.", _SAVE_AGAIN
        ) from error


def _calamine_sheet(sheet: Any, visible: bool) -> Answer:
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
        raise _too_far(sheet.name)
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merged = [
        [*first, min(last[0], last_row), min(last[1], last_column)]
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] <= last_row and first[1] <= last_column
    ]
    if sum(last - first + 1 for first, _, last, _ in merged) > MAX_ROWS * 10:
        raise _too_far(sheet.name)
    return _sheet(sheet.name, rows, visible=visible, merged=merged)


def _sheet(
    name: str, rows: list[list[Any]], visible: bool = True, merged: list[list[int]] | None = None
) -> Answer:
    return {"name": name, "visible": visible, "rows": rows, "merged": merged or [], "lost": []}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value if isinstance(value, bool | int | float) else str(value)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds which sheet; empty for what is no workbook of Excel's XML kind."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    book = _parse(archive.read("xl/workbook.xml"))
    links = _parse(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    names = {
        str(sheet.get("name")): targets.get(sheet.get(_RELATION), "") for sheet in book.iter(f"{_MAIN}sheet")
    }
    found = {
        name: target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        for name, target in names.items()
    }
    return {name: part for name, part in found.items() if part in archive.namelist()}


def _parse(part: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _lost_cells(sheet: str, part: Any) -> Iterator[Lost]:
    row, column = -1, -1
    for event, element in _events(part):
        if element.tag == f"{_MAIN}row" and event == "start":
            row, column = int(element.get("r") or row + 2) - 1, -1
        elif element.tag == f"{_MAIN}c" and event == "end":
            row, column = _place(element.get("r"), row, column)
            if (row >= MAX_ROWS or column >= MAX_COLUMNS) and len(element):
                raise _too_far(sheet)
            value = element.findtext(f"{_MAIN}v") or ""
            if element.get("t") == "e":
                yield [row, column, value]
            elif element.find(f"{_MAIN}f") is not None and not value:
                yield [row, column, ""]
        elif element.tag == f"{_MAIN}row":
            element.clear()


def _events(part: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    settings: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    yield from etree.iterparse(part, events=("start", "end"), **settings)


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """The 0-based place of a cell; one without a reference stands right of the last."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return row, column + 1
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(found[2]) - 1, number - 1


def _too_far(sheet: str) -> Unacceptable:
    return Unacceptable(f"Lembar {sheet} lebih dari {MAX_ROWS} baris atau {MAX_COLUMNS} kolom.", _TOO_LARGE)


def _check_repeats(part: Any) -> None:
    """Refuse an OpenDocument sheet whose filled cells are repeated beyond any list."""
    filled = columns = 0
    for event, element in _events(part):
        if event == "end" and element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            columns += int(element.get(f"{_TABLE}number-columns-repeated") or 1) if len(element) else 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            filled += columns * int(element.get(f"{_TABLE}number-rows-repeated") or 1)
            columns = 0
            element.clear()
            if filled > MAX_ROWS * MAX_COLUMNS:
                raise _too_far(element.getparent().get(f"{_TABLE}name") or "")


def _lines(data: bytes) -> list[list[Any]]:
    """The lines of a CSV file, in whichever of its usual encodings and separators it was written."""
    text = _decoded(data)
    if "\0" in text:
        raise Unacceptable("Isinya bukan teks CSV.", _SAVE_AGAIN)
    try:
        readings = [list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in ";,\t"]
    except csv.Error as error:
        raise Unacceptable("Berkas CSV itu tidak dapat dibaca.", _SAVE_AGAIN) from error
    rows = max(readings, key=_evenness)
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise Unacceptable(f"Daftar itu lebih dari {MAX_ROWS} baris atau {MAX_COLUMNS} kolom.", _TOO_LARGE)
    return [[_plain(cell) for cell in row] for row in rows]


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else []
    for encoding in (*encodings, "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """How much a reading looks like a table: rows of the most usual width, if that is more than one cell."""
    widths = [len(row) for row in rows if any(row)]
    usual = max(set(widths), key=widths.count, default=0)
    return (widths.count(usual), usual) if usual > 1 else (0, 0)
