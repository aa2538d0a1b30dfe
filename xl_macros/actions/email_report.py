"""SOP step 6, second half: a draft to the secretary with the report attached; never sent by itself."""

from __future__ import annotations

from pathlib import Path

from xl_macros.actions.requests import EmailReport
from xl_macros.click.office import Office, Summary
from xl_macros.domain.phrases import long_date
from xl_macros.domain.procedure import Officer
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.chained import append_sealed, new_event
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.scan_list import listed_hashes
from xl_macros.keeping.scope import selected_berkas
from xl_macros.keeping.stationery import file_name, free_name
from xl_macros.keeping.witnesses import (
    DRAFTED,
    MadeReport,
    expected_hash,
    made_reports,
    pdf_with_hash,
    report_path,
)
from xl_macros.places.folders import write_private
from xl_macros.places.hashing import sha256_of
from xl_macros.records import Entry, Event, LoggedStep, Scan
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
from xl_macros.reports.passwords import keep_mail_password, keep_waiting_password, mail_password, told


def run(office: Office, request: EmailReport) -> Summary:
    """Draft the mail with the report that the log names. Refused without one, and for any file that is not it.

    Without a number it is the last report, in Excel the last one about a selected berkas; there the mail is named
    before it is drafted. A recipient outside the allowed domain is asked about.
    """
    officer = office.officer()
    made = _meant(office, request.report)
    recipient = _recipient(office, made, request.recipient)
    scans = [sha256 for row in office.tables.records(Scan) for sha256 in listed_hashes(row)]
    guarded = (office.folders.special, office.folders.scans, office.folders.inbox)
    path = report_path(office, made)
    if path.is_file():
        refuse_exempted_attachment(path, known_scan_hashes=scans, guarded_folders=guarded)
    _refuse_another(office, made, path)
    fields = _fields(office, officer, made)
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
    append_sealed(office, Event, [_event(office, made, path, recipient)])
    office.transaction.afterwards(lambda: open_draft(target, body))
    return Summary(
        f"Draf surel untuk {recipient} dengan lampiran {path.name} disusun.{password_note}",
        paths=(target,),
    )


def _fields(office: Office, officer: Officer, made: MadeReport) -> dict[str, str | int]:
    """What the templates of subject and body can name."""
    entries = [each for each in office.tables.records(Entry) if each.berkas in made.berkas and counts(each)]
    return {
        "nomor": made.letter or made.number,
        "tanggal": long_date((made.made_at or office.now).date()),
        "kantor": office.settings.required("office_name"),
        "berkas": ", ".join(made.berkas),
        "jumlah_berkas": len(made.berkas),
        "jumlah_informasi": len(entries),
        "jabatan": office.settings.text("report_to") or "Sekretaris",
        "sekretaris": office.settings.required("secretary_name"),
        "petugas": officer.name,
        "jabatan_petugas": officer.position or officer.role,
    }


def _meant(office: Office, number: str | None) -> MadeReport:
    """The report of that number, else the last one that the log names, of a selected berkas if there is one."""
    made = made_reports(office.tables.records(LoggedStep))
    if not made:
        raise Refusal("Belum ada laporan disposisi.", cure="Klik dahulu Ekspor Laporan Disposisi.")
    if number is None:
        chosen = set(selected_berkas(office)) if office.in_excel else set()
        return next((each for each in reversed(made) if not chosen.isdisjoint(each.berkas)), made[-1])
    found = [each for each in made if number in {each.number, each.letter}]
    if not found:
        known = ", ".join(each.number for each in made[-5:])
        raise Refusal(f"Laporan {number} tidak ada di log.", cure=f"Yang terakhir: {known}.")
    return found[0]


def _refuse_another(office: Office, made: MadeReport, path: Path) -> None:
    """Refuse whatever is not, to the byte, the report that the log names."""
    wanted = expected_hash(office, made)
    if wanted and sha256_of(path) == wanted:
        return
    what = f"{path.name} bukan laporan {made.shown_number} yang tercatat di log: isinya lain."
    if not path.is_file():
        what = f"Laporan {made.shown_number} ({path.name}) tidak ada lagi di folder {path.parent.name}."
    elif not wanted:
        what = f"Tidak ada saksi yang menjamin isi {path.name}."
    elsewhere = pdf_with_hash(path.parent, wanted) if wanted else None
    cure = "Buat lagi lewat Ekspor Laporan Disposisi dengan isian Buat Lagi Laporan, atau pulihkan dari cadangan."
    if elsewhere is not None:
        cure = f"Laporan itu sekarang bernama {elsewhere.name}; kembalikan namanya menjadi {path.name}."
    raise Refusal(what, cure=cure)


def _recipient(office: Office, made: MadeReport, asked: str | None) -> str:
    """Who gets it; asked about outside the allowed domain, and in Excel always."""
    recipient = (asked or office.settings.required("secretary_email")).strip()
    allowed = office.settings.required("allowed_mail_domain")
    outside = not check_recipient(recipient, allowed)
    if not office.confirmed and (outside or office.in_excel):
        what = f"Surel dengan laporan {made.shown_number} ({', '.join(made.berkas)}) untuk {recipient} akan disusun."
        warning = f"{recipient} berada di luar domain {allowed}. Tetap siapkan surel ke alamat itu?"
        raise NeedsConfirmation("\n".join([what, warning if outside else "Lanjutkan?"]))
    return recipient


def _attachment(office: Office, path: Path) -> tuple[bytes, str]:
    """The report, protected if the office wants that, and what must be said about its password."""
    report = path.read_bytes()
    if not office.settings.yes("mail_protect"):
        return report, ""
    private = office.folders.private
    password = mail_password(private)
    if not password.kept:
        office.transaction.only_if_saved(keep_waiting_password(private, password.text))
        office.transaction.afterwards(lambda: keep_mail_password(private, password.text))
    return protect_pdf(report, password.text), f" {told(password)}; sampaikan lewat telepon, bukan surel."


def _event(office: Office, made: MadeReport, report: Path, recipient: str) -> Event:
    event = new_event(office, DRAFTED, file_name(made.number), report.name)
    return event._replace(note=f"kepada {recipient}")
