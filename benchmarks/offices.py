"""Offices as large as a benchmark asks, filled with the real entries that come with the package."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from xl_macros.commands.new_office import make_office
from xl_macros.domain.procedure import sop_steps
from xl_macros.domain.step_log import GENESIS, chain_hash, chained_fields
from xl_macros.file_engine import open_book
from xl_macros.places.resources import data_file
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import DECISIONS, LOG, OFFICERS, REGISTER, SETTINGS

DESK = "Yohanes Darmawan Ngabut"
PDID = "Maria Goreti Jelita"
ENTRIES_A_DECISION = 16  # as many as Keputusan KPU 731 Tahun 2025 has
OPEN_DECISIONS = 2  # at step 3: the others have been through the SOP
FIRST_DAY = date(2016, 1, 4)


def make_filled_office(folder: Path, rows: int, office_name: str = "", *, received: bool = True) -> Path:
    """An office with so many register rows, nothing computed yet; returns its workbook.

    Real entries, wordings and legal bases in turn, sixteen to a decision; in every other decision all sixteen share
    one wording (as in Keputusan KPU 731 Tahun 2025), in the others each has its own (as in the lists of regencies).
    All decisions but the last two are through the SOP, with their log; the last two wait for step 3. With `received`
    false they only stand there as staff type them, all dated now.
    """
    path = make_office(folder)
    book = open_book(path)
    tables = TableStore(book)
    tables.put(OFFICERS, [Row(officer.items()) for officer in _officers()])
    decisions = list(_decisions(rows))
    entries = list(_register(decisions, rows))
    log = list(_log(decisions)) if received else []
    if not received:
        for row in (*decisions, *entries):
            for field in ("berkas", "code", "standing", "step", "step_label"):
                row.pop(field, None)
    tables.put(DECISIONS, [Row(decision.items()) for decision in decisions])
    tables.put(REGISTER, [Row(entry.items()) for entry in entries])
    tables.put(LOG, [Row(step.items()) for step in log])
    if office_name:
        settings = tables.rows(SETTINGS)
        settings[0]["value"] = office_name
        tables.put(SETTINGS, settings)
    tables.write_changes()
    book.save()
    book.close()
    return path


def _officers() -> Iterator[dict[str, Any]]:
    yield {"name": PDID, "role": "PDID"}
    yield {"name": DESK, "role": "Desk Pelayanan"}


def _decisions(rows: int) -> Iterator[dict[str, Any]]:
    count = -(-rows // ENTRIES_A_DECISION)
    for number in range(count):
        decided_on = FIRST_DAY + timedelta(days=number * 3650 // count)
        is_open = number >= count - OPEN_DECISIONS
        yield {
            "berkas": f"B-{decided_on.year}-{number + 1:03d}",
            "number": f"Nomor {number + 1} Tahun {decided_on.year}",
            "decided_on": decided_on,
            "about": "Dokumen persyaratan pasangan calon",
            "received_at": datetime.combine(decided_on, datetime.min.time()) + timedelta(days=7, hours=8),
            "urgency": "rahasia",
            "standing": "berlaku",
            "step": 2 if is_open else 6,
            "step_label": "3. Rekapitulasi" if is_open else "Selesai",
        }


def _register(decisions: list[dict[str, Any]], rows: int) -> Iterator[dict[str, Any]]:
    entries, wordings = _entries(), _wordings()
    for number in range(rows):
        at, item = divmod(number, ENTRIES_A_DECISION)
        entry = entries[number % len(entries)]
        shared = entries[at % len(entries)] if at % 2 else None
        own = wordings[number % len(wordings)] if number % 2 else entry["period_text"]
        yield {
            "code": f"{decisions[at]['berkas']}.{item + 1:02d}",
            "berkas": decisions[at]["berkas"],
            "decision_number": decisions[at]["number"],
            "information": f"{entry['information']}, berkas {number + 1}",
            "unit": "Sub Bagian Hukum",
            "legal_basis": (shared or entry)["legal_basis"],
            "harm_if_open": "Mengungkap rahasia pribadi seseorang.",
            "benefit_if_closed": "Melindungi rahasia pribadi seseorang.",
            "extent": "seluruhnya",
            "period_text": shared["period_text"] if shared else own,
            "place": "Lemari arsip 2, rak 1",
        }


def _log(decisions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    head, number, fields = GENESIS, 0, chained_fields(LOG.fields)
    for decision in decisions:
        at = decision["received_at"]
        for step in sop_steps()[: decision["step"]]:
            number += 1
            row = {
                "number": number,
                "berkas": decision["berkas"],
                "step": step.number,
                "step_name": step.name,
                "role": step.role,
                "officer": PDID if step.role == "PDID" else DESK,
                "started_at": at,
                "finished_at": at + timedelta(hours=1),
                "hours_used": 1.0,
                "standard_hours": step.standard_hours,
                "timeliness": "tepat waktu",
                "output": step.output,
            }
            at += timedelta(hours=1)
            head = chain_hash(head, {field: row.get(field) for field in fields})
            yield {**row, "chain_hash": head}


def _entries() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name in ("kpu_entries.csv", "other_entries.csv"):
        with data_file(name).open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def _wordings() -> list[str]:
    with data_file("period_wordings.csv").open(encoding="utf-8", newline="") as file:
        return [row["wording"] for row in csv.DictReader(file)]
