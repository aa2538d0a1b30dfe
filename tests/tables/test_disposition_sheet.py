"""The disposition form: the fields of a *lembar disposisi*, ticked where they apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from xl_macros.tables.disposition_sheet import ROWS, WIDTH, DispositionForm, form_block, write_disposition
from xl_macros.tables.schema import DISPOSITION_SHEET

FORM = DispositionForm(
    letterhead=("KOMISI PEMILIHAN UMUM", "KABUPATEN MANGGARAI BARAT", "SUB BAGIAN TEKNIS"),
    letter_from="KPU Provinsi Nusa Tenggara Timur",
    number="Nomor 731 Tahun 2025",
    decided_on=date(2025, 8, 21),
    received_at=datetime(2025, 8, 25, 9, 30),
    agenda_number="43/PDID",
    secrecy="Rahasia",
    about="Dokumen persyaratan pasangan calon",
    forwarded_to="Desk Pelayanan",
    instruction="proses lebih lanjut",
    position="Sekretaris",
    name="Bonafantura Yosman",
    city="Labuan Bajo",
)


def texts(form: DispositionForm) -> list[str]:
    return [str(value) for row in form_block(form) for value in row if value is not None]


def lines(form: DispositionForm) -> list[str]:
    return [line for text in texts(form) for line in text.splitlines()]


def test_the_form_has_always_the_same_size() -> None:
    for form in (FORM, DispositionForm()):
        block = form_block(form)
        assert (len(block), {len(row) for row in block}) == (ROWS, {WIDTH})


def test_every_field_of_the_letter_is_on_it() -> None:
    found = texts(FORM)
    for label, value in (
        ("Surat dari", ": KPU Provinsi Nusa Tenggara Timur"),
        ("Nomor surat", ": Nomor 731 Tahun 2025"),
        ("Tanggal surat", ": 21 Agustus 2025"),
        ("Diterima tanggal", ": 25 Agustus 2025"),
        ("Nomor agenda", ": 43/PDID"),
        ("Hal", ": Dokumen persyaratan pasangan calon"),
    ):
        assert found[found.index(label) + 1] == value


def test_one_box_is_ticked_for_secrecy_and_one_for_the_request() -> None:
    found = texts(FORM)
    assert found[found.index("Sifat") + 1 :][:2] == [
        ": ☐ Biasa   ☐ Terbatas",
        "  ☒ Rahasia   ☐ Sangat Rahasia",
    ]
    assert [text for text in found if text.startswith("☒")] == [
        "☒ Desk Pelayanan",
        "☒ proses lebih lanjut",
    ]


def test_the_offices_of_the_settings_are_boxes_and_a_receiver_who_is_none_of_them_is_written_beside() -> None:
    offices = ("Ketua", "Kasubbag Teknis", "Kasubbag Hukum", "Kasubbag Keuangan dan Umum", "Divisi Data")
    ticked = lines(replace(FORM, offices=offices, forwarded_to="kasubbag teknis; Divisi Data"))
    assert "☐ Ketua   ☒ Divisi Data" in ticked
    assert "☒ Kasubbag Teknis   ☐ .............................." in ticked
    other = lines(replace(FORM, offices=offices))
    assert "☐ Kasubbag Teknis   ☒ Desk Pelayanan" in other
    mixed = lines(replace(FORM, offices=offices, forwarded_to="Desk Pelayanan; KETUA; Arsiparis"))
    assert "☒ Ketua   ☐ Divisi Data" in mixed
    assert "☐ Kasubbag Teknis   ☒ Desk Pelayanan; Arsiparis" in mixed, (
        "an office has its box, not its name twice"
    )


def test_a_secret_paper_says_so_on_top() -> None:
    for secrecy, mark in (("Rahasia", "RAHASIA"), ("Sangat Rahasia", "SANGAT RAHASIA"), ("Biasa", "")):
        assert form_block(replace(FORM, secrecy=secrecy))[6][0] == mark


def test_a_request_in_own_words_gets_a_line_of_its_own() -> None:
    own = DispositionForm(instruction="mohon dipelajari")
    assert [text for text in texts(own) if text.startswith("☒")] == ["☒ mohon dipelajari"]
    known = DispositionForm(instruction="Proses  lebih lanjut")
    assert [text for text in texts(known) if text.startswith("☒")] == ["☒ proses lebih lanjut"]


def test_a_date_known_only_in_part_stays_as_it_was_written() -> None:
    assert ": 2015" in texts(DispositionForm(decided_on="2015"))


def test_what_is_unknown_leaves_a_line_to_be_filled_by_hand() -> None:
    assert "NIP ...................." in texts(DispositionForm())


def test_the_next_letter_leaves_nothing_of_the_one_before(book: Any) -> None:
    write_disposition(book, FORM)
    write_disposition(book, DispositionForm())
    shown = book.sheets[DISPOSITION_SHEET].range((1, 2), (ROWS, 1 + WIDTH)).value
    assert not any("731" in str(value) or "Yosman" in str(value) for row in shown for value in row if value)
