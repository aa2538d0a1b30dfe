"""SOP step 6, second half: a draft to the secretary with the report attached; never sent by itself."""

from __future__ import annotations

from pathlib import Path

from xl_macros.actions.export_disposition import REPORT_STEM, last_report
from xl_macros.actions.requests import EmailReport
from xl_macros.click.office import Office, Summary
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.chained import append_sealed, next_number
from xl_macros.keeping.scan_list import listed_hashes
from xl_macros.keeping.stationery import file_name, free_name
from xl_macros.places.folders import write_private
from xl_macros.reports.mail import (
    MailDraft,
    attachment_name,
    check_recipient,
    compose_eml,
    fill_template,
    protect_pdf,
    refuse_exempted_attachment,
)
from xl_macros.reports.mail_opener import open_draft
from xl_macros.reports.passwords import keep_mail_password, mail_password
from xl_macros.tables.schema import EVENTS, SCANS

DRAFTED = "surel disusun"
"""How a draft stands among the events: it changes no exemption, but what was drafted must be known."""


def run(office: Office, request: EmailReport) -> Summary:
    """Draft the mail with the newest report. Refused without a report or recipient, and for anything but a report.

    A recipient outside the allowed domain is asked about.
    """
    officer = office.officer()
    report = last_report(office)
    if report is None:
        raise Refusal("Belum ada laporan disposisi.", cure="Klik dahulu Ekspor Laporan Disposisi.")
    path, number, berkas = report
    recipient = _recipient(office, request.recipient)
    scans = [sha256 for row in office.tables.rows(SCANS) for sha256 in listed_hashes(row)]
    guarded = (office.folders.special, office.folders.scans, office.folders.inbox)
    refuse_exempted_attachment(path, known_scan_hashes=scans, guarded_folders=guarded)
    fields = {
        "number": number,
        "date": f"{office.now:%d/%m/%Y}",
        "office": office.settings.required("office_name"),
        "berkas": berkas,
        "secretary": office.settings.required("secretary_name"),
        "officer": officer.name,
    }
    body = fill_template(office.settings.required("mail_body"), fields)
    attachment, password_note = _attachment(office, path)
    draft = MailDraft(
        sender=officer.name,
        to=recipient,
        subject=fill_template(office.settings.required("mail_subject"), fields),
        body=body,
        attachment_name=attachment_name(path.name),
        attachment=attachment,
        made_at=office.now,
    )
    target = free_name(office.folders.reports, f"Surel {file_name(path.stem)}", ".eml")
    staged = write_private(office.transaction.staging / "surel.eml", compose_eml(draft))
    office.transaction.publish(staged, target)
    append_sealed(office, EVENTS, [_event(office, officer.name, path, recipient)])
    office.transaction.afterwards(lambda: open_draft(target, body))
    return Summary(
        f"Draf surel untuk {recipient} dengan lampiran {path.name} disusun.{password_note}",
        paths=(target,),
    )


def _recipient(office: Office, asked: str | None) -> str:
    recipient = (asked or office.settings.required("secretary_email")).strip()
    allowed = office.settings.required("allowed_mail_domain")
    if not check_recipient(recipient, allowed) and not office.confirmed:
        raise NeedsConfirmation(
            f"{recipient} berada di luar domain {allowed}. Tetap siapkan surel ke alamat itu?"
        )
    return recipient


def _attachment(office: Office, path: Path) -> tuple[bytes, str]:
    """The report, protected if the office wants that, and what must be said about its password."""
    report = path.read_bytes()
    if not office.settings.yes("mail_protect"):
        return report, ""
    password, is_new = mail_password()
    if is_new:
        office.transaction.afterwards(lambda: keep_mail_password(password))
    said = (
        f": {password} (catat sekarang; dapat dilihat lagi dengan kecuali mail-password)"
        if is_new
        else " tetap seperti sebelumnya (dapat dilihat lagi dengan kecuali mail-password)"
    )
    return protect_pdf(report, password), f" Kata sandi lampiran{said}; sampaikan lewat telepon, bukan surel."


def _event(office: Office, officer: str, report: Path, recipient: str) -> dict[str, object]:
    return {
        "number": next_number(office.tables.rows(EVENTS)),
        "recorded_at": office.now,
        "officer": officer,
        "target": report.stem.removeprefix(REPORT_STEM).strip(),
        "kind": DRAFTED,
        "happened_on": office.today,
        "evidence": report.name,
        "note": f"kepada {recipient}",
    }
