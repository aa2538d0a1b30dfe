from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_macros.errors import Refusal
from xl_macros.reports.mail import (
    MailDraft,
    attachment_name,
    check_recipient,
    compose_eml,
    fill_template,
    protect_pdf,
    refuse_exempted_attachment,
)

DRAFT = MailDraft(
    sender="Maria Yoséfina Ndiwa, S.IP <maria@kpu.go.id>",
    to="Bonafantura Yosman <sekretaris@kpu.go.id>",
    subject="Laporan pendokumentasian informasi yang dikecualikan 001/LAP-PDID/XI/2026",
    body="Yth. Sekretaris,\n\nTerlampir laporan — mohon arahan.\n.\nHormat kami,\nMaria\n",
    attachment_name="Laporan Disposisi 001-LAP-PDID-XI-2026.pdf",
    attachment=bytes(range(256)) * 40,
    made_at=datetime(2026, 11, 30, 14, 30),
)
PASSWORD = "kata-" + "sandi-panjang"


def parsed(draft: MailDraft):
    return message_from_bytes(compose_eml(draft), policy=default)


def test_the_same_draft_gives_the_same_bytes_and_another_draft_another_id():
    assert compose_eml(DRAFT) == compose_eml(DRAFT)
    assert parsed(DRAFT)["Message-ID"] != parsed(replace(DRAFT, body="lain"))["Message-ID"]


def test_the_draft_is_marked_unsent_and_has_the_headers_of_a_mail():
    message = parsed(DRAFT)
    assert message["X-Unsent"] == "1"
    assert message["MIME-Version"] == "1.0"
    assert message["Date"].datetime.isoformat() == "2026-11-30T14:30:00+08:00"
    assert message["Message-ID"].endswith("@kecuali.invalid>")
    assert message["To"].addresses[0].addr_spec == "sekretaris@kpu.go.id"
    assert message["To"].addresses[0].display_name == "Bonafantura Yosman"


def test_an_indonesian_name_survives_the_way_through_the_header():
    assert parsed(DRAFT)["From"].addresses[0].display_name == "Maria Yoséfina Ndiwa, S.IP"


def test_every_line_is_short_ascii_and_ends_in_crlf():
    made = compose_eml(DRAFT)
    assert made.isascii()
    assert max(map(len, made.split(b"\r\n"))) <= 998
    assert made.count(b"\n") == made.count(b"\r\n")


def test_text_and_attachment_arrive_whole():
    message = parsed(DRAFT)
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == DRAFT.body
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == DRAFT.attachment_name
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == DRAFT.attachment


def test_nothing_is_wrong_with_the_parts():
    def defects(part):
        return part.defects + [d for child in part.iter_parts() for d in defects(child)]

    assert defects(parsed(DRAFT)) == []


@pytest.mark.parametrize("sender", ["", "  ", "Yohanes Jebarus"])
def test_a_sender_without_an_address_leaves_the_account_to_the_mail_program(sender: str):
    assert parsed(replace(DRAFT, sender=sender))["From"] is None


@pytest.mark.parametrize(
    "attack",
    [
        "Laporan\r\nBcc: musuh@evil.example",
        "Laporan\nX-Unsent: 0",
        "Laporan\r\n\r\n<html>",
        "Laporan\u2028Bcc: musuh@evil.example",
        "Laporan\x0bBcc: musuh@evil.example\x00",
    ],
)
def test_a_line_end_in_the_subject_starts_no_header(attack: str):
    message = parsed(replace(DRAFT, subject=attack))
    assert set(message.keys()) == set(parsed(DRAFT).keys())
    assert message["Subject"].startswith("Laporan ")
    assert message["X-Unsent"] == "1"


@pytest.mark.parametrize(
    "attack",
    [
        "sekretaris@kpu.go.id\r\nBcc: musuh@evil.example",
        "Sekretaris\nBcc: x@evil.example <sekretaris@kpu.go.id>",
        "sekretaris@kpu.go.id, musuh@evil.example",
        "sekretaris@kpu.go.id; musuh@evil.example",
        '"sekretaris@kpu.go.id" <musuh@evil.example>',
        "sekretaris",
        "sekretaris@kpu",
        "@kpu.go.id",
        "",
        "sekretaris@kpu..go.id",
        "sekretaris@[127.0.0.1]",
        "sekretarıs@kpu.go.id",
        "Grup: a@kpu.go.id, b@kpu.go.id;",
        " " * 100_000 + "<a@kpu.go.id>",
    ],
)
def test_what_is_not_one_plain_address_is_refused_as_recipient(attack: str):
    with pytest.raises(Refusal, match="bukan alamat surel"):
        compose_eml(replace(DRAFT, to=attack))


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_whatever_the_cells_hold_the_draft_has_the_same_headers(
    name: str, subject: str, body: str, file: str
):
    draft = replace(
        DRAFT,
        sender=f"{name.replace('@', '')} <a@kpu.go.id>",
        subject=subject,
        body=body,
        attachment_name=file,
    )
    try:
        message = parsed(draft)
    except Refusal:
        return
    assert set(message.keys()) == set(parsed(DRAFT).keys())
    (attached,) = message.iter_attachments()
    assert attached.get_content() == DRAFT.attachment


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("C:\\Folder Khusus\\a.pdf", "C-Folder Khusus-a.pdf"),
        ("laporan\r\nX: 1.pdf", "laporan X- 1.pdf"),
        ("", "laporan.pdf"),
        ("a" * 300, "a" * 120 + ".pdf"),
        ("laporan.PDF", "laporan.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
    ],
)
def test_an_attachment_name_is_only_a_name(name: str, cleaned: str):
    assert attachment_name(name) == cleaned


def test_a_template_gets_its_fields_and_nothing_else():
    filled = fill_template(
        "{number} tanggal {date}; {seq:03d}", {"number": "{date}", "date": "1 Mei", "seq": 7}
    )
    assert filled == "{date} tanggal 1 Mei; 007"


@pytest.mark.parametrize(
    "attack",
    [
        "{number.__class__}",
        "{number[0]}",
        "{0}",
        "{}",
        "{number!r}",
        "{number:>999999999}",
        "{lain}",
        "{ number }",
    ],
)
def test_a_template_that_asks_for_more_is_refused_by_name(attack: str):
    with pytest.raises(Refusal) as refused:
        fill_template(f"a {attack} b", {"number": "1"})
    assert attack in refused.value.what
    assert "{number}" in refused.value.cure


def test_a_lone_brace_is_text():
    assert fill_template("a } b { c", {}) == "a } b { c"


@pytest.mark.parametrize(
    "address",
    ["sekretaris@kpu.go.id", "a.b@KPU.GO.ID", "x@kab-manggaraibarat.kpu.go.id", "Sekretaris <s@kpu.go.id>"],
)
def test_an_address_of_the_office_is_allowed(address: str):
    assert check_recipient(address, "kpu.go.id")


@pytest.mark.parametrize(
    "address",
    [
        "a@kpu.go.id.evil.example",
        "a@evilkpu.go.id",
        "a@evil.example",
        "kpu.go.id@evil.example",
        '"s@kpu.go.id" <a@evil.example>',
        "s@kpu.go.id <a@evil.example>",
        "a@evil.example, s@kpu.go.id",
        "s@kpu.go.id,a@evil.example",
        "s@kрu.go.id",  # Cyrillic er
        "s@kpu.go.id\u200b",
        "s@kpu.go.id\r\nBcc: a@evil.example",
        "s@kpu\u3002go.id",
        "a@evil.example?cc=s@kpu.go.id",
        "a@evil.example#@kpu.go.id",
        "",
    ],
)
def test_an_address_that_only_looks_like_the_office_is_not_allowed(address: str):
    assert not check_recipient(address, "kpu.go.id")


def test_several_domains_can_be_allowed_and_none_allows_nothing():
    assert check_recipient("a@manggaraibaratkab.go.id", "kpu.go.id, @manggaraibaratkab.go.id")
    assert not check_recipient("a@kpu.go.id", "")
    assert not check_recipient("a@kpu.go.id", " , ")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for folder in ("Folder Khusus/2025/B-2025-001", "Laporan"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "Folder Khusus/2025/B-2025-001/a.pdf").write_bytes(b"rahasia")
    (tmp_path / "Laporan/laporan.pdf").write_bytes(b"laporan")
    return tmp_path


def refuse(attachment: Path | bytes, office: Path) -> None:
    refuse_exempted_attachment(
        attachment,
        known_scan_hashes={sha256(b"rahasia").hexdigest().upper()},
        guarded_folders=(office / "Folder Khusus",),
    )


def test_the_report_itself_may_be_attached(office: Path):
    refuse(office / "Laporan/laporan.pdf", office)
    refuse(b"laporan", office)


def test_a_document_of_the_special_folder_is_refused(office: Path):
    with pytest.raises(Refusal, match="folder dokumen yang dikecualikan"):
        refuse(office / "Folder Khusus/2025/B-2025-001/a.pdf", office)
    with pytest.raises(Refusal, match="folder dokumen yang dikecualikan"):
        refuse(office / "Laporan/../Folder Khusus/2025/B-2025-001/a.pdf", office)


def test_a_copy_under_another_name_is_refused_by_its_content(office: Path):
    copy = office / "Laporan/tidak apa-apa.pdf"
    copy.write_bytes(b"rahasia")
    for attachment in (copy, b"rahasia"):
        with pytest.raises(Refusal, match="dokumen yang dikecualikan"):
            refuse(attachment, office)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_into_the_special_folder_is_refused(office: Path):
    link = office / "Laporan/tautan.pdf"
    link.symlink_to(office / "Folder Khusus/2025/B-2025-001/a.pdf")
    with pytest.raises(Refusal):
        refuse(link, office)


def test_a_protected_report_opens_with_its_password_only(samples):
    from xl_macros.reports.disposition_report import render_disposition_report

    locked = protect_pdf(render_disposition_report(samples.empty_report()), PASSWORD)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as pdf:
        assert pdf.encryption.bits == 256
        assert pdf.encryption.R == 6
        assert len(pdf.pages) == 2  # the letter and its annex


def test_a_short_password_is_refused():
    with pytest.raises(Refusal, match="terlalu pendek"):
        protect_pdf(b"%PDF-1.7", "1234567")
