"""Everything that waits in the office as one queue by deadline: duties, steps, findings, what is not filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from xl_macros.click.office import Office
from xl_macros.domain.duties import Duty, DutyKind
from xl_macros.domain.findings import Severity
from xl_macros.domain.phrases import long_date
from xl_macros.keeping import steps
from xl_macros.keeping.register import Assessed, office_calendar
from xl_macros.records import Decision, Officer
from xl_macros.reports.recap_lines import code_ranges
from xl_macros.tables.blocks import hours_text
from xl_macros.tables.home_sheet import QUEUE, BerkasStrip, QueueLine, StepState
from xl_macros.tables.schema import (
    DECISIONS_SHEET,
    DUTIES_SHEET,
    OFFICERS,
    RECAP_SHEET,
    REFERENCE_SHEET,
    REGISTER_SHEET,
    SETTING_ROWS,
    SETTINGS,
)

Strips = list[tuple[steps.Berkas, BerkasStrip]]

NOTHING = QueueLine(
    None,
    "",
    "Tidak ada yang menunggu. Catat keputusan baru di lembar Keputusan bila datang.",
    "",
    f"lembar {DECISIONS_SHEET}",
    DECISIONS_SHEET,
)
FIRST_BERKAS = tuple(
    QueueLine(None, "", what, "", button, sheet, cell)
    for what, button, sheet, cell in (
        (
            "Tulis keputusan pertama di lembar Keputusan dan informasinya di Register (atau Impor Daftar), lalu klik "
            "Terima Keputusan.",
            "Terima Keputusan",
            DECISIONS_SHEET,
            "B5",
        ),
        (
            "Sesudah itu: cetak lembar sampul, pindai semua kertasnya sebagai satu tumpukan, lalu lampirkan.",
            "Lampirkan Pindaian",
            REGISTER_SHEET,
            "B5",
        ),
        (
            "Susun rekapitulasi; PDID memeriksa dan menyetujuinya.",
            "Buat Rekapitulasi",
            RECAP_SHEET,
            "A1",
        ),
        (
            "Simpan ke folder khusus, lalu laporkan kepada Sekretaris. Langkah Berikut menunjukkan apa yang sekarang.",
            "Langkah Berikut",
            DECISIONS_SHEET,
            "B5",
        ),
    )
)
"""How a berkas runs, for an office that has none yet: nothing of its queue stays blank."""

_STEPS = {
    1: ("Terima Keputusan", DECISIONS_SHEET),
    2: ("Lampirkan Pindaian", REGISTER_SHEET),
    3: ("Buat Rekapitulasi", RECAP_SHEET),
    4: ("Periksa Rekapitulasi", RECAP_SHEET),
    5: ("Simpan ke Folder Khusus", DECISIONS_SHEET),
    6: ("Ekspor Laporan Disposisi", DECISIONS_SHEET),
}
_ABOUT_ENTRIES = {DutyKind.OPENED, DutyKind.MARK, DutyKind.RULING, DutyKind.HOLD, DutyKind.RENEWAL}
_SHEETS = {
    **dict.fromkeys(_ABOUT_ENTRIES, REGISTER_SHEET),
    DutyKind.DISPOSITION: DECISIONS_SHEET,
    DutyKind.TEST: DECISIONS_SHEET,
    DutyKind.CALENDAR: REFERENCE_SHEET,
    DutyKind.ACT: REFERENCE_SHEET,
    DutyKind.OFFICIALS: SETTINGS.sheet,
}
_FIRST_SETTINGS = ("secretary_name", "secretary_email", "report_from")


def waiting_lines(
    office: Office, strips: Strips, assessed: Sequence[Assessed], due: Sequence[Duty]
) -> list[QueueLine]:
    """What waits, the nearest deadline first, what has no day last; one line says so when nothing does."""
    cells = _cells(office, assessed)
    lines = [
        *_not_received(office),
        *_running(office, strips, cells),
        *_due(office, due, cells),
        *_not_filled(office),
        *_to_mend(assessed, cells),
        *_unscanned(assessed, cells),
    ]
    lines.sort(key=lambda line: line.due_on or date.max)
    if not office.tables.records(Decision):
        lines += FIRST_BERKAS
    lines = lines or [NOTHING]
    return [*lines, *_coming(office, assessed, cells, QUEUE - len(lines))]


def overdue_hours(strip: BerkasStrip) -> float:
    """The working hours by which the running step is over its time; 0 when it is not."""
    return max(
        (mark.hours_used or 0.0) - mark.standard_hours if mark.state is StepState.OVERDUE else 0.0
        for mark in strip.steps
    )


def lacks_scan(item: Assessed) -> bool:
    """Received, still to be documented, and without a scan."""
    return bool(item.row.code) and not item.row.scans


def days_left(due_on: date, on: date) -> str:
    """In words how far a day is away: "lewat 18 hari", "hari ini", "3 hari"."""
    days = (due_on - on).days
    if days < 0:
        return f"lewat {-days} hari"
    return f"{days} hari" if days else "hari ini"


def _cells(office: Office, assessed: Sequence[Assessed]) -> Mapping[str, str]:
    """Where each code stands on its own sheet."""
    rows = {item.row.code: item.row.sheet_row for item in assessed if item.row.code}
    rows |= {each.berkas: each.sheet_row for each in office.tables.records(Decision) if each.berkas}
    return {code: f"B{row}" for code, row in rows.items() if row}


def _not_received(office: Office) -> Iterator[QueueLine]:
    for each in office.tables.records(Decision):
        if each.number and not each.berkas:
            came = each.received_at
            day = came.date() if came is not None else office.today
            left = days_left(day, office.today)
            what = f"Keputusan {each.number} belum diterima: pilih barisnya, lalu klik tombolnya (langkah 1)."
            yield QueueLine(day, left, what, "", _STEPS[1][0], DECISIONS_SHEET, f"B{each.sheet_row}")


def _running(office: Office, strips: Strips, cells: Mapping[str, str]) -> Iterator[QueueLine]:
    """The step that runs in each berkas; one that waits for the secretary is asked for as a duty instead."""
    for berkas, strip in strips:
        mark = next((each for each in strip.steps if each.state in _RUNNING), None)
        if (
            mark is None
            or berkas.due is None
            or (mark.state is StepState.RUNNING and steps.waits_for_disposition(office, berkas))
        ):
            continue
        button, sheet = _STEPS[berkas.due.number]
        rest = mark.standard_hours - (mark.hours_used or 0.0)
        hours = f"{hours_text(rest)} dari {hours_text(mark.standard_hours)} jam kerja tersisa"
        left = ""
        if rest < 0:
            hours, left = f"lewat {hours_text(-rest)} jam kerja", "lewat"
        day = office.today if rest < 0 else _ends_on(office, rest)
        yield QueueLine(
            day,
            left or days_left(day, office.today),
            f"Langkah {berkas.due.number}: {hours}.",
            berkas.code,
            button,
            sheet,
            cells.get(berkas.code, "A1") if sheet == DECISIONS_SHEET else "A1",
        )


_RUNNING = (StepState.RUNNING, StepState.OVERDUE)


def _ends_on(office: Office, hours: float) -> date:
    return office_calendar(office).add_working_hours(office.now, hours).date()


def _due(office: Office, due: Sequence[Duty], cells: Mapping[str, str]) -> Iterator[QueueLine]:
    """A line for each kind of duty: its first one in words, how many there are, on which codes."""
    for kind in DutyKind:
        mine = [duty for duty in due if duty.kind is kind]
        if not mine:
            continue
        first = mine[0]
        count = f"{kind.value} ({len(mine)}): " if len(mine) > 1 else ""
        codes = [duty.code for duty in mine]
        day = first.deadline
        yield QueueLine(
            day,
            days_left(day, office.today) if day else "",
            f"{count}{first.text}",
            code_ranges(codes),
            first.button,
            _SHEETS.get(kind, DUTIES_SHEET),
            cells.get(first.code, "A1"),
        )


def _not_filled(office: Office) -> Iterator[QueueLine]:
    """What a new office has to fill in before it can report."""
    if not any(each.name for each in office.tables.records(Officer)):
        what = "Isi nama petugas: PDID dan Desk Pelayanan, masing-masing satu baris."
        yield QueueLine(None, "", what, "", f"lembar {OFFICERS.sheet}", OFFICERS.sheet, "A5")
    names = {setting.field: setting.name for setting in SETTING_ROWS}
    empty = [names[field] for field in _FIRST_SETTINGS if not office.settings.text(field)]
    if empty:
        what = f"Isi sebelum laporan pertama: {', '.join(empty)}."
        yield QueueLine(None, "", what, "", f"lembar {SETTINGS.sheet}", SETTINGS.sheet)


def _coming(
    office: Office, assessed: Sequence[Assessed], cells: Mapping[str, str], room: int
) -> list[QueueLine]:
    """The next marks that nothing asks for yet, where the list has room for them."""
    marks = sorted(
        (item.outcome.mark_on, item.row.code, item.outcome.end_on)
        for item in assessed
        if item.row.code
        and item.outcome.end_on
        and item.outcome.mark_on
        and item.outcome.mark_on > office.today
        and not item.outcome.status.is_open
    )
    return [
        QueueLine(
            mark_on,
            days_left(mark_on, office.today),
            f"Berikutnya: siapkan penetapan PPID; berakhir {long_date(end_on)}.",
            code,
            f"lembar {REGISTER_SHEET}",
            REGISTER_SHEET,
            cells.get(code, "A1"),
        )
        for mark_on, code, end_on in marks[: max(room, 0)]
    ]


def _to_mend(assessed: Sequence[Assessed], cells: Mapping[str, str]) -> Iterator[QueueLine]:
    flawed = [item for item in assessed if item.must_mend]
    if flawed:
        first = next(f for f in flawed[0].outcome.findings if f.severity is Severity.MUST_MEND)
        codes = [item.row.code for item in flawed if item.row.code]
        what = f"{len(flawed)} informasi harus diperbaiki; yang pertama: {first.message}"
        place = cells.get(codes[0], "A1") if codes else f"B{flawed[0].row.sheet_row}"
        yield QueueLine(
            None, "", what, code_ranges(codes), f"{REGISTER_SHEET}, kolom Temuan", REGISTER_SHEET, place
        )


def _unscanned(assessed: Sequence[Assessed], cells: Mapping[str, str]) -> Iterator[QueueLine]:
    codes = [item.row.code for item in assessed if lacks_scan(item) and item.row.code]
    if codes:
        what = f"{len(codes)} informasi belum dipindai."
        yield QueueLine(
            None, "", what, code_ranges(codes), _STEPS[2][0], REGISTER_SHEET, cells.get(codes[0], "A1")
        )
