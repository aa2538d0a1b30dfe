"""Tables of a web page, as sites export them under the name of an Excel workbook.

Nothing is fetched and no script is run: the page's text alone is looked at, within bounds of rows, columns and cells.
"""

from __future__ import annotations

from typing import Any

from xl_macros.scans.bounds import Answer, Unacceptable

MAX_TABLES = 50
_STRUCK = ("s", "del", "strike")


def read_html(data: bytes, max_rows: int, max_columns: int, too_large: str) -> list[Answer]:
    """Each table of the page as a sheet ("Tabel 1", ...). Raises Unacceptable for a page without any."""
    from lxml import etree, html

    try:
        page = html.document_fromstring(
            data, parser=html.HTMLParser(no_network=True, encoding=_encoding(data))
        )
    except (etree.ParserError, etree.XMLSyntaxError, LookupError) as error:
        raise Unacceptable("Halaman web itu tidak dapat dibaca.", "Simpan ulang sebagai .xlsx.") from error
    tables = [table for table in page.iter("table") if next(table.iterancestors("table"), None) is None]
    if not tables:
        raise Unacceptable(
            "Isinya halaman web tanpa tabel, bukan buku kerja, apa pun nama berkasnya.",
            "Unduh daftarnya lagi sebagai buku kerja Excel (.xlsx) atau CSV, lalu ulangi.",
        )
    if len(tables) > MAX_TABLES:
        raise Unacceptable(f"Halaman itu berisi lebih dari {MAX_TABLES} tabel.", too_large)
    return [
        _table(table, f"Tabel {number}", max_rows, max_columns, too_large)
        for number, table in enumerate(tables, 1)
    ]


def _encoding(data: bytes) -> str | None:
    """UTF-8 where the bytes are; else the page's own word, which lxml looks for."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"charset" in data[:2000].lower() else "cp1252"
    return "utf-8"


def _table(table: Any, name: str, max_rows: int, max_columns: int, too_large: str) -> Answer:
    lines = [line for line in table.iter("tr") if next(line.iterancestors("table"), None) is table]
    if len(lines) > max_rows:
        raise Unacceptable(f"{name} lebih dari {max_rows} baris.", too_large)
    rows: list[list[Any]] = [[] for _ in lines]
    merged: list[list[int]] = []
    struck: list[list[int]] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            wide = _span(cell.get("colspan"), max_columns)
            tall = min(_span(cell.get("rowspan"), max_rows), len(lines) - row)
            if column + wide > max_columns or len(taken) + wide * tall > max_rows * 20:
                raise Unacceptable(f"{name} lebih dari {max_columns} kolom, atau terlalu besar.", too_large)
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = _text(cell)
            if rows[row][column] and _is_struck(cell):
                struck.append([row, column])
            if wide > 1 or tall > 1:
                merged.append([row, column, row + tall - 1, column + wide - 1])
                taken.update(
                    (at, place) for at in range(row, row + tall) for place in range(column, column + wide)
                )
            column += wide
    width = max(map(len, rows), default=0)
    return {
        "name": name,
        "visible": True,
        "rows": [[*cells, *[None] * (width - len(cells))] for cells in rows],
        "merged": merged,
        "lost": [],
        "hidden": [row for row, line in enumerate(lines) if _is_hidden(line)],
        "struck": struck,
        "known": True,
    }


def _span(told: str | None, most: int) -> int:
    """A span as browsers take it: at least one, at most what a table may have."""
    return min(max(int(told), 1), most) if told and told.strip().isdecimal() and len(told) < 6 else 1


def _text(cell: Any) -> str | None:
    """The cell's text with its line breaks; white space counts once."""
    for part in cell.iter("br", "p", "li", "div"):
        part.tail = f"\n{part.tail or ''}"
        part.text = f"\n{part.text or ''}"
    lines = [" ".join(line.split()) for line in "".join(cell.itertext()).split("\n")]
    return "\n".join(line for line in lines if line) or None


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_struck(cell: Any) -> bool:
    whole = "".join("".join(cell.itertext()).split())
    struck = "".join("".join("".join(part.itertext()).split()) for part in cell.iter(*_STRUCK))
    style = (cell.get("style") or "").replace(" ", "").lower()
    return "line-through" in style or len(struck) * 2 >= len(whole) > 0
