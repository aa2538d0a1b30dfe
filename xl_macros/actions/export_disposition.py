"""SOP step 6: the disposition report for the secretary, as PDF, witnessed by the step log.

The log's row bears the PDF's own hash; the report bears the head of the log as it stood before that row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xl_macros.actions.requests import ExportDisposition
from xl_macros.click.office import Office, Summary
from xl_macros.domain.procedure import LAST_STEP, STORE_STEP
from xl_macros.errors import Refusal
from xl_macros.keeping import report_contents, steps
from xl_macros.keeping.approval import Seals, sealed_at
from xl_macros.keeping.bag_changes import changes_since_stored
from xl_macros.keeping.register import assess_register, by_berkas, refuse_unreadable
from xl_macros.keeping.scope import Meant, meant
from xl_macros.keeping.stationery import file_name, free_name
from xl_macros.keeping.witnesses import (
    REPORT_STEM,
    WITNESS_SUFFIX,
    MadeReport,
    expected_hash,
    made_reports,
    next_report_number,
    output_of,
    pdf_with_hash,
    report_path,
    witness_of,
)
from xl_macros.places.folders import write_private
from xl_macros.records import LoggedStep
from xl_macros.reports.disposition_report import render_disposition_report
from xl_macros.tables.schema import LOG

OF_THE_OFFICE = ("secretary_name", "secretary_email", "report_from")
"""Settings that no office has by default and without which no report leaves it."""


def run(office: Office, request: ExportDisposition) -> Summary:
    """Report every berkas at step 6, or those named, and end the procedure for them.

    Asked about: what changed since it was stored. With `again` an older report is made anew, byte for byte, or
    refused when the register no longer gives it. Beside the PDF stands a small witness file: the heads and lengths
    of the chains when the report was made, so that a list that lost its end can be told from a whole one.
    """
    if request.again:
        return _again(office, request.again)
    scope = meant(office, LAST_STEP, request.target, "dilaporkan kepada Sekretaris")
    due = steps.due_berkas(office, LAST_STEP, scope.targets)
    for berkas in due:
        steps.check_may(office, berkas, LAST_STEP)
    refuse_unreadable(office, {berkas.code for berkas in due})
    for field in OF_THE_OFFICE:
        office.settings.required(field)
    seals = Seals(office, assess_register(office))
    _ask_about_changes(office, scope, due, seals)
    number, letter = next_report_number(office), (request.letter_number or "").strip()
    _refuse_known_letter(office, letter)
    rows = [_log_row(office, berkas, seals, output_of(number, letter)) for berkas in due]
    made = MadeReport(number, letter, tuple(each.code for each in due), office.now, "", ())
    pdf = _pdf(
        office, made, [each._replace(log=[*each.log, row]) for each, row in zip(due, rows, strict=True)]
    )
    sha256 = hashlib.sha256(pdf).hexdigest()
    steps.append_rows(office, [row._replace(evidence_hash=sha256) for row in rows])
    target = free_name(office.folders.reports, f"{REPORT_STEM} {file_name(number)}", ".pdf")
    _publish(office, pdf, target)
    witness = write_private(office.transaction.staging / "saksi.json", witness_of(office, target, pdf, made))
    office.transaction.publish(witness, target.with_suffix(WITNESS_SUFFIX))
    return Summary(
        scope.told(f"Laporan disposisi {made.shown_number} untuk {', '.join(made.berkas)} selesai."),
        paths=(target,),
    )


def _ask_about_changes(office: Office, scope: Meant, due: Sequence[steps.Berkas], seals: Seals) -> None:
    """The report speaks of what is stored: ask when the register has gone on since."""
    questions: list[str] = []
    for berkas in due:
        stored = sealed_at(berkas, STORE_STEP)
        if stored and stored != seals.of(berkas):
            questions.append(f"Register {berkas.code} berubah sesudah disimpan di Folder Khusus.")
            questions += [f"- {change}" for change in changes_since_stored(office, berkas)[:12]]
    last = "Sebaiknya simpan dahulu sekali lagi, atau kembalikan isinya. Laporkan juga menurut isi sekarang?"
    scope.ask(office, questions, last)


def _refuse_known_letter(office: Office, letter: str) -> None:
    used = [
        made for made in made_reports(office.tables.records(LoggedStep)) if letter and made.letter == letter
    ]
    if used:
        raise Refusal(
            f"Nomor surat {letter} sudah dipakai laporan dengan nomor kendali {used[0].number}.",
            cure="Periksa buku agenda surat, lalu ketik nomor yang benar.",
        )


def _log_row(office: Office, berkas: steps.Berkas, seals: Seals, output: str) -> LoggedStep:
    done = steps.Done(
        berkas, output, direction=report_contents.last_full_check(office), seal=seals.of(berkas)
    )
    return steps.log_row(office, done, LAST_STEP)


def _pdf(
    office: Office, made: MadeReport, berkas: Sequence[steps.Berkas], log: Sequence[LoggedStep] | None = None
) -> bytes:
    """The report as PDF; `log` is the whole log as it stood before the report's own rows."""
    before = office.tables.records(LoggedStep) if log is None else log
    return render_disposition_report(
        report_contents.gather(office, made.shown_number, berkas, assess_register(office), before)
    )


def _publish(office: Office, pdf: bytes, target: Path) -> None:
    office.transaction.publish(write_private(office.transaction.staging / "laporan.pdf", pdf), target)


def _again(office: Office, number: str) -> Summary:
    """An older report once more. Nothing is logged: it is the same report."""
    log = office.tables.records(LoggedStep)
    made = next((each for each in made_reports(log) if number in {each.number, each.letter}), None)
    if made is None or made.made_at is None:
        raise Refusal(
            f"Laporan {number} tidak ada di log.", cure=f"Lihat nomornya di kolom Output lembar {LOG.sheet}."
        )
    wanted, place = expected_hash(office, made), report_path(office, made)
    found = pdf_with_hash(office.folders.reports, wanted) if wanted else None
    if found is not None and found == place:
        return Summary(f"Laporan {made.shown_number} masih ada dan utuh: {found.name}.", paths=(found,))
    pdf = found.read_bytes() if found is not None else _made_anew(office, made, log, wanted)
    target = free_name(office.folders.reports, place.stem, ".pdf")
    _publish(office, pdf, target)
    return Summary(
        f"Laporan {made.shown_number} dibuat lagi, sama sampai ke bitanya: {target.name}.", paths=(target,)
    )


def _made_anew(office: Office, made: MadeReport, log: Sequence[LoggedStep], wanted: str) -> bytes:
    """The report's bytes out of the register as it was known then; refused when they come out otherwise."""
    first = next(place for place, row in enumerate(log) if row.number == made.rows[0].number)
    before = log[:first]
    logs = by_berkas(before)
    own = {row.berkas: row._replace(evidence_hash=None, chain_hash=None) for row in made.rows}
    berkas = [
        each._replace(log=[*logs.get(each.code, []), own[each.code]])
        for each in steps.all_berkas(office)
        if each.code in made.berkas
    ]
    past = replace(office, now=made.made_at or office.now)
    pdf = _pdf(past, made, berkas, before)
    if not wanted or hashlib.sha256(pdf).hexdigest() != wanted:
        raise Refusal(
            f"Laporan {made.shown_number} tidak dapat dibuat lagi persis sama: Register atau Pengaturan sudah berubah "
            "sejak itu, dan berkas PDF-nya tidak ditemukan.",
            cure="Cari berkas aslinya di surel, cetakan atau cadangan; laporan lain tidak boleh memakai nomornya.",
        )
    return pdf
