"""Where a text stands in the register and, where there is any, in the text of the scans."""

# ruff: noqa: PTH113, PTH118 - path objects for tens of thousands of scans cost more than the search

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xl_macros.archive.sealing import SUFFIX, OfficeKey
from xl_macros.click.office import Office
from xl_macros.errors import Refusal
from xl_macros.keeping.scan_list import belongs_to, current_scans, stored_file
from xl_macros.keeping.sealing_key import kept_key
from xl_macros.places.hashing import sha256_of
from xl_macros.records import Scan
from xl_macros.scans.text_index import TextIndex
from xl_macros.scans.text_layer import texts_of
from xl_macros.tables.schema import DECISIONS, REGISTER

_AT_A_TIME = 200
"""Scans whose text is held in memory before it is kept."""

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
            yield (
                f"Catatan: {self.missing} pindaian hilang atau tidak dapat dibaca, jadi tidak ikut dicari. Jalankan "
                "Periksa Keutuhan."
            )


def plain(text: str) -> str:
    """Text as it is compared: without case, accents and runs of white space."""
    if text.isascii():
        return " ".join(text.lower().split())
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
    """A line for each page of a scan, in the order of the list; each plain scan is read once and then known by hash."""
    rows = current_scans(office.tables.records(Scan))
    root = os.fspath(office.folders.root)
    there = [row for row in rows if _is_readable(os.path.join(root, str(row.file or "")))]
    plain_ones = [row for row in there if not _is_sealed(row)]
    index = TextIndex(office.folders.private)
    _read_new(office, index, plain_ones)
    known, with_text, found = index.known(), index.with_text(), dict(index.pages_with(wanted))
    others = [row for row in there if _is_sealed(row) or row.sha256 not in known]
    key = _key(office) if any(map(_is_sealed, others)) else None
    readable = {stored_file(office, row): row for row in others if key is not None or not _is_sealed(row)}
    scans.missing, scans.locked = len(rows) - len(there), len(others) - len(readable)
    scans.without_text = sum(row.sha256 not in with_text for row in plain_ones if row.sha256 in known)
    pages_of: dict[int, Sequence[int]] = {}
    for path, pages in texts_of(readable, key):
        scans.without_text += not any(page.strip() for page in pages)
        pages_of[readable[path].sheet_row] = [at for at, page in enumerate(pages, 1) if wanted in plain(page)]
    for row in there:
        indexed = () if _is_sealed(row) else found.get(row.sha256 or "", ())
        for number in pages_of.get(row.sheet_row, indexed):
            yield f"{belongs_to(row)}  {row.file}, halaman {number}"


def _is_readable(path: str) -> bool:
    """Whether it is a file that this account may read; one that it may not stands in the way of no other."""
    return os.path.isfile(path) and os.access(path, os.R_OK)


def _is_sealed(row: Scan) -> bool:
    return str(row.file or "").endswith(SUFFIX)


def _read_new(office: Office, index: TextIndex, rows: Sequence[Scan]) -> None:
    """Have the scans in the index that are not yet; a file that is not what the list says is left to each search."""
    known = index.known()
    new = {
        path: str(row.sha256)
        for row in rows
        # '' where another program has it just now
        if row.sha256 not in known and sha256_of(path := stored_file(office, row)) == row.sha256
    }
    listed = {row.sha256 for row in rows if row.sha256}
    if not new and known <= listed:
        return
    waiting = iter(enumerate(texts_of(new), 1))
    while read := list(islice(waiting, _AT_A_TIME)):
        # one that could not be read may be readable the next time
        index.keep(
            [(new[path], [plain(page) for page in pages]) for _, (path, pages) in read if pages], listed
        )
        office.progress(read[-1][0], len(new), "teks pindaian")
    index.keep((), listed)


def forget_text(office: Office, scan_id: str) -> None:
    """Have the text of a scan whose file is removed forgotten with it, once all is saved."""
    hashes = [str(row.sha256) for row in office.tables.records(Scan) if row.scan_id == scan_id]

    def forget() -> str:
        for sha256 in hashes:
            TextIndex(office.folders.private).forget(sha256)
        return ""

    office.transaction.afterwards(forget)
