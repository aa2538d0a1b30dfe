"""Where a text stands in the register and, where there is any, in the text of the scans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from xl_macros.archive.sealing import SUFFIX, OfficeKey
from xl_macros.click.office import Office
from xl_macros.errors import Refusal
from xl_macros.keeping.scan_list import belongs_to, current_scans, stored_file
from xl_macros.keeping.sealing_key import kept_key
from xl_macros.records import Scan
from xl_macros.scans.text_layer import texts_of
from xl_macros.tables.schema import DECISIONS, REGISTER

SEARCHED = ("code", "decision_number", "information", "unit", "legal_basis", "period_text", "place", "note")


def places_of(office: Office, text: str) -> tuple[list[str], list[str]]:
    """A line for each place where the text stands, whatever its case and accents; and notes on what was not searched.

    Refused when there is nothing to look for.
    """
    wanted = plain(text)
    if not wanted:
        raise Refusal("Tidak ada yang dicari.", cure="Tulis sedikitnya satu huruf.")
    scans = Searched()
    return [*in_tables(office, wanted), *in_scans(office, wanted, scans)], list(scans.notes())


@dataclass(slots=True)
class Searched:
    """How far the search in the scans could go: what was not searched must not pass for searched."""

    without_text: int = 0
    locked: int = 0
    missing: int = 0

    def notes(self) -> Iterator[str]:
        if self.without_text:
            yield f"Catatan: {self.without_text} pindaian tanpa teks halaman yang terbaca tidak ikut dicari."
        if self.locked:
            yield (
                f"Catatan: {self.locked} pindaian terenkripsi tidak ikut dicari; kuncinya tidak ada di komputer ini."
            )
        if self.missing:
            yield f"Catatan: {self.missing} pindaian hilang dari foldernya. Jalankan Periksa Keutuhan."


def plain(text: str) -> str:
    """Text as it is compared: without case, accents and runs of white space."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def in_tables(office: Office, wanted: str) -> Iterator[str]:
    for table, fields in (
        (DECISIONS, ("berkas", "number", "about", "letter_from", "note")),
        (REGISTER, SEARCHED),
    ):
        for row in office.tables.rows(table):
            for field in fields:
                if row[field] and wanted in plain(str(row[field])):
                    code = row.get("code") or row.get("berkas") or "-"
                    yield f"{code}  {table.sheet} baris {row.sheet_row}, {table.column(field).header}: {row[field]}"


def _key(office: Office) -> OfficeKey | None:
    try:
        return kept_key(office)
    except Refusal:  # no usable key store: the register and the plain scans can be searched all the same
        return None


def in_scans(office: Office, wanted: str, scans: Searched) -> Iterator[str]:
    rows = {stored_file(office, row): row for row in current_scans(office.tables.records(Scan))}
    there = [path for path in rows if path.is_file()]
    key = _key(office) if any(path.suffix == SUFFIX for path in there) else None
    readable = [path for path in there if key is not None or path.suffix != SUFFIX]
    scans.missing, scans.locked = len(rows) - len(there), len(there) - len(readable)
    for path, pages in texts_of(readable, key):
        row = rows[path]
        scans.without_text += not any(page.strip() for page in pages)
        for number, page in enumerate(pages, 1):
            if wanted in plain(page):
                yield f"{belongs_to(row)}  {row.file}, halaman {number}"
