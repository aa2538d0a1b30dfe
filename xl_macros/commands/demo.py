"""`kecuali demo DIR`: an example office that goes through the whole SOP on real entries, on a simulated calendar."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tqdm import tqdm

from xl_macros.actions import requests as ask
from xl_macros.click.macro import Ending, Outcome
from xl_macros.click.request import Request
from xl_macros.clock import WITA, in_office, office_now
from xl_macros.commands.clicking import run_button
from xl_macros.commands.new_office import make_office
from xl_macros.domain.office_hours import seed_working_hours
from xl_macros.domain.working_time import OfficeCalendar
from xl_macros.places.resources import data_file
from xl_macros.reports.mail_opener import kept_as_file
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, OFFICERS, REGISTER, SETTING_ROWS, SETTINGS

PDID, DESK = "Maria Goreti Jelita", "Yohanes Darmawan Ngabut"
CANCELLED = "Nomor 731 Tahun 2025"
CANCELLATION = "Pembatalan oleh KPU, diumumkan 16 September 2025 (nomor akta belum diketahui)"

_UNITS = {
    "169/Kpts/KPU/TAHUN 2015": "Sub Bagian Teknis",
    "32/Kpts/KPU/TAHUN 2016": "Sub Bagian Data",
    CANCELLED: "Sub Bagian Hukum",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One click of the example: after how many working hours, which action, asked with what."""

    hours: float
    title: str
    button: str
    request: Request


def make_demo(folder: Path, now: datetime | None, *, recognise: bool = False) -> int:
    """Make the example office in `folder` and tell each step as it happens; exit code 0 when all went well.

    `now` (naive office time) is when the decisions arrive; all later moments follow from it, so the same
    `now` gives the same register and report. The default is eight o'clock on the last working day. `recognise`: the
    scans get text where the programs for it are installed, which takes several times as long.
    """
    calendar = _calendar()
    moment = in_office(now, WITA) if now else _last_working_morning(office_now(), calendar)
    book = make_office(folder)
    entries = _entries()
    _fill(book, entries, moment, recognise)
    scans = book.parent / "Kotak Masuk Pemindai"
    print(f"Kantor contoh di {book.parent}")
    acts = list(_acts(scans, entries))
    with tqdm(acts, unit="langkah", ascii=" #", leave=False, disable=None) as bar:
        for act in bar:
            moment = calendar.add_working_hours(moment, act.hours)
            bar.set_description(act.title[:40])
            with kept_as_file():
                outcome = run_button(book, act.button, act.request, moment, lambda *_: None)
            bar.write(f"{moment:%d/%m/%Y %H.%M}  {act.title}: {_first_line(outcome)}")
            if outcome.ending is not Ending.DONE or not outcome.ok:
                print(outcome.text)
                return outcome.exit_code or 1
    print("\nBukalah:")
    for path in (book, book.parent / "Folder Khusus", book.parent / "Laporan"):
        print(f"  {path}")
    return 0


def _acts(scans: Path, entries: list[dict[str, str]]) -> Iterator[Act]:
    numbers = list(dict.fromkeys(entry["decision_number"] for entry in entries))
    for number in numbers:
        yield Act(
            0.25,
            f"Langkah 1, {number}",
            "receive-decision",
            ask.ReceiveDecision(officer=PDID, target=(number,)),
        )
    yield from _scan_acts(scans, entries, numbers)
    yield Act(0.5, "Langkah 3, jangka waktu", "compute-expiry", ask.ComputeExpiry(officer=DESK))
    event = ask.RecordEvent(
        officer=DESK, target=(CANCELLED,), event="pencabutan", on=date(2025, 9, 16), evidence=CANCELLATION
    )
    yield Act(0.25, "Catat pencabutan", "record-event", event)
    yield Act(0.5, "Langkah 3, rekapitulasi", "build-recap", ask.BuildRecap(officer=DESK, confirmed=True))
    direction = "Mintalah tanggal lengkap Keputusan 169 dan 32 kepada KPU Provinsi."
    approve = ask.CheckRecap(officer=PDID, verdict="setuju", direction=direction, confirmed=True)
    yield Act(9.5, "Langkah 4, pemeriksaan", "check-recap", approve)
    yield Act(3.0, "Langkah 5, Folder Khusus", "store-documents", ask.StoreDocuments(officer=DESK))
    yield Act(1.5, "Langkah 6, laporan", "export-disposition", ask.ExportDisposition(officer=DESK))
    yield Act(0.25, "Langkah 6, surel", "email-report", ask.EmailReport(officer=DESK))
    yield Act(0.25, "Daftar publik", "export-public-list", ask.ExportPublicList(officer=PDID))
    yield Act(0.25, "Periksa keutuhan", "verify-archive", ask.VerifyArchive(officer=PDID))


def _scan_acts(scans: Path, entries: list[dict[str, str]], numbers: list[str]) -> Iterator[Act]:
    """Each decision as a scanned PDF, each entry as a scan; one of them is a phone photo lying on its side."""
    codes = dict.fromkeys(numbers, 0)
    for index, number in enumerate(numbers):
        pages = _paper(scans, f"keputusan {index + 1}", ["KEPUTUSAN", "KOMISI PEMILIHAN UMUM", number], index)
        yield Act(
            0.1,
            f"Langkah 2, keputusan {number}",
            "attach-scans",
            ask.AttachScans(officer=DESK, target=(number,), files=(pages,)),
        )
    for index, entry in enumerate(entries):
        number = entry["decision_number"]
        codes[number] += 1
        code = f"{_berkas(number)}.{codes[number]:02d}"
        lines = [entry["information"], entry["legal_basis"], "Dokumen contoh tanpa data pribadi"]
        make = _photo if index == 1 else _paper
        file = make(scans, f"informasi {index + 1}", lines, 100 + index)
        request = ask.AttachScans(officer=DESK, target=(code,), files=(file,))
        yield Act(0.05, f"Langkah 2, {code}", "attach-scans", request)


def _berkas(number: str) -> str:
    """The code the decision gets: each of the example's three is the first of its year."""
    year = next(word for word in reversed(number.split()) if word.isdecimal())
    return f"B-{year}-001"


def _paper(folder: Path, name: str, lines: list[str], seed: int) -> Path:
    from xl_macros.scans.specimen import make_scan_pdf

    path = folder / f"{name}.pdf"
    path.write_bytes(make_scan_pdf(lines, seed=seed))
    return path


def _photo(folder: Path, name: str, lines: list[str], seed: int) -> Path:
    from xl_macros.scans.specimen import make_phone_photo

    path = folder / f"{name}.jpg"
    path.write_bytes(make_phone_photo(lines, seed=seed))
    return path


def _fill(book: Path, entries: list[dict[str, str]], arrived_at: datetime, recognise: bool) -> None:
    """What staff type by hand: settings, officers, the decisions that arrived and their entries."""
    from xl_macros.file_engine import open_book

    opened = open_book(book)
    tables = TableStore(opened)
    values = {
        "secretary_email": "sekretaris.manggaraibarat@kpu.go.id",
        "office_address": "Labuan Bajo, Kabupaten Manggarai Barat, Nusa Tenggara Timur",
        "secretary_name": "Bonafantura Yosman",
        "letterhead_3": "SUB BAGIAN TEKNIS, PARTISIPASI DAN HUBUNGAN MASYARAKAT",
        "report_from": "Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat",
        "is_example": "ya",
        "recognise_text": "ya" if recognise else "tidak",
    }
    names = {setting.name: values[setting.field] for setting in SETTING_ROWS if setting.field in values}
    settings = tables.rows(SETTINGS)
    for row in settings:
        row["value"] = names.get(row["name"], row["value"])
    tables.put(SETTINGS, settings)
    tables.put(OFFICERS, [_row(officer) for officer in _officers()])
    tables.put(DECISIONS, [_row(decision) for decision in _decisions(entries, arrived_at)])
    tables.put(REGISTER, [_row(_register_cells(entry)) for entry in entries])
    tables.write_changes()
    opened.save()
    opened.close()


def _officers() -> Iterator[dict[str, Any]]:
    position = "Staf Sub Bagian Teknis, Partisipasi dan Hubungan Masyarakat"
    yield {"name": PDID, "position": position, "role": "PDID", "rank": "Penata Muda"}
    yield {"name": DESK, "position": position, "role": "Desk Pelayanan", "rank": "Pengatur"}


def _decisions(entries: list[dict[str, str]], arrived_at: datetime) -> Iterator[dict[str, Any]]:
    seen: dict[str, dict[str, str]] = {}
    for entry in entries:
        seen.setdefault(entry["decision_number"], entry)
    for index, (number, entry) in enumerate(seen.items()):
        written = entry["decision_date"]
        decided_on = date.fromisoformat(written) if len(written) == 10 else None
        yield {
            "number": number,
            "decided_on": decided_on,
            "date_text": None if decided_on else written,
            "about": entry["decision_about"],
            "letter_from": "KPU Provinsi Nusa Tenggara Timur",
            "received_at": arrived_at + timedelta(minutes=10 * index),
            "secrecy": "Rahasia",
            "agenda_number": f"{index + 41}/PDID",
            "forwarded_to": "Desk Pelayanan",
            "instruction": "proses lebih lanjut",
            "standing": "berlaku",
        }


def _register_cells(entry: dict[str, str]) -> dict[str, Any]:
    return {
        "decision_number": entry["decision_number"],
        "information": entry["information"],
        "unit": _UNITS.get(entry["decision_number"], "Sub Bagian Teknis"),
        "legal_basis": entry["legal_basis"],
        "harm_if_open": "Mengungkap rahasia pribadi seseorang.",
        "benefit_if_closed": "Melindungi rahasia pribadi seseorang.",
        "extent": "seluruhnya",
        "period_text": entry["period_text"],
        "place": "Lemari arsip 2, rak 1",
    }


def _row(cells: dict[str, Any]) -> Row:
    return Row(cells.items())


def _entries() -> list[dict[str, str]]:
    with data_file("kpu_entries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _calendar() -> OfficeCalendar:
    with data_file("holidays_2026.csv").open(encoding="utf-8", newline="") as file:
        return OfficeCalendar(
            seed_working_hours(),
            {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)},
        )


def _last_working_morning(now: datetime, calendar: OfficeCalendar) -> datetime:
    day = now.date()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(8))


def _first_line(outcome: Outcome) -> str:
    return outcome.text.splitlines()[0] if outcome.text else ""
