"""What the home sheet shows: the queue, figures, the berkas under way, counts by status and year."""

from __future__ import annotations

from collections.abc import Sequence

from xl_macros.click.office import Office
from xl_macros.domain.duties import Duty
from xl_macros.domain.expiry import Status
from xl_macros.domain.procedure import LATE, Step
from xl_macros.domain.recap import ends_per_year
from xl_macros.keeping import steps
from xl_macros.keeping.chained import chain_head
from xl_macros.keeping.duties import day_in
from xl_macros.keeping.nightly import last_run
from xl_macros.keeping.queue import Strips, lacks_scan, overdue_hours, waiting_lines
from xl_macros.keeping.register import Assessed
from xl_macros.keeping.ribbon import ribbon_texts
from xl_macros.records import LoggedStep
from xl_macros.tables.blocks import hours_text
from xl_macros.tables.home_sheet import BerkasStrip, Figure, HomeView, StepMark, StepState
from xl_macros.tables.schema import NAME_LAST_CHECK


def home_view(office: Office, assessed: Sequence[Assessed], due: Sequence[Duty]) -> HomeView:
    """What the home sheet shows, from the tables as they are staged, the register as assessed and what is due."""
    outcomes = [item.outcome for item in assessed]
    every = steps.all_berkas(office)
    open_berkas = [each for each in every if each.due]
    strips = _latest_first([(each, _strip(office, each)) for each in open_berkas])
    counts = dict.fromkeys(Status, 0)
    for outcome in outcomes:
        counts[outcome.status] += 1
    log = office.tables.records(LoggedStep)
    return HomeView(
        on=office.today,
        office_name=office.settings.text("office_name"),
        queue=waiting_lines(office, strips, assessed, due),
        figures=_figures(assessed, [strip for _, strip in strips], office.settings.number("warn_days")),
        strips=[strip for _, strip in strips],
        statuses=[(f"{status.symbol} {status.value}", count) for status, count in counts.items()],
        ends_per_year=ends_per_year(
            (outcome.status, outcome.end_on, outcome.period.period_class) for outcome in outcomes
        ),
        last_check=office.tables.named_text(NAME_LAST_CHECK),
        duties=_duties_sentence(office, due),
        log_head=chain_head(log) if log else "",
        ribbon=ribbon_texts(every),
    )


def _figures(
    assessed: Sequence[Assessed], strips: Sequence[BerkasStrip], warn_days: int
) -> tuple[Figure, ...]:
    """What is late, what ends soon, what is missing, and how much there is."""
    overdue = sum(overdue_hours(strip) > 0 for strip in strips)
    soon = sum(item.outcome.status is Status.ENDS_SOON for item in assessed)
    unclear = sum(item.outcome.status is Status.UNCLEAR for item in assessed)
    flawed = sum(item.must_mend for item in assessed)
    unscanned = sum(lacks_scan(item) for item in assessed)
    closed = sum(not item.outcome.status.is_open for item in assessed)
    return (
        Figure(overdue, "berkas lewat waktu", overdue > 0),
        Figure(soon, f"berakhir dalam {warn_days} hari", soon > 0),
        Figure(flawed, "informasi harus diperbaiki", flawed > 0),
        Figure(unclear, "jangka waktu perlu diperjelas", unclear > 0),
        Figure(unscanned, "informasi belum dipindai", unscanned > 0),
        Figure(closed, f"dikecualikan dari {len(assessed)} informasi"),
    )


def _duties_sentence(office: Office, due: Sequence[Duty]) -> str:
    """How much is due, and when the nightly look at it last ran."""
    late = sum(duty.is_late(office.today) for duty in due)
    count = f"{len(due)} tugas belum selesai, {late} di antaranya lewat tenggat" if due else "Tidak ada tugas"
    night = last_run(office.folders.private)
    ran = f"{night.on:%d/%m/%Y}" if night.on else "belum pernah"
    checked_on = day_in(office.tables.named_text(NAME_LAST_CHECK)) if night.damaged else None
    open_still = night.on and night.damaged and (checked_on is None or checked_on < night.on)
    found = f" dan menemukan {len(night.damaged)} masalah berkas: klik Periksa Keutuhan" if open_still else ""
    return f"{count}: lihat lembar Tugas. Pemeriksaan malam terakhir: {ran}{found}."


def _latest_first(strips: Strips) -> Strips:
    """Those over their time first, the longest at the top; the others in the order of the sheet."""
    return sorted(strips, key=lambda pair: -overdue_hours(pair[1]))


def _strip(office: Office, berkas: steps.Berkas) -> BerkasStrip:
    done = {row.step: row for row in berkas.log}
    due = berkas.due.number if berkas.due else 7
    marks = tuple(_mark(office, step, done.get(step.number), due, berkas) for step in steps.sop(office))
    says = _timeliness(marks, waits=steps.waits_for_disposition(office, berkas))
    running = steps.step_label(berkas.due) if berkas.due else ""
    return BerkasStrip(berkas.code, marks, running, says)


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
