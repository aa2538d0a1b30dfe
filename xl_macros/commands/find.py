"""`kecuali find`: entries by what stands in the register and, where there is any, by the text of their scans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from xl_macros.clock import office_now
from xl_macros.commands.reading import reading_office
from xl_macros.errors import Refusal
from xl_macros.hosts import FileHost
from xl_macros.jobs.scan_list import current_scans, stored_file
from xl_macros.office import Office
from xl_macros.scans.sealing import SUFFIX
from xl_macros.scans.text_layer import texts_of
from xl_macros.tables.schema import DECISIONS, REGISTER, SCANS

SEARCHED = ("code", "decision_number", "information", "unit", "legal_basis", "period_text", "place", "note")


def find(host: FileHost, text: str) -> int:
    """Print each place where the text stands, whatever its case and accents; 1 when there is none."""
    wanted = plain(text)
    if not wanted:
        raise Refusal("Tidak ada yang dicari.", cure="Tulis sedikitnya satu huruf.")
    office = reading_office(host, office_now())
    found = [*_in_tables(office, wanted), *_in_scans(office, wanted)]
    for line in found:
        print(line)
    sealed = sum(str(row["file"]).endswith(SUFFIX) for row in current_scans(office.tables.rows(SCANS)))
    if sealed:
        print(f"Isi {sealed} pindaian terenkripsi tidak dicari.")
    if not found:
        print(f"'{text}' tidak ditemukan.")
    return 0 if found else 1


def plain(text: str) -> str:
    """Text as it is compared: without case, accents and runs of white space."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _in_tables(office: Office, wanted: str) -> Iterator[str]:
    for table, fields in (
        (DECISIONS, ("berkas", "number", "about", "letter_from", "note")),
        (REGISTER, SEARCHED),
    ):
        for row in office.tables.rows(table):
            for field in fields:
                if row[field] and wanted in plain(str(row[field])):
                    code = row.get("code") or row.get("berkas") or "-"
                    yield f"{code}  {table.sheet} baris {row.sheet_row}, {table.column(field).header}: {row[field]}"


def _in_scans(office: Office, wanted: str) -> Iterator[str]:
    rows = {stored_file(office, row): row for row in current_scans(office.tables.rows(SCANS))}
    for path, pages in texts_of(path for path in rows if path.is_file() and path.suffix == ".pdf"):
        row = rows[path]
        for number, page in enumerate(pages, 1):
            if wanted in plain(page):
                yield f"{row['code'] or row['berkas']}  {row['file']}, halaman {number}"
