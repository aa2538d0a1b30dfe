"""Offices that were lived in: every entry has its scan, every berkas its bag, the log its years, and reports were made.

Made by the product's own actions, so that what is measured afterwards is what staff would have: chains, seals,
bags and reports hold. Only steps 1 and 2 are taken for all berkas in one go, and nothing is flushed to the disk.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from offices import DESK, ENTRIES_A_DECISION, PDID, make_filled_office

from xl_macros.actions import requests as ask
from xl_macros.click import macro
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import Request
from xl_macros.commands.clicking import run_button
from xl_macros.keeping import steps, views
from xl_macros.keeping.reading import open_file
from xl_macros.keeping.scan_list import DECISION_KIND, ENTRY_KIND, NewScan, count_scans, list_scans
from xl_macros.records import Decision
from xl_macros.scans.taken import Accepted
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, REGISTER, SETTING_ROWS, SETTINGS

STARTED_AT = datetime(2026, 7, 6, 8, 0)  # a Monday
NOW = STARTED_AT + timedelta(days=4)
"""When what is measured is clicked."""
WAITING = 5
"""The last berkas wait one each for the steps 2 to 6; all others are reported."""
REPORTS = 8
SETTINGS_OF_IT = {
    "secretary_email": "sekretaris.contoh@kpu.go.id",
    "secretary_name": "Bonafantura Yosman",
    "letterhead_3": "SUB BAGIAN HUKUM",
    "report_from": "Sub Bagian Hukum",
    "recognise_text": "tidak",
}
MARK = b"%-20d"


def make_lived_in_office(folder: Path, rows: int, scan_bytes: int = 20_000) -> Path:
    """An office with so many entries, each with a scan of about `scan_bytes`; returns its workbook."""
    _never_flush()
    folder = folder.absolute()
    book = make_filled_office(folder, rows, received=False)
    with _tables(book) as tables:
        _fill_settings(tables)
        decisions = tables.rows(DECISIONS)
    berkas = [f"B-{row['decided_on'].year}-{number:03d}" for number, row in enumerate(decisions, 1)]
    waiting = dict(zip(range(2, 7), berkas[-WAITING:], strict=True))
    done = berkas[:-WAITING]
    _click(book, "all-received", STARTED_AT, lambda office: _receive(office, berkas))
    scans = list(_scans(folder, scan_bytes, rows + len(berkas)))
    scanned = [code for code in berkas if code != waiting[2]]
    _click(book, "all-scanned", STARTED_AT + timedelta(hours=1), lambda office: _scan(office, scanned, scans))
    _button(book, "compute-expiry", 2, ask.ComputeExpiry(officer=DESK))
    rest = [*done, *(waiting[step] for step in (4, 5, 6))]
    _button(book, "build-recap", 3, ask.BuildRecap(officer=DESK, target=tuple(rest), confirmed=True))
    rest.remove(waiting[4])
    check = ask.CheckRecap(officer=PDID, target=tuple(rest), verdict="setuju", confirmed=True)
    _button(book, "check-recap", 4, check)
    rest.remove(waiting[5])
    _button(book, "store-documents", 5, ask.StoreDocuments(officer=DESK, target=tuple(rest), confirmed=True))
    share = -(-len(done) // REPORTS)
    for number, start in enumerate(range(0, len(done), share)):
        some = tuple(done[start : start + share])
        report = ask.ExportDisposition(officer=DESK, target=some, confirmed=True)
        _button(book, "export-disposition", 6 + number / 8, report)
    _lay_down(folder, scan_bytes)
    _type_one_more(book)
    (folder / "menunggu.txt").write_text(" ".join(waiting[step] for step in range(2, 7)))
    return book


def _type_one_more(book: Path) -> None:
    """A decision that has just arrived, with its entries, as staff type them."""
    number = "Nomor Baru 2026"
    with _tables(book) as tables:
        decisions, register = tables.rows(DECISIONS), tables.rows(REGISTER)
        typed = {field: decisions[-1][field] for field in ("about", "urgency", "decided_on")}
        tables.append(DECISIONS, [Row({**typed, "number": number, "received_at": NOW}.items())])
        fields = ("information", "unit", "legal_basis", "harm_if_open", "extent", "period_text", "place")
        entries = [{field: row[field] for field in fields} for row in register[:ENTRIES_A_DECISION]]
        tables.append(REGISTER, [Row({**entry, "decision_number": number}.items()) for entry in entries])


def _lay_down(folder: Path, scan_bytes: int) -> None:
    """Scans that wait in the scanner's folder since an hour."""
    for number in range(40):
        path = folder / "Kotak Masuk Pemindai" / f"berkas {number + 1:02d}.pdf"
        path.write_bytes(_document(9_000_000 + number, scan_bytes))
        long_ago = path.stat().st_mtime - 3600
        os.utime(path, (long_ago, long_ago))


def _fill_settings(tables: TableStore) -> None:
    names = {setting.name: SETTINGS_OF_IT.get(setting.field) for setting in SETTING_ROWS}
    settings = tables.rows(SETTINGS)
    for row in settings:
        row["value"] = names.get(row["name"]) or row["value"]
    tables.put(SETTINGS, settings)


@contextmanager
def _tables(book: Path) -> Iterator[TableStore]:
    """The tables of the workbook; what is staged is saved."""
    host = open_file(book)
    tables = TableStore(host.book)
    yield tables
    tables.write_changes()
    host.save()
    host.book.close()


def _button(book: Path, command: str, hours: float, request: Request) -> None:
    outcome = run_button(book, command, request, STARTED_AT + timedelta(hours=hours), lambda *_: None)
    if outcome.ending is not macro.Ending.DONE:
        raise SystemExit(f"{command}: {outcome.text[:2000]}")


def _click(book: Path, name: str, now: datetime, act: Callable[[Office], Summary]) -> None:
    click = macro.Click(name, Request(officer=PDID if name == "all-received" else DESK), now)
    outcome = macro.run(click, act, lambda: open_file(book), views, lambda *_: None)
    if outcome.ending is not macro.Ending.DONE:
        raise SystemExit(f"{name}: {outcome.text[:2000]}")


def _receive(office: Office, berkas: list[str]) -> Summary:
    """Step 1 of all: codes and the first log row of each."""
    decisions, register = office.tables.rows(DECISIONS), office.tables.rows(REGISTER)
    for row, code in zip(decisions, berkas, strict=True):
        row["berkas"], row["standing"] = code, "berlaku"
    codes = {row["number"]: row["berkas"] for row in decisions}
    for number, row in enumerate(register):
        row["berkas"] = codes[row["decision_number"]]
        row["code"] = f"{row['berkas']}.{number % ENTRIES_A_DECISION + 1:02d}"
    office.tables.put(DECISIONS, decisions)
    office.tables.put(REGISTER, register)
    step = steps.sop(office)[0]
    received = [steps.Done(steps.Berkas(row, [], step)) for row in office.tables.records(Decision)]
    steps.finish_steps(office, 1, received)
    return Summary("diterima")


def _scan(office: Office, berkas: list[str], scans: list[Accepted]) -> Summary:
    """Step 2 of these: a scan of each decision and of each entry."""
    wanted = set(berkas)
    places = [(code, "") for code in berkas]
    places += [
        (row["berkas"], row["code"]) for row in office.tables.rows(REGISTER) if row["berkas"] in wanted
    ]
    list_scans(
        office,
        [
            NewScan(of, code, ENTRY_KIND if code else DECISION_KIND, scan)
            for (of, code), scan in zip(places, scans, strict=False)
        ],
    )
    count_scans(office)
    all_berkas = [each for each in steps.all_berkas(office) if each.code in wanted]
    steps.finish_steps(office, 2, [steps.Done(each) for each in all_berkas])
    return Summary("dipindai")


# -- documents -----------------------------------------------------------------------------------------------


def _scans(folder: Path, scan_bytes: int, count: int) -> Iterator[Accepted]:
    """Scanned documents that differ in a number that stands in their text."""
    waiting = folder / ".kecuali" / "siap"
    waiting.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        content = _document(number, scan_bytes)
        path = waiting / f"{number}.pdf"
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        yield Accepted((path,), path, 1, len(content), digest, digest)


@cache
def _template(size: int) -> bytes:
    """A one-page PDF of about that size: a grey picture, and the page's text as recognition leaves it."""
    import pikepdf

    line = b") Tj 0 -14 Td (Dokumen contoh tanpa data pribadi, halaman satu dari satu"
    text = b"BT /F1 11 Tf 60 780 Td (SURAT KETERANGAN nomor %s%s) Tj ET" % (MARK % 0, line * 40)
    width, height = 200, max(1, (size - len(text) - 1000) // 200)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    name = pikepdf.Name
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    picture = pdf.make_stream(
        bytes(shade % 251 for shade in range(width * height)),
        Type=name.XObject,
        Subtype=name.Image,
        Width=width,
        Height=height,
        ColorSpace=name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Im1=picture)
    )
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im1 Do Q " + text)
    made = io.BytesIO()
    pdf.save(made, compress_streams=False, static_id=True)
    return made.getvalue()


def _document(number: int, size: int) -> bytes:
    """A scan as large as asked for. All are of one make and differ in the number that stands in the text."""
    return _template(size).replace(MARK % 0, MARK % number)


def _never_flush() -> None:
    """Making an office is not what is measured."""
    os.fsync = lambda fd: None  # noqa: ARG005 - named as in the library
