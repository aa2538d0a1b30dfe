"""The six steps of the SOP: their order, who does them, how long they may take, and the two-person rule.

Source of order, requirements, times and outputs: SOP 178/PP/No.9 - SOP / 5315 / 2023. Who does which step is
not legible there; the default below is an editable column of the workbook. That the maker of the recap does
not check it follows from the SOP's two executors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xl_macros.domain.identity import plain_name, same_person
from xl_macros.domain.phrases import folded_words
from xl_macros.errors import Refusal
from xl_macros.patterns import regex
from xl_macros.records import LoggedStep, SopStep

HOURS_PER_DAY = 7.5
"""37.5 hours a week on five days (Perpres 21/2023): the SOP's "1 hari" in hours."""

PDID = "PDID"
SERVICE_DESK = "Desk Pelayanan"

SCAN_STEP = 2
RECAP_STEP = 3
CHECK_STEP = 4
STORE_STEP = 5
LAST_STEP = 6

STEP_HEADS = ("1 Terima", "2 Pindai", "3 Rekap", "4 Periksa", "5 Simpan", "6 Lapor")
"""What is done in each step, in the words of the ribbon: the one way to name it on sheets and in reports."""

APPROVED = "Rekapitulasi disetujui"
RETURNED = "Rekapitulasi dikembalikan"
REOPENED = "Dibuka kembali ke langkah"
"""Outputs that the log records for step 4; after the second, step 3 is due again."""

_REPEATABLE_WHILE_NEXT = {2: 3, 3: 4}
"""Scans may be added until the recap is made, and the recap made again until it is checked."""

_AMOUNT = regex(r"(\d+(?:[.,]\d+)?)\s*(hari(?:\s+kerja)?|jam|menit)")
_HOURS_OF = {"hari": HOURS_PER_DAY, "jam": 1.0, "menit": 1 / 60}
_HALF_A_SECOND = 0.5 / 3600

LATE = "terlambat"
ESTIMATE = "perkiraan"
"""Stands behind a timeliness that rests on a year whose holidays were not decreed yet."""


class Step(NamedTuple):
    """One step of the SOP. `role` is who does it, `standard_hours` the time allowed in working hours."""

    number: int
    name: str
    role: str
    requirement: str
    standard_hours: float
    standard_text: str
    output: str


class Officer(NamedTuple):
    """A row of tblPetugas."""

    name: str
    nip: str = ""
    rank: str = ""
    position: str = ""
    role: str = ""
    account: str = ""


def read_standard(text: object) -> float:
    """The working hours in "2 jam", "1 hari", "1,5 jam" or "1 hari 2 jam".

    Raises ValueError (an Indonesian sentence) when that is not what the text says.
    """
    written = str(text).strip().lower()
    amounts = _AMOUNT.findall(written)
    if not amounts or re.sub(r"[\s,]|dan", "", _AMOUNT.sub("", written)):
        raise ValueError(f'Waktu "{text}" tidak terbaca; tulis misalnya 2 jam atau 1 hari.')
    return sum(float(number.replace(",", ".")) * _HOURS_OF[unit.split()[0]] for number, unit in amounts)


def _step(number: int, name: str, role: str, requirement: str, standard: str, output: str) -> Step:
    return Step(number, name, role, requirement, read_standard(standard), standard, output)


def sop_steps() -> tuple[Step, ...]:
    """The six steps as the SOP has them, with the default roles."""
    decision, scans, recap, folder = "Keputusan KPU", "Hasil Pindaian", "Rekapitulasi", "Folder Khusus"
    forward = (
        "Meneruskan Keputusan KPU tentang Informasi yang Dikecualikan dan lembar uji konsekuensi pengecualian"
    )
    scan = "Melakukan pemindahan (scanning) terhadap informasi dikecualikan"
    make = "Membuat daftar informasi dikecualikan berdasarkan jangka waktu pengecualian"
    check = "Memeriksa daftar informasi yang dikecualikan berdasarkan jangka waktu pengecualian"
    store = "Menyimpan dokumen informasi yang dikecualikan dalam bentuk digital atau elektronik"
    report = "Melaporkan hasil kegiatan pendokumentasian informasi yang dikecualikan"
    return (
        _step(1, forward, PDID, decision, "1 jam", "Disposisi/Arahan"),
        _step(2, scan, SERVICE_DESK, decision, "2 jam", scans),
        _step(3, make, SERVICE_DESK, scans, "2 jam", recap),
        _step(4, check, PDID, recap, "1 hari", "Rekapitulasi/Arahan"),
        _step(5, store, SERVICE_DESK, recap, "1 hari", "Folder Khusus Informasi Dikecualikan"),
        _step(6, report, SERVICE_DESK, folder, "3 jam", "Disposisi"),
    )


def steps_from_rows(rows: Iterable[SopStep]) -> tuple[Step, ...]:
    """The steps of tblLangkah: roles and times as the office edited them.

    What a row leaves empty is taken from the SOP. Raises ValueError (an Indonesian sentence) for a time
    that cannot be read.
    """
    edited = {row.step: row for row in rows}
    return tuple(_edited_step(step, edited.get(step.number, SopStep())) for step in sop_steps())


def _edited_step(step: Step, row: SopStep) -> Step:
    return _step(
        step.number,
        (row.name or step.name).strip(),
        (row.role or step.role).strip(),
        (row.requirement or step.requirement).strip(),
        (row.standard or step.standard_text).strip(),
        (row.output or step.output).strip(),
    )


def next_step(log: Sequence[LoggedStep], steps: Sequence[Step] | None = None) -> Step | None:
    """The step that is due for a berkas; None when all are done.

    `log` holds the berkas' rows of tblLog in their order. Only finished steps count, and only in the SOP's
    order; a recap returned at step 4 makes step 3 due again.
    """
    due = _due(log)
    return next((step for step in steps or sop_steps() if step.number == due), None)


def _due(log: Sequence[LoggedStep]) -> int:
    return _followed(log)[0]


def last_counted(log: Sequence[LoggedStep]) -> LoggedStep | None:
    """The row that moved the berkas to where it is: after it the running step began. None before the first.

    Rows that moved nothing (a further version stored) do not count; a recap made again before its check does.
    """
    return _followed(log)[1]


def _followed(log: Sequence[LoggedStep]) -> tuple[int, LoggedStep | None]:
    """The number of the step that is due, and the row that made it so."""
    due: int = 1
    last: LoggedStep | None = None
    for row in log:
        number = row.step or 0
        if was_reopened(row):
            if number < due:
                due, last = number, row
            continue
        if is_finished(row) and number == RECAP_STEP and due == CHECK_STEP:
            last = row  # the recap was made again: its check begins anew
        if not is_finished(row) or number != due:
            continue
        due, last = (RECAP_STEP if number == CHECK_STEP and was_returned(row) else number + 1), row
    return due, last


def is_finished(row: LoggedStep) -> bool:
    """Whether a log row says when its step ended, be it in words that are no time."""
    return row.finished_at is not None or "finished_at" in row.unread


def was_reopened(row: LoggedStep) -> bool:
    """Whether a log row is a correction that makes its step due again."""
    return (row.output or "").startswith(REOPENED)


def was_returned(row: LoggedStep) -> bool:
    """Whether a log row of step 4 says that the recap went back to its maker."""
    return (row.output or "").strip().startswith(RETURNED)


def check_turn(step: Step, log: Sequence[LoggedStep], steps: Sequence[Step] | None = None) -> None:
    """Refuses a step whose turn has not come or has passed.

    `log` holds the berkas' rows of tblLog in their order. Scans may be added until the recap is made, and
    the recap made again until it is checked. Raises Refusal.
    """
    due = _due(log)
    if step.number == due or _REPEATABLE_WHILE_NEXT.get(step.number) == due:
        return
    waiting = next_step(log, steps)
    if waiting is None:
        raise Refusal(
            f"Langkah {step.number} ({step.name}) tidak dapat dikerjakan lagi: keenam langkah sudah selesai.",
            cure="Bila ada yang keliru: Koreksi > Buka kembali langkah 2 atau 3. Bila tidak: pilih berkas lain.",
        )
    if step.number < due:
        raise Refusal(
            f"Langkah {step.number} ({step.name}) sudah selesai.",
            cure=f"Lanjutkan dengan langkah {due}: {waiting.name}. Bila ada yang keliru: Koreksi > Buka kembali.",
        )
    raise Refusal(
        f"Langkah {step.number} ({step.name}) belum gilirannya: langkah {due} belum selesai.",
        cure=f"Kerjakan dahulu langkah {due}: {waiting.name}.",
    )


def check_officer(step: Step, officer: Officer, log: Sequence[LoggedStep]) -> None:
    """Refuses an officer whose role is not the step's, and the maker of a recap as its checker.

    `log` holds the berkas' rows of tblLog in their order. Raises Refusal.
    """
    if folded_words(officer.role) != folded_words(step.role):
        role = officer.role.strip() or "tanpa peran"
        raise Refusal(
            f"Langkah {step.number} dikerjakan oleh {step.role}; {officer.name} tercatat sebagai {role}.",
            cure=f"Mintalah petugas {step.role} mengerjakannya, atau perbaiki perannya di lembar Petugas.",
        )
    if step.number != CHECK_STEP:
        return
    makers = [row for row in log if row.step == RECAP_STEP and is_finished(row) and not was_reopened(row)]
    if not makers:
        return
    maker = makers[-1]
    if not folded_words(maker.officer):
        raise Refusal(
            "Pembuat rekapitulasi tidak tercatat di log, sehingga tidak dapat dipastikan bahwa pemeriksanya "
            "orang lain.",
            cure="Buat ulang rekapitulasi dengan tombol Buat Rekapitulasi.",
        )
    if same_person(officer.name, officer.account, maker.officer, maker.account):
        as_whom = _as_whom(officer, maker)
        raise Refusal(
            f"{officer.name} membuat rekapitulasi ini{as_whom}, maka tidak dapat memeriksanya sendiri.",
            cure=f"Mintalah petugas {step.role} yang lain memeriksanya.",
        )


def _as_whom(officer: Officer, maker: LoggedStep) -> str:
    """How the log has the same person, when that is not by this name."""
    if plain_name(officer.name) == plain_name(maker.officer):
        return ""
    account = plain_name(officer.account)
    how = ", dengan akun Windows yang sama" if account and account == plain_name(maker.account) else ""
    return f" (sebagai {maker.officer}{how})"


def timeliness(hours_used: float, standard_hours: float, *, estimate: bool = False) -> str:
    """ "tepat waktu", or by how many working hours the step was late ("terlambat 1,5 jam").

    With `estimate` both say that they are one: holidays of a year concerned were not decreed.
    """
    late = hours_used - standard_hours
    said = "tepat waktu"
    if late > _HALF_A_SECOND:
        hours = f"{max(late, 0.01):.2f}".rstrip("0").rstrip(".").replace(".", ",")
        said = f"{LATE} {hours} jam"
    return f"{said} ({ESTIMATE})" if estimate else said


def is_estimate(said: object) -> bool:
    """Whether a timeliness of the log says that it is an estimate."""
    return str(said or "").endswith(f"({ESTIMATE})")
