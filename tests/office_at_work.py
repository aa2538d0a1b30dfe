"""An office on disk, its workbook filled as staff would, and clicks on its buttons through the file engine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from specimens import write_scan

from xl_macros.actions.catalogue import BY_COMMAND
from xl_macros.click.macro import Ending, Outcome
from xl_macros.click.request import asked
from xl_macros.commands.clicking import run_button
from xl_macros.commands.new_office import make_office
from xl_macros.file_engine import open_book
from xl_macros.scans import text_index
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, OFFICERS, REGISTER, SETTING_ROWS, SETTINGS, Table

CHECKER, MAKER = "Maria Goreti", "Yohanes Darmawan"
NOW = datetime(2026, 8, 24, 8, 0)  # a Monday
NUMBER = "Nomor 731 Tahun 2025"

DECISION: Mapping[str, Any] = {
    "number": NUMBER,
    "decided_on": date(2025, 8, 21),
    "about": "Dokumen persyaratan pasangan calon",
    "letter_from": "KPU Provinsi Nusa Tenggara Timur",
    "received_at": NOW,
    "secrecy": "Rahasia",
    "instruction": "proses lebih lanjut",
}
ENTRY: Mapping[str, Any] = {
    "decision_number": NUMBER,
    "information": "Surat keterangan kesehatan",
    "legal_basis": "UU 14/2008 Pasal 17 huruf h angka 2",
    "extent": "seluruhnya",
    "period_text": "5 (lima) tahun",
    "unit": "Sub Bagian Hukum",
}


@dataclass
class DeskOfAnOffice:
    """One office folder; each click moves the clock by an hour, so that times differ."""

    book: Path
    now: datetime = NOW
    last: Outcome | None = field(default=None)

    @property
    def folder(self) -> Path:
        return self.book.parent

    def click(self, button: str, officer: str = MAKER, hours: float = 1, **answers: Any) -> Outcome:
        """Click a button (with hyphens) and return how it ended."""
        self.now += timedelta(hours=hours)
        request = asked(BY_COMMAND[button].request, {"officer": officer, **answers})
        self.last = run_button(self.book, button, request, self.now, lambda *_: None)
        return self.last

    def done(self, button: str, officer: str = MAKER, **answers: Any) -> str:
        """Click a button that must succeed; returns what it said."""
        outcome = self.click(button, officer, **answers)
        assert outcome.ending is Ending.DONE, outcome.text
        return outcome.text

    def refused(self, button: str, officer: str = MAKER, **answers: Any) -> str:
        """Click a button that must be refused; nothing in the folder may have changed. Returns the refusal."""
        before = self.fingerprint()
        outcome = self.click(button, officer, **answers)
        assert outcome.ending is Ending.REFUSED, outcome.text
        assert outcome.exit_code == 1
        assert self.fingerprint() == before
        return outcome.text

    def asked(self, button: str, officer: str = MAKER, **answers: Any) -> str:
        """Click a button that must ask first; nothing in the folder may have changed. Returns the question."""
        before = self.fingerprint()
        outcome = self.click(button, officer, **answers)
        assert outcome.ending is Ending.QUESTION, outcome.text
        assert outcome.exit_code == 3
        assert self.fingerprint() == before
        return outcome.text

    def rows(self, table: Table) -> list[Row]:
        book = open_book(self.book)
        try:
            return TableStore(book).rows(table)
        finally:
            book.close()

    def edit(self, table: Table, change: Callable[[list[Row]], list[Row] | None]) -> None:
        """What staff do by hand: change the rows in place, or return others."""
        book = open_book(self.book)
        tables = TableStore(book)
        rows = tables.rows(table)
        tables.put(table, change(rows) or rows)
        tables.write_changes()
        book.save()
        book.close()

    def set(self, **settings: str | None) -> None:
        """Change settings by their field."""
        names = {setting.field: setting.name for setting in SETTING_ROWS}
        wanted = {names[field]: value for field, value in settings.items()}

        def change(rows: list[Row]) -> None:
            for row in rows:
                row["value"] = wanted.get(row["name"], row["value"])

        self.edit(SETTINGS, change)

    def scan(self, name: str, seed: int = 1) -> Path:
        """A scanned PDF in the scanner's folder."""
        path = self.folder / "Kotak Masuk Pemindai" / f"{name}.pdf"
        return write_scan(path, [name, "Dokumen contoh"], seed=seed)

    def fingerprint(self) -> dict[str, str]:
        """Every file of the office with its hash, but for the empty lock file and what searching keeps for itself."""
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name not in {"kunci", text_index.NAME}
        }


def filled(folder: Path, entries: int = 2) -> DeskOfAnOffice:
    """A new office with two officers, one decision and its entries."""
    desk = DeskOfAnOffice(make_office(folder))
    desk.set(
        secretary_name="Bonafantura Yosman",
        secretary_email="sekretaris@kpu.go.id",
        secretary_nip="19700101 199503 1 001",
        letterhead_3="SUB BAGIAN TEKNIS, PARTISIPASI DAN HUBUNGAN MASYARAKAT",
        report_from="Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat",
        recognise_text="tidak",
    )
    desk.edit(
        OFFICERS,
        lambda _: [
            Row({"name": CHECKER, "role": "PDID", "account": "maria"}.items()),
            Row({"name": MAKER, "role": "Desk Pelayanan", "account": "yohanes"}.items()),
        ],
    )
    desk.edit(DECISIONS, lambda _: [Row(DECISION.items())])
    desk.edit(
        REGISTER,
        lambda _: [
            Row({**ENTRY, "information": f"{ENTRY['information']} {number}"}.items())
            for number in range(1, entries + 1)
        ],
    )
    return desk


class MemoryKeyStore:
    """A key store in memory; one that does not work says so as keyring does."""

    def __init__(self, works: bool = True) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.works = works

    def get_password(self, service_name: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self._check()
        self.kept[service_name, username] = password

    def _check(self) -> None:
        if not self.works:
            from keyring.errors import NoKeyringError

            raise NoKeyringError
