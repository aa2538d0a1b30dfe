"""A form that stands upright: titles in the first column, what they say beside them, one information a form.

So comes the sheet of a consequence test (lembar uji), with its number and day above the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from xl_macros.domain.list_columns import NUMBER, Grid, Header, ListColumn
from xl_macros.domain.list_headings import CONCLUSION, WEAK, claims, field_of, normal, settled
from xl_macros.domain.list_rows import ListEntry, ReadRows, Told
from xl_macros.domain.list_shapes import footnote, found_open, is_signature, is_table_of_people, numbering
from xl_macros.domain.wording.dates import read_date
from xl_macros.patterns import regex

TEST_NUMBER, TEST_ON = "test_number", "test_on"
"""Fields of what a test sheet says of itself: its number as written, its day (ISO)."""

LONGEST_FORM = 200
_TEST_NUMBER = regex(r"nomor\s*:?\s*(?P<number>\d.*)", re.IGNORECASE)
_TEST = regex(r"\buji konsekuensi|\bpengujian konsekuensi", re.IGNORECASE)
_ON = regex(r"\btanggal\s+(?=\d)", re.IGNORECASE)


def read_form(grid: Grid, names: Mapping[str, str]) -> tuple[Header, ReadRows] | None:
    """The entries of an upright form, under a header that names its titles; None where the sheet is none.

    A form says what the information is and why or for how long; another "Informasi" begins the next one.
    """
    rows = ReadRows(end=len(grid))
    titles: dict[str, ListColumn] = {}
    about_test: dict[str, str] = {}
    top = None
    for row in range(min(len(grid), LONGEST_FORM)):
        cells = [cell for cell in grid[row] if cell and cell.strip() != ":"]
        told = _pair(cells, names)
        if told is None:
            if cells:
                about_test |= _of_the_test(" ".join(cells)) if not rows.entries else {}
                if rows.entries:
                    rows.told.append(
                        Told(row, None, f"bukan isi lembar, dilewati: {cells[0][:80]}", left_out=True)
                    )
                    if _ends(cells):
                        break
            continue
        field, title, text = told
        if field == "information" or not rows.entries:
            rows.entries.append(ListEntry(row, None, {}))
            top = row if top is None else top
        entry = rows.entries[-1]
        if field in entry.values:
            entry.values[field] += f"\n{text}"
        else:
            entry.values[field] = text
        titles.setdefault(field, ListColumn(len(titles), title, field, claims(title)))
    return _whole(rows, titles, about_test, top or 0)


def _pair(cells: Sequence[str], names: Mapping[str, str]) -> tuple[str, str, str] | None:
    """A title with what it says beside it; a running number before them does not count."""
    if len(cells) == 1 and ":" in cells[0]:
        title, _, text = cells[0].partition(":")
        cells = [title, text.strip()]
    if len(cells) > 2 and numbering(cells[0]):
        cells = cells[1:]
    if len(cells) != 2 or not cells[1]:
        return None
    title, text = cells[0].strip(" :"), cells[1].lstrip(": ")
    field = field_of(title, names)
    if field is None:
        weak = settled(claims(title), WEAK)
        field = weak.field if weak else None
    is_row_of_titles = field != CONCLUSION and field_of(text) is not None
    return None if not field or field == NUMBER or is_row_of_titles else (field, title, text)


def _of_the_test(text: str) -> dict[str, str]:
    found = _TEST_NUMBER.fullmatch(text.strip())
    if found:
        return {TEST_NUMBER: found["number"].strip()}
    day = _ON.search(text)
    if day and _TEST.search(text):
        written = read_date(normal_date(text[day.start() :]))
        if written and written.on:
            return {TEST_ON: written.on.isoformat()}
    return {}


def normal_date(text: str) -> str:
    """A text with plain spaces in small letters, as dates are read."""
    return " ".join(text.split()).casefold()


def _ends(cells: Sequence[str]) -> bool:
    """Whether the form is over: who tested and signed stands below, and no information any more."""
    words = [normal(cell) for cell in cells]
    return is_table_of_people(cells) or (is_signature(words, False, False) and footnote(cells[0]) is None)


def _whole(
    rows: ReadRows, titles: dict[str, ListColumn], about_test: dict[str, str], top: int
) -> tuple[Header, ReadRows] | None:
    header = Header(top, top, tuple(titles.values()))
    if not header.is_enough or len(titles) < 3:
        return None
    kept = []
    for entry in rows.entries:
        title = entry.values.get("information")
        if title is None or not {"legal_basis", "period_text"} & set(entry.values):
            shown = (title or next(iter(entry.values.values())))[:60]
            rows.told.append(
                Told(entry.row, None, f"lembar yang belum lengkap, dilewati: {shown}", left_out=True)
            )
        elif found_open(entry.values.pop(CONCLUSION, None)):
            text = f"dinyatakan terbuka, jadi bukan informasi yang dikecualikan: {title[:60]}"
            rows.told.append(Told(entry.row, None, text, left_out=True))
        else:
            entry.values.update(about_test)
            kept.append(entry)
    rows.entries = kept
    if about_test:
        said = [about_test[TEST_NUMBER]] if TEST_NUMBER in about_test else []
        said += [f"{date.fromisoformat(about_test[TEST_ON]):%d/%m/%Y}"] if TEST_ON in about_test else []
        rows.told.append(Told(None, None, f"lembar uji konsekuensi: {', '.join(said)}."))
    return header, rows
