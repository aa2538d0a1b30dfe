"""The SOP's steps as the log holds them: whose turn it is, who may, and writing a step down when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from xl_macros.click.office import Office, refuse_if
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.domain.procedure import (
    LAST_STEP,
    LATE,
    STEP_HEADS,
    Officer,
    Step,
    check_officer,
    check_turn,
    is_estimate,
    last_counted,
    next_step,
    steps_from_rows,
    timeliness,
)
from xl_macros.domain.waiting import charged_hours, waits_for, was_away
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.decisions import same_number
from xl_macros.keeping.papers_out import papers_of
from xl_macros.keeping.register import by_berkas, office_calendar, wrong_codes
from xl_macros.records import Decision, LoggedStep, SopStep
from xl_macros.tables.schema import DECISIONS, LOG, REFERENCE_SHEET, STEPS

ALL_DONE = "Selesai"
ASIDE = "di luar langkah"


class Berkas(NamedTuple):
    """A decision with its code, its log so far and the step that is due (None when all six are done)."""

    decision: Decision
    log: list[LoggedStep]
    due: Step | None

    @property
    def code(self) -> str:
        return str(self.decision.berkas)


def sop(office: Office) -> tuple[Step, ...]:
    """The six steps, with the roles and times of Referensi."""
    try:
        return office.tables.derived("sop", (STEPS,), lambda: steps_from_rows(office.tables.records(SopStep)))
    except ValueError as error:
        raise Refusal(
            str(error), cure=f"Perbaiki waktu itu di lembar {REFERENCE_SHEET}, tabel Langkah."
        ) from error


def all_berkas(office: Office) -> list[Berkas]:
    """Every decision that was received, in sheet order; refused while a berkas code is none or stands twice."""
    of = (STEPS, LOG, DECISIONS)
    return [*office.tables.derived("all berkas", of, lambda: _all_berkas(office))]


def _all_berkas(office: Office) -> list[Berkas]:
    steps = sop(office)
    logs = by_berkas(office.tables.records(LoggedStep))
    received = [row for row in office.tables.records(Decision) if row.berkas and row.state != WITHDRAWN]
    refuse_if(
        wrong_codes(received),
        f"Kode berkas di lembar {DECISIONS.sheet} berubah.",
        "Kembalikan kode itu seperti semula (Urungkan atau cadangan), lalu klik tombol ini lagi.",
    )
    return [
        Berkas(row, log, next_step(log, steps))
        for row in received
        for log in [logs.get(row.berkas or "", [])]
    ]


def named_berkas(office: Office, targets: Sequence[str]) -> list[Berkas]:
    """The berkas of these codes or decision numbers, all of them without any; refused when one names none."""
    found = all_berkas(office)
    for target in targets:
        if not any(is_named(berkas, (target,)) for berkas in found):
            raise Refusal(f"Tidak ada berkas '{target}'.", cure=f"Lihat kodenya di lembar {DECISIONS.sheet}.")
    return [berkas for berkas in found if not targets or is_named(berkas, targets)]


def is_named(berkas: Berkas, targets: Sequence[str]) -> bool:
    """Whether one of the targets is the berkas' code, the code of an entry of it, or its decision's number."""
    return any(
        target == berkas.code
        or target.startswith(f"{berkas.code}.")
        or same_number(target, berkas.decision.number)
        for target in targets
    )


def berkas_at(office: Office, step_number: int, targets: Sequence[str]) -> list[Berkas]:
    """Those of them whose next step that is."""
    return [each for each in named_berkas(office, targets) if each.due and each.due.number == step_number]


def due_berkas(office: Office, step_number: int, targets: Sequence[str] = ()) -> list[Berkas]:
    """The berkas at that step: those named, else all of them; refused when there is none.

    The refusal says which step is due instead.
    """
    found = named_berkas(office, targets)
    due = [berkas for berkas in found if berkas.due and berkas.due.number == step_number]
    if due:
        return due
    steps = sop(office)
    if len(found) == 1:
        check_turn(steps[step_number - 1], found[0].log, steps)
    states = ", ".join(f"{berkas.code}: {step_label(berkas.due)}" for berkas in found[:5])
    raise Refusal(
        f"Tidak ada berkas yang sampai di langkah {step_number}.",
        cure=f"Kerjakan dahulu langkah sebelumnya ({states})."
        if found
        else "Terima dahulu sebuah keputusan.",
    )


def check_may(office: Office, berkas: Berkas, step_number: int) -> Officer:
    """The officer at the desk, if it is the step's turn and theirs to do; else a Refusal."""
    steps = sop(office)
    step = steps[step_number - 1]
    officer = office.officer()
    check_turn(step, berkas.log, steps)
    check_officer(step, officer, berkas.log)
    return officer


class Done(NamedTuple):
    """A step that a click carried out for one berkas. `seal` and `evidence_hash` are 64 hex digits or ''."""

    berkas: Berkas
    output: str = ""
    direction: str = ""
    seal: str = ""
    evidence_hash: str = ""


def finish_step(
    office: Office, berkas: Berkas, step_number: int, output: str = "", direction: str = ""
) -> LoggedStep:
    """Stage the log row of a finished step and the decision's place in the procedure; returns the log row."""
    return finish_steps(office, step_number, [Done(berkas, output, direction)])[0]


def finish_steps(office: Office, step_number: int, done: Sequence[Done]) -> list[LoggedStep]:
    """Stage the log rows of a step finished for several berkas, and where each stands now; returns the log rows."""
    return append_rows(office, [log_row(office, each, step_number) for each in done])


def log_row(office: Office, done: Done, step_number: int) -> LoggedStep:
    """The log row of a finished step, not numbered or sealed yet.

    A step starts when the one before it ended, the first when the decision was received; the time that a paper of
    the berkas is with the secretary is not charged. Refused when the start lies in the future: then the clock or
    the date received is wrong.
    """
    step, officer, berkas = sop(office)[step_number - 1], office.officer(), done.berkas
    counted = last_counted(berkas.log)
    started_at = counted.finished_at if counted else berkas.decision.received_at
    if started_at is None:
        said = counted.unread.get("finished_at") if counted else berkas.decision.unread.get("received_at")
        raise Refusal(
            f"Waktu mulai langkah {step_number} berkas {berkas.code} tidak dapat dibaca: {said or '(kosong)'}.",
            cure=f"Periksa kolom Diterima di lembar {DECISIONS.sheet} dan kolom Selesai di lembar {LOG.sheet}.",
        )
    if started_at > office.now:
        raise Refusal(
            f"Langkah {step_number} berkas {berkas.code} mulai {started_at:%d/%m/%Y %H.%M}, sesudah saat ini "
            f"({office.now:%d/%m/%Y %H.%M}).",
            cure="Periksa jam komputer dan tanggal diterima di lembar Keputusan.",
        )
    hours_used = _hours(office, berkas.code, step.number, started_at, office.now)
    estimate = office_calendar(office).is_estimate(started_at.date(), office.today)
    return LoggedStep(
        berkas=berkas.code,
        step=step.number,
        step_name=step.name,
        role=step.role,
        officer=officer.name,
        account=office.account_of(officer),
        started_at=started_at,
        finished_at=office.now,
        hours_used=hours_used,
        standard_hours=step.standard_hours,
        timeliness=timeliness(hours_used, step.standard_hours, estimate=estimate),
        output=done.output or step.output,
        direction=done.direction or None,
        seal=done.seal or None,
        evidence_hash=done.evidence_hash or None,
    )


def _hours(office: Office, code: str, number: int, begins_at: datetime, ends_at: datetime) -> float:
    """The working hours that a step of the berkas is charged with, in hundredths."""
    charged = charged_hours(office_calendar(office), begins_at, ends_at, number, papers_of(office, code))
    return round(charged, 2)


def running_hours(office: Office, berkas: Berkas, number: int, since: datetime) -> float:
    """The working hours that a step is charged with so far."""
    return _hours(office, berkas.code, number, since, office.now)


def waits_for_disposition(office: Office, berkas: Berkas) -> bool:
    """Whether the step that is due stands still until the secretary's disposition comes back."""
    due = berkas.due
    return due is not None and any(
        waits_for(paper, due.number, office.now) for paper in papers_of(office, berkas.code)
    )


def aside(office: Office, row: LoggedStep) -> LoggedStep:
    """The log row of something done once more, when it was nobody's turn: it has no time to keep."""
    return row._replace(started_at=office.now, hours_used=0.0, timeliness=ASIDE)


def append_rows(office: Office, rows: Sequence[LoggedStep]) -> list[LoggedStep]:
    """Number and seal new log rows, all in one go, and move their berkas on; returns the rows as they will stand."""
    if not rows:
        return []
    number = next_number(office, LOG)
    append_sealed(office, LoggedStep, [row._replace(number=number + place) for place, row in enumerate(rows)])
    log = office.tables.records(LoggedStep)
    logs = by_berkas(log)
    due = {row.berkas: next_step(logs[row.berkas], sop(office)) for row in rows if row.berkas}
    office.tables.put_records(
        Decision,
        [
            standing_at(decision, due[decision.berkas]) if decision.berkas in due else decision
            for decision in office.tables.records(Decision)
        ],
    )
    return log[-len(rows) :]


def shown_time(office: Office, row: LoggedStep) -> tuple[float | None, str]:
    """A log row's working hours and timeliness as of what is known now; what cannot have changed stays as written.

    An estimate is worked out anew, and what was late while a paper was out that has come back since.
    """
    said, hours = row.timeliness or "", row.hours_used
    started_at, finished_at = row.started_at, row.finished_at
    if started_at is None or finished_at is None:
        return hours, said
    code, step = row.berkas or "", row.step
    came_back = said.startswith(LATE) and was_away(papers_of(office, code), started_at, finished_at)
    if not (is_estimate(said) or came_back) or step is None:
        return hours, said
    hours = _hours(office, code, step, started_at, finished_at)
    estimate = office_calendar(office).is_estimate(started_at.date(), finished_at.date())
    return hours, timeliness(hours, row.standard_hours or 0.0, estimate=estimate)


def step_label(step: Step | None) -> str:
    """How the due step reads on the sheet."""
    return STEP_HEADS[step.number - 1] if step else ALL_DONE


def says_due(label: str | None, step: Step | None) -> bool:
    """Whether a cell names that step as due; up to 0.1.0 it was named by what comes of it."""
    return label == step_label(step) or (step is not None and label == f"{step.number}. {step.output}")


def standing_at(decision: Decision, due: Step | None) -> Decision:
    """The decision's row with its place in the procedure: the last step that is done, and the one that is due."""
    return decision._replace(step=due.number - 1 if due else LAST_STEP, step_label=step_label(due))


def show_due(office: Office, code: str) -> None:
    """Stage the decision's place in the procedure, as its log now says."""
    due = next_step([row for row in office.tables.records(LoggedStep) if row.berkas == code], sop(office))
    office.tables.put_records(
        Decision,
        [
            standing_at(decision, due) if decision.berkas == code else decision
            for decision in office.tables.records(Decision)
        ],
    )
