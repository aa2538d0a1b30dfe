"""The SOP's steps as the log holds them: whose turn it is, who may, and writing a step down when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xl_macros.click.office import Office, refuse_if
from xl_macros.domain.corrections import WITHDRAWN
from xl_macros.domain.procedure import (
    Officer,
    Step,
    check_officer,
    check_turn,
    next_step,
    steps_from_rows,
    timeliness,
)
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.register import by_field, office_calendar, wrong_codes
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, LOG, REFERENCE_SHEET, STEPS

ALL_DONE = "Selesai"


@dataclass(frozen=True, slots=True)
class Berkas:
    """A decision with its code, its log so far and the step that is due (None when all six are done)."""

    decision: Row
    log: list[Row]
    due: Step | None

    @property
    def code(self) -> str:
        return str(self.decision["berkas"])


def sop(office: Office) -> tuple[Step, ...]:
    """The six steps, with the roles and times of Referensi."""
    try:
        return office.tables.derived("sop", (STEPS,), lambda: steps_from_rows(office.tables.rows(STEPS)))
    except ValueError as error:
        raise Refusal(
            str(error), cure=f"Perbaiki waktu itu di lembar {REFERENCE_SHEET}, tabel Langkah."
        ) from error


def all_berkas(office: Office) -> list[Berkas]:
    """Every decision that was received, in sheet order; refused while a berkas code is none or stands twice."""
    steps = sop(office)
    logs = by_field(office.tables.rows(LOG), "berkas")
    received = [row for row in office.tables.rows(DECISIONS) if row["berkas"] and row["state"] != WITHDRAWN]
    refuse_if(
        wrong_codes(DECISIONS, received, "berkas"),
        f"Kode berkas di lembar {DECISIONS.sheet} berubah.",
        "Kembalikan kode itu seperti semula (Urungkan atau cadangan), lalu klik tombol ini lagi.",
    )
    return [
        Berkas(row, logs.get(row["berkas"], []), next_step(logs.get(row["berkas"], []), steps))
        for row in received
    ]


def named_berkas(office: Office, targets: Sequence[str]) -> list[Berkas]:
    """The berkas of these codes or decision numbers, all of them without any; refused when one names none."""
    found = all_berkas(office)
    named = {name for berkas in found for name in (berkas.code, berkas.decision["number"])}
    for target in targets:
        if target not in named:
            raise Refusal(f"Tidak ada berkas '{target}'.", cure=f"Lihat kodenya di lembar {DECISIONS.sheet}.")
    return [
        berkas for berkas in found if not targets or {berkas.code, berkas.decision["number"]} & set(targets)
    ]


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


def finish_step(
    office: Office, berkas: Berkas, step_number: int, output: str = "", direction: str = ""
) -> Row:
    """Stage the log row of a finished step and the decision's place in the procedure; returns the log row.

    A step starts when the one before it ended, the first when the decision was received. Refused when that
    lies in the future: then the clock or the date received is wrong.
    """
    steps = sop(office)
    step, officer = steps[step_number - 1], office.officer()
    started_at = berkas.log[-1]["finished_at"] if berkas.log else berkas.decision["received_at"]
    if not isinstance(started_at, datetime):
        raise Refusal(
            f"Waktu mulai langkah {step_number} berkas {berkas.code} tidak dapat dibaca: {started_at or '(kosong)'}.",
            cure=f"Periksa kolom Diterima di lembar {DECISIONS.sheet} dan kolom Selesai di lembar {LOG.sheet}.",
        )
    if started_at > office.now:
        raise Refusal(
            f"Langkah {step_number} berkas {berkas.code} mulai {started_at:%d/%m/%Y %H.%M}, sesudah saat ini "
            f"({office.now:%d/%m/%Y %H.%M}).",
            cure="Periksa jam komputer dan tanggal diterima di lembar Keputusan.",
        )
    hours_used = round(office_calendar(office).working_hours_between(started_at, office.now), 2)
    row = {
        "number": next_number(office.tables.rows(LOG)),
        "berkas": berkas.code,
        "step": step.number,
        "step_name": step.name,
        "role": step.role,
        "officer": officer.name,
        "started_at": started_at,
        "finished_at": office.now,
        "hours_used": hours_used,
        "standard_hours": step.standard_hours,
        "timeliness": timeliness(hours_used, step.standard_hours),
        "output": output or step.output,
        "direction": direction or None,
    }
    append_sealed(office, LOG, [row])
    log = [entry for entry in office.tables.rows(LOG) if entry["berkas"] == berkas.code]
    show_due(office, berkas.code)
    return log[-1]


def step_label(step: Step | None) -> str:
    """How the due step reads on the sheet."""
    return f"{step.number}. {step.output}" if step else ALL_DONE


def show_due(office: Office, code: str) -> None:
    """Stage the decision's place in the procedure, as its log now says."""
    due = next_step([row for row in office.tables.rows(LOG) if row["berkas"] == code], sop(office))
    decisions = office.tables.rows(DECISIONS)
    for row in decisions:
        if row["berkas"] == code:
            row["step"] = due.number - 1 if due else 6
            row["step_label"] = step_label(due)
    office.tables.put(DECISIONS, decisions)
