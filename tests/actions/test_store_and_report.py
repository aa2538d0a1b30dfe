"""SOP steps 5 and 6: the special folder, the report and the mail."""

from __future__ import annotations

import email
import errno
import hashlib
import json
import re
import unicodedata
from datetime import timedelta
from email.policy import default
from pathlib import Path
from typing import Any
from unittest import mock

import bagit
import pypdf
import pytest
from faults.broken_disk import PowerCut
from faults.ordinary_user import ground_of_ordinary_user, ordinary_user
from office_at_work import CHECKER, MAKER, NUMBER, DeskOfAnOffice, MemoryKeyStore
from privacy import open_to
from pypdf import PdfReader

from xl_macros.actions.export_public_list import PUBLIC_WORDS
from xl_macros.archive.special_folder import build_bag
from xl_macros.cli import main
from xl_macros.click.hosts import FileHost
from xl_macros.click.macro import Ending
from xl_macros.click.transaction import Transaction
from xl_macros.domain.entry import Status
from xl_macros.domain.legal_seeds import NO_TITLE
from xl_macros.errors import Refusal
from xl_macros.places.key_store import keep_secret
from xl_macros.places.signed import write_signed
from xl_macros.places.waiting_secret import _Box
from xl_macros.reports import passwords
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import EVENTS, LEGAL_BASES, LOG, OFFICERS, REGISTER, SCANS

BAG = Path("Folder Khusus") / "2025" / "B-2025-001"


def report_of(desk: DeskOfAnOffice) -> Path:
    (report,) = (desk.folder / "Laporan").glob("Laporan Disposisi *.pdf")
    return report


def draft_of(desk: DeskOfAnOffice) -> email.message.EmailMessage:
    (draft,) = (desk.folder / "Laporan").glob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, email.message.EmailMessage)
    return message


# -- store_documents ---------------------------------------------------------------------------------------


def test_a_berkas_becomes_a_bag_that_bagit_validates(stored: DeskOfAnOffice) -> None:
    bag = bagit.Bag(str(stored.folder / BAG))
    assert bag.validate()
    assert bag.info["External-Identifier"] == "B-2025-001"
    names = {Path(name).name for name in bag.payload_entries()}
    assert {"register.json", "isi.pdf"} < names
    assert len(names) == 5
    sidecar = json.loads((stored.folder / BAG / "data" / "register.json").read_bytes())
    assert [row["code"] for row in sidecar["rows"]] == ["B-2025-001.01", "B-2025-001.02"]
    assert stored.rows(LOG)[-1]["step"] == 5


def test_nobody_else_may_open_the_special_folder(stored: DeskOfAnOffice) -> None:
    for path in (stored.folder / "Folder Khusus").rglob("*"):
        assert open_to(path) == [], path


def test_storing_before_the_check_is_refused(scanned: DeskOfAnOffice) -> None:
    assert "belum gilirannya" in scanned.refused("store-documents")


def test_what_changed_after_the_approval_is_asked_about_and_stands_in_the_log(
    approved: DeskOfAnOffice,
) -> None:
    approved.edit(REGISTER, lambda rows: rows[1].update(period_text="Permanen"))
    asked = approved.asked("store-documents")
    assert "Register B-2025-001 berubah sesudah rekapitulasinya disetujui PDID." in asked
    approved.done("store-documents", confirmed=True)
    assert approved.rows(LOG)[-1]["direction"].startswith("Register berubah sesudah rekapitulasi disetujui")


def test_what_changed_and_was_put_back_is_what_was_approved(approved: DeskOfAnOffice) -> None:
    before = approved.rows(REGISTER)[1]["period_text"]
    approved.edit(REGISTER, lambda rows: rows[1].update(period_text="Permanen"))
    approved.edit(REGISTER, lambda rows: rows[1].update(period_text=before))
    approved.done("store-documents")
    assert approved.rows(LOG)[-1]["direction"] is None


def test_a_berkas_may_be_named_when_its_turn_has_come(approved: DeskOfAnOffice) -> None:
    assert "2025/B-2025-001" in approved.done("store-documents", target="B-2025-001")


def test_a_bag_that_does_not_read_back_as_it_was_written_is_not_stored(
    approved: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_a_bad_disk(*args: Any, **options: Any) -> Path:
        bag = build_bag(*args, **options)
        page = bag / "data" / "isi.pdf"
        page.write_bytes(page.read_bytes()[:-1] + b"?")
        return bag

    monkeypatch.setattr("xl_macros.actions.store_documents.build_bag", on_a_bad_disk)
    said = approved.refused("store-documents")
    assert "Hasil penyimpanan tidak sama dengan asalnya." in said
    assert "isi.pdf" in said
    assert not (approved.folder / BAG).exists()


def test_a_row_added_to_an_approved_berkas_was_not_approved(approved: DeskOfAnOffice) -> None:
    approved.edit(REGISTER, lambda rows: [*rows, Row({**rows[1], "code": "B-2025-001.03"}.items())])
    assert "berubah sesudah" in approved.asked("store-documents")


def test_where_the_paper_lies_and_what_staff_note_is_no_part_of_the_approval(
    approved: DeskOfAnOffice,
) -> None:
    approved.edit(REGISTER, lambda rows: rows[1].update(place="Lemari 9", note="dipindahkan"))
    approved.done("store-documents")


def test_computing_anew_after_the_approval_does_not_undo_it(approved: DeskOfAnOffice) -> None:
    approved.done("compute-expiry")
    approved.done("store-documents")
    assert approved.rows(LOG)[-1]["direction"] is None


def test_an_approval_of_an_earlier_version_bears_no_fingerprint_and_is_not_asked_about(
    approved: DeskOfAnOffice,
) -> None:
    approved.edit(LOG, lambda rows: rows[-1].update(output="Rekapitulasi disetujui", seal=None))
    approved.edit(REGISTER, lambda rows: rows[1].update(period_text="Permanen"))
    approved.done("store-documents")


def test_a_missing_scan_is_refused_by_name(approved: DeskOfAnOffice) -> None:
    (approved.folder / approved.rows(SCANS)[1]["file"]).unlink()
    assert "P-000002 B-2025-001.01 informasi.pdf tidak ada" in approved.refused("store-documents")


def test_an_altered_scan_is_refused(approved: DeskOfAnOffice) -> None:
    scan = approved.folder / approved.rows(SCANS)[1]["file"]
    scan.write_bytes(scan.read_bytes() + b"\n")
    assert "P-000002" in approved.refused("store-documents")


def test_no_scan_is_put_into_a_synchronised_place_unless_allowed(received: DeskOfAnOffice) -> None:
    received.set(scans_folder="OneDrive/Pindaian")
    files = (received.scan("satu"),)
    assert "OneDrive" in received.refused("attach-scans", target=NUMBER, files=files)
    received.set(allow_synced_folder="ya")
    received.done("attach-scans", target=NUMBER, files=files)


def test_a_synchronised_place_is_refused_unless_allowed(approved: DeskOfAnOffice) -> None:
    approved.set(special_folder="OneDrive/Folder Khusus")
    assert "OneDrive" in approved.refused("store-documents")
    approved.set(allow_synced_folder="ya")
    approved.done("store-documents")


def test_storing_again_makes_a_new_version_and_leaves_the_sealed_one(reported: DeskOfAnOffice) -> None:
    before = {
        name: digest for name, digest in reported.fingerprint().items() if name.startswith("Folder Khusus")
    }
    reported.done("store-documents", target="B-2025-001")
    after = reported.fingerprint()
    assert before.items() <= after.items()
    assert bagit.Bag(str(reported.folder / "Folder Khusus" / "2025" / "B-2025-001_v2")).validate()


def test_storing_again_is_for_the_same_role(reported: DeskOfAnOffice) -> None:
    reported.refused("store-documents", CHECKER, target="B-2025-001")


@pytest.mark.parametrize("place", ["Pindaian", "Laporan/Khusus"])
def test_two_folders_of_the_office_are_never_one(approved: DeskOfAnOffice, place: str) -> None:
    approved.set(special_folder=place)
    assert "menunjuk ke folder yang sama, atau yang satu di dalam yang lain" in approved.refused(
        "store-documents"
    )


def test_a_setting_that_leads_out_of_the_office_is_refused(approved: DeskOfAnOffice) -> None:
    approved.set(special_folder="../di luar")
    assert "menunjuk ke luar folder kantor" in approved.refused("store-documents")


# -- export_disposition ------------------------------------------------------------------------------------


def test_the_report_says_who_did_what_and_bears_the_head_of_the_log(stored: DeskOfAnOffice) -> None:
    said = stored.done("export-disposition")
    assert "001/LAP-PDID/VIII/2026 untuk B-2025-001" in said
    text = "".join(page.extract_text() for page in pypdf.PdfReader(report_of(stored)).pages)
    log = stored.rows(LOG)
    assert log[-2]["chain_hash"] in "".join(text.split())  # its own row bears the report's hash
    assert log[-1]["evidence_hash"] == hashlib.sha256(report_of(stored).read_bytes()).hexdigest()
    assert CHECKER in text
    assert MAKER in text
    assert NUMBER in text
    assert "Surat keterangan kesehatan 1" in text


def test_a_setting_leaves_the_titles_out(stored: DeskOfAnOffice) -> None:
    stored.set(report_titles="tidak")
    stored.done("export-disposition")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(report_of(stored)).pages)
    assert "Surat keterangan kesehatan" not in text
    assert "B-2025-001.01" in text


def test_reporting_before_storing_is_refused(approved: DeskOfAnOffice) -> None:
    assert "belum gilirannya" in approved.refused("export-disposition")


def test_reporting_twice_is_refused(reported: DeskOfAnOffice) -> None:
    assert "keenam langkah sudah selesai" in reported.refused("export-disposition")


def test_an_example_says_so(stored: DeskOfAnOffice) -> None:
    stored.set(is_example="ya")
    stored.done("export-disposition")
    assert "CONTOH" in pypdf.PdfReader(report_of(stored)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("secretary_name", None, "'Nama Sekretaris' belum diisi"),
        ("secretary_email", None, "'Surel Sekretaris' belum diisi"),
        ("report_from", None, "'Laporan dari' belum diisi"),
        ("is_example", "mungkin", "'Buku contoh' harus 'ya' atau 'tidak'"),
        ("report_number", "{nomor}", "{nomor}"),
        ("logo_file", "../logo.png", "menunjuk ke luar folder kantor"),
        ("logo_file", "tidak-ada.png", "logo"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(
    stored: DeskOfAnOffice, field: str, value: str | None, said: str
) -> None:
    stored.set(**{field: value})
    assert said in stored.refused("export-disposition")


def test_the_logo_of_the_office_is_on_the_report(stored: DeskOfAnOffice) -> None:
    from PIL import Image

    Image.new("RGB", (60, 60), "orange").save(stored.folder / "logo.png")
    stored.set(logo_file="logo.png")
    stored.done("export-disposition")
    assert pypdf.PdfReader(report_of(stored)).pages[0].images


# -- email_report ------------------------------------------------------------------------------------------


def test_the_draft_goes_to_the_secretary_with_the_report_attached(reported: DeskOfAnOffice) -> None:
    said = reported.done("email-report")
    assert "Surel belum dikirim" in said
    draft = draft_of(reported)
    assert draft["To"] == "sekretaris@kpu.go.id"
    assert draft["X-Unsent"] == "1"
    assert "001/LAP-PDID/VIII/2026" in draft["Subject"]
    (attachment,) = draft.iter_attachments()
    assert attachment.get_content() == report_of(reported).read_bytes()
    (event,) = reported.rows(EVENTS)
    assert (event["kind"], event["note"]) == ("surel disusun", "kepada sekretaris@kpu.go.id")


def test_the_mail_is_a_letter_with_the_figures_and_the_request(reported: DeskOfAnOffice) -> None:
    reported.done("email-report")
    text = draft_of(reported).get_body().get_content()
    greeting, body = text.split("Dengan hormat,")
    assert greeting.splitlines()[:2] == [
        "Yth. Sekretaris KPU Kabupaten Manggarai Barat",
        "Bonafantura Yosman",
    ]
    assert "Nomor 001/LAP-PDID/VIII/2026 tanggal 24 Agustus 2026 tentang 2 informasi" in body
    assert "dari 1 keputusan (B-2025-001)" in body
    assert "Mohon arahan" in body
    (officer,) = (row for row in reported.rows(OFFICERS) if row["name"] == MAKER)
    assert body.split("Hormat kami,")[1].splitlines()[1:3] == [MAKER, officer["position"] or officer["role"]]


def test_mail_before_the_report_is_refused(stored: DeskOfAnOffice) -> None:
    assert "Belum ada laporan disposisi" in stored.refused("email-report")


def test_a_report_that_is_gone_is_refused(reported: DeskOfAnOffice) -> None:
    report_of(reported).unlink()
    assert "Laporan 001/LAP-PDID/VIII/2026" in reported.refused("email-report")
    assert reported.last is not None
    assert "tidak ada lagi di folder Laporan" in reported.last.text


def test_a_stranger_is_asked_about(reported: DeskOfAnOffice) -> None:
    assert "di luar domain kpu.go.id" in reported.asked("email-report", recipient="a@kpu.go.id.example.com")
    reported.done("email-report", recipient="a@kpu.go.id.example.com", confirmed=True)


def test_a_scan_in_the_place_of_the_report_is_refused(reported: DeskOfAnOffice) -> None:
    scan = reported.folder / reported.rows(SCANS)[0]["file"]
    report_of(reported).write_bytes(scan.read_bytes())
    assert "dokumen yang dikecualikan" in reported.refused("email-report")


def test_a_protected_report_opens_only_with_the_password_which_is_shown_until_it_is_confirmed(
    reported: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.places.key_store._system_store", lambda: store)
    reported.set(mail_protect="ya")
    password = password_in(reported.done("email-report"))
    (attachment,) = draft_of(reported).iter_attachments()
    path = reported.folder / "lampiran.pdf"
    path.write_bytes(attachment.get_content())
    reader = pypdf.PdfReader(path)
    assert reader.is_encrypted
    assert reader.decrypt(password)
    assert password_in(reported.done("email-report")) == password
    assert main(["mail-password", "--confirm", "salah"]) == 1
    assert password_in(reported.done("email-report")) == password
    assert main(["mail-password", "--confirm", f" {password[-5:].upper()} "]) == 0
    said = reported.done("email-report")
    assert password not in said
    assert "tetap seperti sebelumnya" in said
    capsys.readouterr()
    assert main(["mail-password"]) == 0
    assert f"{password}; sampaikan" in capsys.readouterr().out


def test_a_mail_killed_between_its_save_and_the_key_store_locks_nothing_with_a_lost_password(
    reported: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.places.key_store._system_store", lambda: store)
    reported.set(mail_protect="ya")
    with (
        mock.patch("xl_macros.click.transaction.finish", side_effect=PowerCut),
        mock.patch.object(Transaction, "discard"),
        pytest.raises(PowerCut),
    ):
        reported.click("email-report")
    assert store.kept == {}
    (draft,) = (reported.folder / "Laporan").glob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    (attachment,) = message.iter_attachments()
    path = reported.folder / "lampiran.pdf"
    path.write_bytes(attachment.get_content())
    assert pypdf.PdfReader(path).decrypt(password_in(reported.done("email-report")))
    assert not (reported.folder / ".kecuali" / passwords.FILE).exists()


@pytest.mark.parametrize("content", [b"{}", b"", b"[" * 9999, None])
def test_a_waiting_password_that_was_tampered_with_is_none(
    reported: DeskOfAnOffice, content: bytes | None
) -> None:
    private, store = reported.folder / ".kecuali", MemoryKeyStore()
    path = passwords.keep_waiting_password(private, "rahasia")
    assert passwords.mail_password(private, store).text == "rahasia"
    if content is None:  # signed by a thief of the key, sealed by nobody
        write_signed(path, passwords.PURPOSE, _Box("AAAA"))
    else:
        path.write_bytes(content)
    assert passwords.mail_password(private, store).text != "rahasia"


def password_in(said: str) -> str:
    found = re.search(r"Kata sandi lampiran: ([a-z2-9-]{23}) \(belum dikonfirmasi", said)
    assert found, said
    return found[1]


def test_a_hostile_subject_template_is_refused(reported: DeskOfAnOffice) -> None:
    reported.set(mail_subject="{number.__class__}")
    assert "tidak dikenal" in reported.refused("email-report")


def test_an_unreadable_witness_is_passed_over(reported: DeskOfAnOffice) -> None:
    laporan = reported.folder / "Laporan"
    (laporan / "Laporan Disposisi x.saksi.json").write_text("{")
    (laporan / "Laporan Disposisi y.saksi.json").write_text("[1]")
    reported.done("email-report")


def test_a_report_or_their_folder_that_cannot_be_read_is_a_finding_and_no_lost_or_changed_report(
    reported: DeskOfAnOffice,
) -> None:
    with ground_of_ordinary_user(reported.folder) as folder:
        desk = DeskOfAnOffice(folder / reported.book.name, reported.now)
        assert desk.done("verify-archive").startswith("Semua utuh")  # and all is imported
        report_of(desk).chmod(0)
        with ordinary_user():
            unread = desk.click("verify-archive").text
        (folder / "Laporan").chmod(0o300)
        with ordinary_user():
            outcome = desk.click("verify-archive")
    assert "laporan 001/LAP-PDID/VIII/2026 tidak dapat dibaca" in unread
    assert unread.startswith("1 masalah")
    assert not outcome.ok
    assert "Folder Laporan tidak dapat dibaca" in outcome.text
    assert outcome.text.startswith("1 masalah")


def test_a_mail_that_was_refused_leaves_no_password_that_nobody_was_told(
    reported: DeskOfAnOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = MemoryKeyStore()
    monkeypatch.setattr("xl_macros.places.key_store._system_store", lambda: store)
    reported.set(mail_protect="ya")
    full = OSError(errno.ENOSPC, "penuh", "Register-Dikecualikan.xlsm")
    with mock.patch.object(FileHost, "save", side_effect=full):
        assert reported.click("email-report").ending is Ending.REFUSED
    assert store.kept == {}
    assert main(["mail-password"]) == 1
    said = reported.done("email-report")
    (kept,) = store.kept.values()
    assert password_in(said) == kept
    capsys.readouterr()
    assert main(["mail-password"]) == 0
    assert kept in capsys.readouterr().out


def test_a_computer_without_key_store_is_refused() -> None:
    with pytest.raises(Refusal, match="tidak dapat dipakai"):
        passwords.mail_password(Path(), MemoryKeyStore(works=False))
    with pytest.raises(Refusal, match="tidak dapat dipakai"):
        keep_secret("apa", "x", MemoryKeyStore(works=False))


def test_a_remark_in_place_of_an_acts_title_is_not_printed(approved: DeskOfAnOffice) -> None:
    def as_older_workbooks_have_it(rows: list[Row]) -> None:
        for row in rows:
            if row["act"] == "PKPU 14/2020":
                row["title"] = NO_TITLE

    approved.edit(LEGAL_BASES, as_older_workbooks_have_it)
    approved.done("store-documents")
    approved.done("export-disposition")
    (report,) = (approved.folder / "Laporan").glob("Laporan Disposisi *.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(report).pages).split())
    assert "PKPU 14/2020 (tanggal berlaku belum dicatat)" in text


# -- export_public_list ------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-2, 401])
def test_what_is_open_is_not_told_by_a_clock_that_may_be_wrong(received: DeskOfAnOffice, days: int) -> None:
    """A clock set years ahead ends every exemption."""
    right = received.now
    for button, answers in (("export-public-list", {}), ("draft-paper", {"kind": "lampiran sudah terbuka"})):
        received.now = right + timedelta(days=days)
        assert "padahal catatan terakhir" in received.asked(button, CHECKER, **answers)
    received.now = right + timedelta(days=days)
    received.done("export-public-list", CHECKER, confirmed=True)


def test_the_public_list_has_titles_bases_and_periods_and_nothing_else(received: DeskOfAnOffice) -> None:
    received.edit(
        REGISTER,
        lambda rows: rows[0].update(harm_if_open="AKIBAT-X", benefit_if_closed="AKIBAT-Y", place="RAK-7"),
    )
    received.done("export-public-list", CHECKER)
    (html,) = (received.folder / "Laporan").glob("*.html")
    text = html.read_text(encoding="utf-8")
    assert "Surat keterangan kesehatan 1" in text
    for secret in ("AKIBAT-X", "AKIBAT-Y", "RAK-7"):
        assert secret not in text
    assert len(list((received.folder / "Laporan").glob("Daftar Publik*"))) == 3


def test_letters_that_turn_what_is_read_reach_no_published_list(received: DeskOfAnOffice) -> None:
    turned = "Data \u202egnutad\u202c \u2066rahasia\u2069 a\u200bb\u00ad"
    received.edit(REGISTER, lambda rows: rows[0].update(information=turned, period_text="5 \u202etahun"))
    received.done("export-public-list", CHECKER)
    published = list((received.folder / "Laporan").glob("*.htm*"))
    assert len(published) == 2
    for path in published:
        text = path.read_text(encoding="utf-8")
        assert "Data gnutad rahasia ab" in text
        assert not [sign for sign in text if unicodedata.category(sign) == "Cf"]


def test_the_public_list_speaks_to_readers_who_have_never_seen_the_register(received: DeskOfAnOffice) -> None:
    assert set(PUBLIC_WORDS) == set(Status)
    assert not set(PUBLIC_WORDS.values()) & {"berlaku", "perlu diperjelas", "menunggu peristiwa"}
    received.edit(REGISTER, lambda rows: rows[0].update(period_text="Selama Jangka Waktu Tertentu"))
    received.done("export-public-list", CHECKER)
    (html,) = (received.folder / "Laporan").glob("*.html")
    text = html.read_text(encoding="utf-8")
    assert "? jangka waktu sedang diperjelas" in text
    assert "perlu diperjelas" not in text
    assert "berlaku" not in text
    assert "∞" not in text  # the legend names what stands in the list


def test_what_is_open_in_part_is_said_so_to_the_public(received: DeskOfAnOffice) -> None:
    received.done(
        "record-event",
        CHECKER,
        confirmed=True,
        target="B-2025-001.01",
        event="perubahan klasifikasi",
        outcome="menjadi terbuka sebagian",
        part="Hasil pemeriksaan fisik",
        on="2026-08-24",
        evidence="Uji ulang 3",
    )
    received.done("export-public-list", CHECKER)
    (html,) = (received.folder / "Laporan").glob("*.html")
    assert "● sebagian terbuka; selebihnya dikecualikan" in html.read_text(encoding="utf-8")


def test_what_was_not_received_is_not_public(desk: DeskOfAnOffice) -> None:
    assert "Daftar publik 0 informasi" in desk.done("export-public-list", CHECKER)


def test_a_second_list_on_the_same_day_has_another_name(received: DeskOfAnOffice) -> None:
    received.done("export-public-list", CHECKER)
    received.done("export-public-list", CHECKER)
    assert len(list((received.folder / "Laporan").glob("Daftar Publik*.xlsx"))) == 2


def test_the_report_of_a_returned_recap_shows_the_repetition(scanned: DeskOfAnOffice) -> None:
    scanned.done("build-recap")
    scanned.done("check-recap", CHECKER, verdict="kembalikan", direction="Ulangi pemeriksaan rak tiga.")
    scanned.done("build-recap")
    scanned.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    scanned.done("store-documents")
    scanned.done("export-disposition")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(report_of(scanned)).pages)
    assert "Ulangi pemeriksaan rak tiga." in text


def test_a_decision_of_which_only_the_year_is_known_is_reported_with_it(desk: DeskOfAnOffice) -> None:
    from xl_macros.tables.schema import DECISIONS

    def only_year(rows: list[Row]) -> None:
        rows[0]["decided_on"], rows[0]["date_text"] = None, "2015"

    desk.edit(DECISIONS, only_year)
    desk.done("receive-decision", CHECKER, target=NUMBER)
    desk.done("attach-scans", target=NUMBER, files=(desk.scan("keputusan", 1),))
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(report_of(desk)).pages)
    assert "2015" in text


def test_an_act_whose_first_day_is_not_known_is_listed_as_such(stored: DeskOfAnOffice) -> None:
    bases = stored.rows(LEGAL_BASES)
    known = {row["act"] for row in bases if row["valid_from"] is None and row["valid_to"] is None}
    assert known
    stored.done("export-disposition")
    (report,) = stored.folder.glob("Laporan/Laporan Disposisi*.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(report).pages).split())
    assert text.count("tanggal berlaku belum dicatat") == len(known)
