"""Reading a stranger's list in the parsing process: values through calamine, looks through openpyxl and own readers.

Macros and external links are never looked at: what counts are the values that stand in the file. Sizes are bounded
before a library sees the file; what gets past that meets the limits of the process.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xl_macros.patterns import regex
from xl_macros.scans.bounds import Answer, Unacceptable
from xl_macros.scans.sheet_binary import ProtectedError, looks_of_xls, looks_of_xlsb
from xl_macros.scans.sheet_html import read_html
from xl_macros.scans.sheet_looks import MAIN, Looks, formats_of_excel, looks_of_opendocument, struck_runs

MAX_FILE_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_PARTS = 5_000
MAX_ROWS, MAX_COLUMNS = 40_000, 200
"""Of a sheet, so that twenty thousand entries fit with their titles, sections and pages."""
MAX_SHEETS = 100

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_REFERENCE = regex(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAVE_AGAIN = "Buka berkas itu di Excel dan simpan sebagai buku kerja Excel (.xlsx), lalu ulangi."
_TOO_LARGE = "Ambil lembar yang diperlukan saja ke buku kerja baru, lalu ulangi."


def read_sheets(path: str) -> Answer:
    """Every sheet of the file as rows from A1 on: text, numbers, booleans, None; dates as `{"date": iso}`.

    A number or date whose format has words of its own comes as `{"shown": text}` beside `"number"` or `"date"`.
    `merged` are ranges (first row, first column, last row, last column), 0-based; `lost` are cells whose value
    the file does not hold (row, column, what stands there); `struck` cells (row, column) and `hidden` rows;
    `known` is whether the file lets these two be seen. Raises Unacceptable.
    """
    file = Path(path)
    if file.stat().st_size > MAX_FILE_BYTES:
        raise Unacceptable(f"Berkas lebih besar dari {MAX_FILE_BYTES // 1_000_000} MB.", _TOO_LARGE)
    data = file.read_bytes()
    if data.startswith((_ZIP, _COMPOUND)):
        looks = _looks_of_archive(data) if data.startswith(_ZIP) else _looks_of_compound(data)
        unseen = Looks(is_known=False)
        return {
            "sheets": [
                _with_looks(sheet, looks.get(sheet["name"], unseen)) for sheet in _workbook(data, path)
            ]
        }
    if _begins_with_a_tag(data):
        return {"sheets": _web_page(data)}
    if file.suffix.lower() not in _TEXT_SUFFIXES or not data.strip():
        raise Unacceptable("Isinya bukan buku kerja Excel, OpenDocument, atau CSV.", _SAVE_AGAIN)
    return {"sheets": [_with_looks(_sheet(file.stem, _lines(data)), Looks())]}


def _begins_with_a_tag(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _web_page(data: bytes) -> list[Answer]:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4000]:
        raise Unacceptable("Isinya buku kerja XML dari Excel 2003, apa pun nama berkasnya.", _SAVE_AGAIN)
    return read_html(data, MAX_ROWS, MAX_COLUMNS, _TOO_LARGE)


def _with_looks(sheet: Answer, looks: Looks) -> Answer:
    """The sheet's values with how they look laid over them."""
    rows = sheet["rows"]
    for (row, column), text in looks.shown.items():
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if isinstance(value, dict):
                rows[row][column] = {**value, "shown": text}
            elif isinstance(value, int | float) and not isinstance(value, bool):
                rows[row][column] = {"number": value, "shown": text}
    lost = sorted([*place, text] for place, text in looks.lost.items())
    struck, hidden = sorted(map(list, looks.struck)), sorted(looks.hidden)
    return {**sheet, "lost": lost, "struck": struck, "hidden": hidden, "known": looks.is_known}


def _looks_of_compound(data: bytes) -> dict[str, Looks]:
    try:
        return looks_of_xls(data)
    except ProtectedError as error:
        raise _protected() from error
    except ValueError:
        return {}  # calamine says whether it is a workbook at all


def _protected() -> Unacceptable:
    return Unacceptable(
        "Buku kerja itu dilindungi kata sandi, sehingga tidak dapat dibaca.",
        "Buka di Excel dengan kata sandinya, simpan salinannya tanpa kata sandi, lalu ulangi dengan salinan itu.",
    )


def _looks_of_archive(data: bytes) -> dict[str, Looks]:
    """What calamine does not hand over, by sheet: errors, formulas never computed, hidden and struck-through rows.

    Refused before calamine sees it: what unpacks to too much, what is locked, and cells so far out that a table
    down to them would fill the memory.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            names = archive.namelist()
            if "content.xml" in names:
                return _looks_of_opendocument(archive)
            if "xl/workbook.bin" in names:
                return looks_of_xlsb(archive, _links(archive, "xl/_rels/workbook.bin.rels"))
            looks = {}
            struck_texts = _struck_texts(archive)
            for name, path in _sheet_parts(archive).items():
                looks[name] = Looks()
                with archive.open(path) as part:
                    _look_through(name, part, looks[name], struck_texts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise Unacceptable("Buku kerja itu rusak.", _SAVE_AGAIN) from error
    except RuntimeError as error:  # what zipfile says of a part that is encrypted
        raise _protected() from error
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Unacceptable("Buku kerja itu rusak.", _SAVE_AGAIN) from error
    formats_of_excel(io.BytesIO(data), looks, MAX_ROWS, MAX_COLUMNS)
    return looks


def _looks_of_opendocument(archive: zipfile.ZipFile) -> dict[str, Looks]:
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = _parse(archive.read("META-INF/manifest.xml"))
        if any(str(element.tag).endswith("}encryption-data") for element in manifest.iter()):
            raise _protected()
    with archive.open("content.xml") as part:
        _check_repeats(part)
    with archive.open("content.xml") as part:
        return looks_of_opendocument(_events(part), MAX_ROWS, MAX_COLUMNS)


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, whatever its directory says."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise Unacceptable("Isi buku kerja itu terlalu besar setelah dibuka.", _TOO_LARGE)
    if archive.testzip() is not None:  # reads each part, to no more than the size announced for it
        raise Unacceptable("Buku kerja itu rusak.", _SAVE_AGAIN)


def _workbook(data: bytes, path: str) -> list[Answer]:
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
    except CalamineError as error:  # of bytes it never says that they are locked, of a path it does
        try:
            CalamineWorkbook.from_path(path).close()
        except PasswordError:
            raise _protected() from error
        except CalamineError:
            pass
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
    return {"name": name, "visible": visible, "rows": rows, "merged": merged or []}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()}
    if isinstance(value, str):
        # Old .xls files hold texts whose letters come with a NUL each.
        return value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n") or None
    return value if isinstance(value, bool | int | float) else str(value)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds which sheet; empty for what is no workbook of Excel's XML kind."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    book = _parse(archive.read("xl/workbook.xml"))
    parts = _links(archive, "xl/_rels/workbook.xml.rels")
    names = {
        str(sheet.get("name")): parts.get(sheet.get(_RELATION), "") for sheet in book.iter(f"{MAIN}sheet")
    }
    return {name: part for name, part in names.items() if part in archive.namelist()}


def _links(archive: zipfile.ZipFile, relations: str) -> dict[str, str]:
    """The parts that a workbook's relations lead to, by the relation's id."""
    targets = {
        str(link.get("Id")): str(link.get("Target")).replace("\\", "/")
        for link in _parse(archive.read(relations))
    }
    return {
        link: target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        for link, target in targets.items()
    }


def _parse(part: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _struck_texts(archive: zipfile.ZipFile) -> set[str]:
    """Which of the texts that cells share are struck through, by their number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return set()
    struck: set[str] = set()
    number = 0
    with archive.open("xl/sharedStrings.xml") as part:
        for event, element in _events(part):
            if event == "end" and element.tag == f"{MAIN}si":
                if struck_runs(element):
                    struck.add(str(number))
                number += 1
                element.clear()
    return struck


def _look_through(sheet: str, part: Any, looks: Looks, struck_texts: set[str]) -> None:
    """Note the errors, formulas without result, struck texts and hidden rows of one sheet. Raises Unacceptable."""
    row, column = -1, -1
    for event, element in _events(part):
        if element.tag == f"{MAIN}row" and event == "start":
            row, column = int(element.get("r") or row + 2) - 1, -1
            if element.get("hidden") in ("1", "true"):
                looks.hidden.add(row)
        elif element.tag == f"{MAIN}c" and event == "end":
            row, column = _place(element.get("r"), row, column)
            if (row >= MAX_ROWS or column >= MAX_COLUMNS) and len(element):
                raise _too_far(sheet)
            value = element.findtext(f"{MAIN}v") or ""
            own_text = element.find(f"{MAIN}is")
            if (element.get("t") == "s" and value in struck_texts) or (
                own_text is not None and struck_runs(own_text)
            ):
                looks.struck.add((row, column))
            if element.get("t") == "e":
                looks.lost[row, column] = value
            elif element.find(f"{MAIN}f") is not None and not value:
                looks.lost[row, column] = ""
        elif element.tag == f"{MAIN}row":
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
