"""What the home sheet shows: what is late, what ends soon, what is missing, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.domain.duties import Duty, DutyKind
from xl_macros.domain.expiry import Status
from xl_macros.domain.findings import Severity
from xl_macros.domain.procedure import LATE, Step
from xl_macros.domain.recap import ends_per_year
from xl_macros.keeping import steps
from xl_macros.keeping.chained import chain_head
from xl_macros.keeping.duties import day_in
from xl_macros.keeping.nightly import last_run
from xl_macros.keeping.register import Assessed
from xl_macros.records import Decision, LoggedStep
from xl_macros.tables.blocks import hours_text, shorten
from xl_macros.tables.home_sheet import BerkasStrip, Ending, Figure, HomeView, StepMark, StepState, ToMend
from xl_macros.tables.schema import (
    DECISIONS_SHEET,
    DUTIES_SHEET,
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


def home_view(office: Office, assessed: Sequence[Assessed], due: Sequence[Duty]) -> HomeView:
    """What the home sheet shows, from the tables as they are staged, the register as assessed and what is due."""
    outcomes = [item.outcome for item in assessed]
    open_berkas = [each for each in steps.all_berkas(office) if each.due]
    strips = _latest_first([(each, _strip(office, each)) for each in open_berkas])
    action, sheet = _next_action(office, strips, assessed, due)
    counts = dict.fromkeys(Status, 0)
    for outcome in outcomes:
        counts[outcome.status] += 1
    log = office.tables.records(LoggedStep)
    warn_days = office.settings.number("warn_days", 1, 3650)
    return HomeView(
        on=office.today,
        office_name=office.settings.text("office_name"),
        next_action=action,
        next_sheet=sheet,
        figures=_figures(assessed, [strip for _, strip in strips], warn_days),
        strips=[strip for _, strip in strips],
        statuses=[(f"{status.symbol} {status.value}", count) for status, count in counts.items()],
        ends_per_year=ends_per_year(
            (outcome.status, outcome.end_on, outcome.period.period_class) for outcome in outcomes
        ),
        warn_days=warn_days,
        ending=_ending(office, assessed),
        to_mend=_to_mend(assessed),
        last_check=office.tables.named_text(NAME_LAST_CHECK),
        duties=_duties_sentence(office, due),
        log_head=chain_head(log) if log else "",
    )


_Strips = list[tuple[steps.Berkas, BerkasStrip]]


def _figures(
    assessed: Sequence[Assessed], strips: Sequence[BerkasStrip], warn_days: int
) -> tuple[Figure, ...]:
    """What is late, what ends soon, what is missing, and how much there is."""
    overdue = sum(_overdue(strip) > 0 for strip in strips)
    soon = sum(item.outcome.status is Status.ENDS_SOON for item in assessed)
    unclear = sum(item.outcome.status is Status.UNCLEAR for item in assessed)
    flawed = sum(_must_mend(item) for item in assessed)
    unscanned = sum(_lacks_scan(item) for item in assessed)
    closed = sum(not item.outcome.status.is_open for item in assessed)
    return (
        Figure(overdue, "berkas lewat waktu", overdue > 0),
        Figure(soon, f"berakhir dalam {warn_days} hari", soon > 0),
        Figure(flawed, "informasi harus diperbaiki", flawed > 0),
        Figure(unclear, "jangka waktu perlu diperjelas", unclear > 0),
        Figure(unscanned, "informasi belum dipindai", unscanned > 0),
        Figure(closed, f"masih dikecualikan, dari {len(assessed)} informasi"),
    )


def _must_mend(item: Assessed) -> bool:
    return any(finding.severity is Severity.MUST_MEND for finding in item.outcome.findings)


def _lacks_scan(item: Assessed) -> bool:
    """Received, still to be documented, and without a scan."""
    return bool(item.row.code) and not item.row.scans


def _duties_sentence(office: Office, due: Sequence[Duty]) -> str:
    """How much is due, and when the nightly look at it last ran."""
    late = sum(duty.due_on < office.today for duty in due)
    count = f"{len(due)} tugas belum selesai, {late} di antaranya lewat tenggat" if due else "Tidak ada tugas"
    night = last_run(office.folders.private)
    ran = f"{night.on:%d/%m/%Y}" if night.on else "belum pernah"
    checked_on = day_in(office.tables.named_text(NAME_LAST_CHECK)) if night.damaged else None
    open_still = night.on and night.damaged and (checked_on is None or checked_on < night.on)
    found = f" dan menemukan {len(night.damaged)} masalah berkas: klik Periksa Keutuhan" if open_still else ""
    return f"{count}: lihat lembar Tugas. Pemeriksaan malam terakhir: {ran}{found}."


def _next_action(  # noqa: PLR0911  # one line for each thing that may come first
    office: Office, strips: _Strips, assessed: Sequence[Assessed], due: Sequence[Duty]
) -> tuple[str, str]:
    """One sentence and the sheet it speaks of: what is late, what waits in the procedure, what to mend, what ends."""
    late = [berkas for berkas, strip in strips if _overdue(strip) > 0]
    waiting = [row for row in office.tables.records(Decision) if row.number and not row.berkas]
    if waiting and not late:
        return (
            f"Terima keputusan {waiting[0].number}: pilih barisnya, lalu klik Terima Keputusan.",
            DECISIONS_SHEET,
        )
    if strips:
        first = late[0] if late else min((each for each, _ in strips), key=_due_number)
        number = _due_number(first)
        button, sheet = _NEXT[number]
        says = "lewat waktu pada" if late else "menunggu"
        return f"Berkas {first.code} {says} langkah {number}: klik {button}.", sheet
    flawed = sum(_must_mend(item) for item in assessed)
    if flawed:
        return f"{flawed} informasi harus diperbaiki: lihat kolom Temuan di Register.", REGISTER_SHEET
    urgent = [duty for duty in due if duty.kind in _ABOUT_EXEMPTIONS]
    if urgent:
        return _named_duty(urgent), DUTIES_SHEET
    soon = _ending(office, assessed)
    if soon:
        return (
            f"{len(soon)} informasi segera berakhir, yang pertama {soon[0].code} pada "
            f"{soon[0].end_on:%d/%m/%Y}: siapkan penetapannya.",
            RECAP_SHEET,
        )
    if due:
        return _named_duty(due), DUTIES_SHEET
    return "Tidak ada yang menunggu. Catat keputusan baru di lembar Keputusan bila datang.", DECISIONS_SHEET


_ABOUT_EXEMPTIONS = frozenset({DutyKind.OPENED, DutyKind.MARK, DutyKind.RULING, DutyKind.HOLD})


def _named_duty(due: Sequence[Duty]) -> str:
    """The first of them in words, and how many more there are."""
    more = f" (dan {len(due) - 1} tugas lain)" if len(due) > 1 else ""
    return f"{due[0].code}: {shorten(due[0].text, 150)}{more}"


def _due_number(berkas: steps.Berkas) -> int:
    return berkas.due.number if berkas.due else 1


def _latest_first(strips: _Strips) -> _Strips:
    """Those over their time first, the longest at the top; the others in the order of the sheet."""
    return sorted(strips, key=lambda pair: -_overdue(pair[1]))


def _overdue(strip: BerkasStrip) -> float:
    """The working hours by which the running step is over its time; 0 when it is not."""
    return max(
        (mark.hours_used or 0.0) - mark.standard_hours if mark.state is StepState.OVERDUE else 0.0
        for mark in strip.steps
    )


def _strip(office: Office, berkas: steps.Berkas) -> BerkasStrip:
    done = {row.step: row for row in berkas.log}
    due = berkas.due.number if berkas.due else 7
    marks = tuple(_mark(office, step, done.get(step.number), due, berkas) for step in steps.sop(office))
    says = _timeliness(marks, waits=steps.waits_for_disposition(office, berkas))
    return BerkasStrip(berkas.code, berkas.decision.number or "", marks, says)


def _timeliness(marks: Sequence[StepMark], *, waits: bool) -> str:
    """What stands beside the strip: the running step if it is late, else what it waits for, else how many were late."""
    for number, mark in enumerate(marks, start=1):
        if mark.state is StepState.OVERDUE and mark.hours_used is not None:
            return f"langkah {number} lewat {hours_text(mark.hours_used - mark.standard_hours)} jam"
    if waits:
        return "menunggu disposisi"
    late = [str(number) for number, mark in enumerate(marks, start=1) if mark.state is StepState.LATE]
    return f"langkah {', '.join(late)} terlambat" if late else "tepat waktu"


def _mark(office: Office, step: Step, row: LoggedStep | None, due: int, berkas: steps.Berkas) -> StepMark:
    if step.number < due and row is not None:
        hours, said = steps.shown_time(office, row)
        state = StepState.LATE if said.startswith(LATE) else StepState.DONE
        return StepMark(state, hours, row.standard_hours or 0.0)
    if step.number != due:
        return StepMark(StepState.WAITING, None, step.standard_hours)
    since = berkas.log[-1].finished_at if berkas.log else None
    begun = since is not None and since <= office.now
    used = steps.running_hours(office, berkas, step.number, since) if since is not None and begun else 0.0
    state = StepState.OVERDUE if used > step.standard_hours else StepState.RUNNING
    return StepMark(state, used, step.standard_hours)


def _ending(office: Office, assessed: Sequence[Assessed]) -> list[Ending]:
    soon = [item for item in assessed if item.outcome.status is Status.ENDS_SOON and item.outcome.end_on]
    endings = [
        Ending(
            item.row.code or "",
            item.row.information or "",
            item.outcome.end_on,
            (item.outcome.end_on - office.today).days,
        )
        for item in soon
        if item.outcome.end_on is not None
    ]
    return sorted(endings, key=lambda ending: ending.end_on)


def _to_mend(assessed: Sequence[Assessed]) -> list[ToMend]:
    """What must be mended, then scans that are missing, then what should be checked; alike ones in one line."""
    found: dict[Severity, Counter[str]] = {severity: Counter() for severity in Severity}
    first: dict[str, str] = {}
    unscanned: Counter[str] = Counter()
    for item in assessed:
        code = item.row.code or "(tanpa kode)"
        unscanned[str(item.row.berkas or "")] += _lacks_scan(item)
        for finding in item.outcome.findings:
            found[finding.severity][finding.message] += 1
            first.setdefault(finding.message, code)
    scans = [
        ToMend(berkas, f"{count} informasi belum dipindai.") for berkas, count in unscanned.items() if count
    ]
    must, check = (
        [
            ToMend(first[text], f"{_label(severity, count)}: {text}")
            for text, count in found[severity].most_common()
        ]
        for severity in (Severity.MUST_MEND, Severity.CHECK)
    )
    return [*must, *scans, *check]


def _label(severity: Severity, count: int) -> str:
    word = severity.value.capitalize()
    return word if count == 1 else f"{word} ({count} informasi)"
