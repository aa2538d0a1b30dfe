"""The built sheets, drawn from the tables: home, recap and disposition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xl_macros.domain.expiry import Status
from xl_macros.domain.findings import Severity
from xl_macros.domain.procedure import RECAP_STEP, Step
from xl_macros.domain.recap import Recap, build_recap
from xl_macros.domain.working_time import OfficeCalendar
from xl_macros.jobs import steps
from xl_macros.jobs.chained import chain_head
from xl_macros.jobs.register import Assessed, assess_register, office_calendar, recap_lines
from xl_macros.office import Office
from xl_macros.tables.disposition_sheet import DispositionForm, write_disposition
from xl_macros.tables.home_sheet import BerkasStrip, Ending, HomeView, StepMark, StepState, ToMend, write_home
from xl_macros.tables.recap_sheet import write_recap
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import (
    DECISIONS,
    DECISIONS_SHEET,
    DISPOSITION_SHEET,
    HOME,
    LOG,
    NAME_LAST_CHECK,
    RECAP_SHEET,
    REGISTER_SHEET,
)

_NEXT = {
    1: ("Terima Keputusan", DECISIONS_SHEET),
    2: ("Lampirkan Pindaian", REGISTER_SHEET),
    3: ("Buat Rekapitulasi", RECAP_SHEET),
    4: ("Periksa Rekapitulasi", RECAP_SHEET),
    5: ("Simpan ke Folder Khusus", DECISIONS_SHEET),
    6: ("Ekspor Laporan Disposisi", DECISIONS_SHEET),
}


def after_button(office: Office) -> None:
    """Stage the home sheet as the tables will stand."""
    view = home_view(office)
    office.tables.stage_view(HOME, lambda book: write_home(book, view))


def redraw(office: Office, sheets: Sequence[str]) -> None:
    """Stage the named sheets as the tables now say: what undo and recovery owe the workbook."""
    if RECAP_SHEET in sheets:
        made = any(row["step"] == RECAP_STEP for row in office.tables.rows(LOG))
        stage_recap(office, build_recap(recap_lines(assess_register(office)) if made else (), office.today))
    if DISPOSITION_SHEET in sheets:
        received = [row for row in office.tables.rows(DECISIONS) if row["berkas"]]
        stage_disposition(office, received[-1] if received else None)
    if HOME in sheets:
        after_button(office)


def stage_recap(office: Office, recap: Recap) -> None:
    """Stage the recap sheet."""
    office.tables.stage_view(RECAP_SHEET, lambda book: write_recap(book, recap))


def stage_disposition(office: Office, decision: Row | None) -> None:
    """Stage the disposition sheet of a decision, or an empty form."""
    settings = office.settings
    form = DispositionForm(
        letterhead=tuple(settings.text(f"letterhead_{number}") for number in (1, 2, 3)),
        address=settings.text("office_address"),
        position=settings.text("report_to") or "Sekretaris",
        name=settings.text("secretary_name"),
        rank=settings.text("secretary_rank"),
        nip=settings.text("secretary_nip"),
        city=settings.text("office_city"),
        **_letter(decision),
    )
    office.tables.stage_view(DISPOSITION_SHEET, lambda book: write_disposition(book, form))


def _letter(decision: Row | None) -> dict[str, Any]:
    if decision is None:
        return {}
    fields = (
        "letter_from",
        "number",
        "agenda_number",
        "urgency",
        "about",
        "forwarded_to",
        "instruction",
        "note",
    )
    letter: dict[str, Any] = {field: decision[field] or "" for field in fields}
    return {
        **letter,
        "decided_on": decision["decided_on"] or decision["date_text"],
        "received_at": decision["received_at"],
    }


def home_view(office: Office) -> HomeView:
    """What the home sheet shows, from the tables as they are staged."""
    assessed = assess_register(office)
    lines = recap_lines(assessed)
    recap = build_recap(lines, office.today)
    open_berkas = [each for each in steps.all_berkas(office) if each.due]
    action, sheet = _next_action(office, open_berkas, assessed)
    counts = dict.fromkeys(Status, 0)
    for item in assessed:
        counts[item.outcome.status] += 1
    return HomeView(
        on=office.today,
        office_name=office.settings.text("office_name"),
        next_action=action,
        next_sheet=sheet,
        strips=[_strip(office, each, office_calendar(office)) for each in open_berkas],
        statuses=[(f"{status.symbol} {status.value}", count) for status, count in counts.items()],
        ends_per_year=recap.ends_per_year,
        warn_days=office.settings.number("warn_days", 1, 3650),
        ending=_ending(office, assessed),
        to_mend=_to_mend(assessed),
        last_check=office.tables.named_text(NAME_LAST_CHECK),
        log_head=chain_head(office.tables.rows(LOG)) if office.tables.rows(LOG) else "",
    )


def _next_action(
    office: Office, open_berkas: Sequence[steps.Berkas], assessed: Sequence[Assessed]
) -> tuple[str, str]:
    """One sentence and the sheet it speaks of: first what waits in the procedure, then what to mend."""
    waiting = [row for row in office.tables.rows(DECISIONS) if row["number"] and not row["berkas"]]
    if waiting:
        return (
            f"Terima keputusan {waiting[0]['number']}: pilih barisnya, lalu klik Terima Keputusan.",
            DECISIONS_SHEET,
        )
    if open_berkas:
        first = min(open_berkas, key=lambda each: each.due.number if each.due else 0)
        number = first.due.number if first.due else 1
        button, sheet = _NEXT[number]
        return f"Berkas {first.code} menunggu langkah {number}: klik {button}.", sheet
    flawed = _to_mend(assessed)
    if flawed:
        return f"{len(flawed)} temuan perlu diperbaiki; lihat kolom Temuan di Register.", REGISTER_SHEET
    return "Tidak ada yang menunggu. Catat keputusan baru di lembar Keputusan bila datang.", DECISIONS_SHEET


def _strip(office: Office, berkas: steps.Berkas, calendar: OfficeCalendar) -> BerkasStrip:
    done: dict[int, Row] = {row["step"]: row for row in berkas.log}
    due = berkas.due.number if berkas.due else 7
    marks = [_mark(office, step, done.get(step.number), due, berkas, calendar) for step in steps.sop(office)]
    late = [mark for mark in marks if mark.state in {StepState.LATE, StepState.OVERDUE}]
    timeliness = f"{len(late)} langkah lewat waktu" if late else "tepat waktu"
    return BerkasStrip(berkas.code, berkas.decision["number"] or "", tuple(marks), timeliness)


def _mark(
    office: Office, step: Step, row: Row | None, due: int, berkas: steps.Berkas, calendar: OfficeCalendar
) -> StepMark:
    if step.number < due and row is not None:
        late = str(row["timeliness"] or "").startswith("terlambat")
        return StepMark(StepState.LATE if late else StepState.DONE, row["hours_used"], row["standard_hours"])
    if step.number != due:
        return StepMark(StepState.WAITING, None, step.standard_hours)
    since: Any = berkas.log[-1]["finished_at"] if berkas.log else None
    begun = isinstance(since, datetime) and since <= office.now
    used = calendar.working_hours_between(since, office.now) if begun else 0.0
    state = StepState.OVERDUE if used > step.standard_hours else StepState.RUNNING
    return StepMark(state, used, step.standard_hours)


def _ending(office: Office, assessed: Sequence[Assessed]) -> list[Ending]:
    soon = [item for item in assessed if item.outcome.status is Status.ENDS_SOON and item.outcome.end_on]
    endings = [
        Ending(
            item.row["code"] or "",
            item.row["information"] or "",
            item.outcome.end_on,
            (item.outcome.end_on - office.today).days,
        )
        for item in soon
        if item.outcome.end_on is not None
    ]
    return sorted(endings, key=lambda ending: ending.end_on)


def _to_mend(assessed: Sequence[Assessed]) -> list[ToMend]:
    return [
        ToMend(item.row["code"] or "(tanpa kode)", finding.message)
        for item in assessed
        for finding in item.outcome.findings
        if finding.severity is Severity.MUST_MEND
    ]
