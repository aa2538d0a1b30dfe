"""The whole SOP as clicks: which button, standing where, by whom, with which answers. Every button occurs."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from excel_office import CHECKER, DECISION, MAKER, ExcelOffice, Message

from xl_macros.actions.catalogue import BY_NAME
from xl_macros.click.request import Request, asked
from xl_macros.places.resources import workbook_file
from xl_macros.tables.schema import DECISIONS, REGISTER, WORKBOOK_NAME, Table

ACCOUNTS = {MAKER: "maria", CHECKER: "yohanes"}
FIRST_ENTRY = "B-2025-001.01"


@dataclass(frozen=True, slots=True)
class Act:
    """One click, `hours` after the one before. `target` is for the command line what standing on a row is in Excel."""

    button: str
    officer: str
    hours: float = 0.5
    on_table: Table | None = None
    target: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    def for_command_line(self) -> Request:
        target = {"target": self.target} if self.target else {}
        return asked(BY_NAME[self.button].request, {"officer": self.officer, **target, **self.answers})


def acts(scan: Path, other_scan: Path) -> Iterator[Act]:
    """Steps 1 to 6, then what stands beside them; the two scans are PDF files of different content."""
    yield Act("receive_decision", CHECKER, 1, DECISIONS, DECISION, {"confirmed": True})
    yield Act("attach_scans", MAKER, 1, DECISIONS, DECISION, {"file": [scan]})
    yield Act("attach_scans", MAKER, 0.5, REGISTER, FIRST_ENTRY, {"file": [other_scan], "kind": "informasi"})
    yield Act("compute_expiry", MAKER, answers={"confirmed": True})
    yield Act("build_recap", MAKER, answers={"confirmed": True})
    yield Act("check_recap", CHECKER, answers={"verdict": "setuju", "confirmed": True})
    yield Act("store_documents", MAKER, answers={"confirmed": True})
    yield Act("export_disposition", MAKER, answers={"confirmed": True})
    yield Act("next_step", MAKER, answers={"target": "B-2025-001", "confirmed": True})
    yield Act("email_report", MAKER, answers={"confirmed": True})
    yield Act("export_public_list", CHECKER)
    yield Act("draft_paper", MAKER, answers={"kind": "lampiran sudah terbuka"})
    consent = {
        "event": "persetujuan tertulis",
        "outcome": "diberikan",
        "on": "2025-09-16",
        "evidence": "Surat 12/IX/2025",
    }
    yield Act("record_event", MAKER, 0.5, REGISTER, FIRST_ENTRY, consent)
    mend = {"kind": "batalkan peristiwa", "target": "1", "reason": "keliru", "confirmed": True}
    yield Act("correct", CHECKER, answers=mend)
    yield Act("show_form", MAKER, answers={"form": "record_event", "given": f"target={FIRST_ENTRY}"})
    yield Act("clear_form", MAKER)
    office = {"event": "jabatan publik", "evidence": "SK 1/2025", "target": FIRST_ENTRY}
    given = [f"{key}={value}" for key, value in office.items()]
    yield Act("show_form", MAKER, answers={"form": "record_event", "given": given})
    yield Act("submit_form", MAKER, answers={"confirmed": True})
    listed = {"file": [_list_beside(scan)], "target": "12/HK.03.1-Kpt/04/KPU/V/2019", "confirmed": True}
    yield Act("import_list", MAKER, answers=listed)
    copied = {"target": "12/HK.03.1-Kpt/04/KPU/V/2019", "number": DECISION, "confirmed": True}
    yield Act("copy_list", MAKER, answers=copied)
    yield Act("verify_archive", CHECKER)
    yield Act("self_test", MAKER)
    yield Act("find_text", MAKER, answers={"text": "pasangan calon"})
    yield Act("list_due", MAKER)
    yield Act("print_covers", MAKER, answers={"everything": True, "target": "B-2025-001", "confirmed": True})
    yield Act("update_calendar", MAKER, answers={"file": [_calendar_beside(scan)], "confirmed": True})
    yield Act("open_guide", MAKER)
    yield Act("edit_templates", MAKER)
    yield Act("merge_copy", MAKER, answers={"other": str(_copy_beside(scan)), "preview": True})
    older = {"file": [str(_copy_beside(scan, "lama") / WORKBOOK_NAME)], "confirmed": True}
    yield Act("upgrade_workbook", MAKER, answers=older)
    yield Act("restore_backup", MAKER)
    yield Act("undo_last", MAKER, answers={"confirmed": True})


def _list_beside(scan: Path) -> Path:
    path = scan.with_name("daftar.csv")
    path.write_text("No;Informasi;Dasar Hukum;Jangka Waktu\n1;=Rahasia;UU 14/2008 Pasal 17 huruf h;00123\n")
    return path


def _copy_beside(scan: Path, name: str = "salinan") -> Path:
    """Another copy of the office's register, in which nothing was done yet."""
    folder = scan.with_name(name)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(workbook_file(WORKBOOK_NAME), folder / WORKBOOK_NAME)
    return folder


def _calendar_beside(scan: Path) -> Path:
    path = scan.with_name("kalender.json")
    days = [
        {"date": f"2030-{month:02}-01", "kind": "libur nasional", "source": "SKB"} for month in range(1, 12)
    ]
    pack = {"kecuali_calendar": 1, "issued_on": "2026-09-20", "holidays": days}
    path.write_text(json.dumps(pack), encoding="utf-8")
    return path


def click_through(office: ExcelOffice, scan: Path, other_scan: Path) -> Iterator[tuple[Act, Message]]:
    """Click one after the other in Excel, as each comes due."""
    for act in acts(scan, other_scan):
        office.now += timedelta(hours=act.hours)
        office.account = ACCOUNTS[act.officer]
        if act.on_table is not None:
            office.select(act.on_table)
        yield act, office.click(act.button, **act.answers)


def in_order(scan: Path, other_scan: Path) -> list[str]:
    """The buttons' names as they are clicked, each once."""
    return list(dict.fromkeys(act.button for act in acts(scan, other_scan)))


def confirmed_later(act: Act) -> Act:
    """The same click before the user has said yes."""
    unconfirmed = {name: value for name, value in act.answers.items() if name != "confirmed"}
    return dataclasses.replace(act, answers=unconfirmed)
