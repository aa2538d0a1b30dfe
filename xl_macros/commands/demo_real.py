"""`kecuali demo DIR --nyata`: KPU's own decisions of 2015, 2016 and 2025, once through the whole SOP.

The entries stand in data/kpu_entries.csv, as published; all moments follow from the arrival of the decisions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.actions import requests as ask
from xl_macros.click.request import Request
from xl_macros.commands.demo_acts import DESK, PDID, Act, Paper, Story, in_inbox
from xl_macros.domain.working_time import OfficeCalendar
from xl_macros.places.resources import data_file

CANCELLED = "Nomor 731 Tahun 2025"
CANCELLATION = "Pembatalan oleh KPU, diumumkan 16 September 2025 (nomor akta belum diketahui)"

_UNITS = {
    "169/Kpts/KPU/TAHUN 2015": "Sub Bagian Teknis",
    "32/Kpts/KPU/TAHUN 2016": "Sub Bagian Data",
    CANCELLED: "Sub Bagian Hukum",
}


class _Click(NamedTuple):
    """After how many working hours, which action, asked with what."""

    hours: float
    title: str
    request: Request
    papers: tuple[Paper, ...] = ()


def real_story(inbox: Path, arrived_at: datetime, calendar: OfficeCalendar) -> Story:
    """The example that starts when the decisions arrive."""
    entries = _published()
    moment, acts = arrived_at, []
    for click in _clicks(inbox, entries):
        moment = calendar.add_working_hours(moment, click.hours)
        acts.append(Act(moment, click.title, click.request, click.papers))
    acts[0] = Act(
        acts[0].at,
        acts[0].title,
        acts[0].request,
        decisions=tuple(_decisions(entries, arrived_at)),
        entries=tuple(_register_cells(entry) for entry in entries),
    )
    return Story(acts, {})


def _clicks(inbox: Path, entries: Sequence[dict[str, str]]) -> Iterator[_Click]:
    numbers = list(dict.fromkeys(entry["decision_number"] for entry in entries))
    for number in numbers:
        yield _Click(0.25, f"Langkah 1, {number}", ask.ReceiveDecision(officer=PDID, target=(number,)))
    yield from _scan_clicks(inbox, entries, numbers)
    yield _Click(0.5, "Langkah 3, jangka waktu", ask.ComputeExpiry(officer=DESK))
    event = ask.RecordEvent(
        officer=DESK, target=(CANCELLED,), event="pencabutan", on=date(2025, 9, 16), evidence=CANCELLATION
    )
    yield _Click(0.25, "Catat pencabutan", event)
    yield _Click(0.5, "Langkah 3, rekapitulasi", ask.BuildRecap(officer=DESK, confirmed=True))
    direction = "Mintalah tanggal lengkap Keputusan 169 dan 32 kepada KPU Provinsi."
    approve = ask.CheckRecap(officer=PDID, verdict="setuju", direction=direction, confirmed=True)
    yield _Click(9.5, "Langkah 4, pemeriksaan", approve)
    yield _Click(3.0, "Langkah 5, Folder Khusus", ask.StoreDocuments(officer=DESK))
    yield _Click(1.5, "Langkah 6, laporan", ask.ExportDisposition(officer=DESK))
    yield _Click(0.25, "Langkah 6, surel", ask.EmailReport(officer=DESK))
    yield _Click(0.25, "Daftar publik", ask.ExportPublicList(officer=PDID))
    yield _Click(0.25, "Periksa keutuhan", ask.VerifyArchive(officer=PDID))


def _scan_clicks(inbox: Path, entries: Sequence[dict[str, str]], numbers: Sequence[str]) -> Iterator[_Click]:
    """Each decision as a scanned PDF, each entry as a scan; one of them is a phone photo lying on its side."""
    codes = dict.fromkeys(numbers, 0)
    for index, number in enumerate(numbers):
        paper = Paper(f"keputusan {index + 1}", ("KEPUTUSAN", "KOMISI PEMILIHAN UMUM", number), index)
        request = ask.AttachScans(officer=DESK, target=(number,), files=in_inbox(inbox, paper))
        yield _Click(0.1, f"Langkah 2, keputusan {number}", request, (paper,))
    for index, entry in enumerate(entries):
        number = entry["decision_number"]
        codes[number] += 1
        code = f"{_berkas(number)}.{codes[number]:02d}"
        lines = (entry["information"], entry["legal_basis"], "Dokumen contoh tanpa data pribadi")
        paper = Paper(f"informasi {index + 1}", lines, 100 + index, is_photo=index == 1)
        request = ask.AttachScans(officer=DESK, target=(code,), files=in_inbox(inbox, paper))
        yield _Click(0.05, f"Langkah 2, {code}", request, (paper,))


def _berkas(number: str) -> str:
    """The code the decision gets: each of the example's three is the first of its year."""
    year = next(word for word in reversed(number.split()) if word.isdecimal())
    return f"B-{year}-001"


def _decisions(entries: Sequence[dict[str, str]], arrived_at: datetime) -> Iterator[dict[str, Any]]:
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


def _published() -> list[dict[str, str]]:
    with data_file("kpu_entries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
