"""Pengaturan as values, each refused with its place when it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables.sheets_of_staff import make_book, store

from xl_macros.errors import Refusal
from xl_macros.tables.schema import SETTING_ROWS, SETTINGS
from xl_macros.tables.settings import Settings, as_carried, read_settings

NAMES = {setting.field: setting.name for setting in SETTING_ROWS}


def settings(**values: str | None) -> Settings:
    return Settings(values, {field: 5 + index for index, field in enumerate(values)})


def test_a_setting_is_read_by_the_name_that_staff_see(tmp_path: Path) -> None:
    body = [
        {"Pengaturan": NAMES["office_name"], "Nilai": "  KPU Kota Contoh "},
        {"Pengaturan": "Setelan sendiri", "Nilai": "x"},
        {"Pengaturan": NAMES["warn_days"], "Nilai": 30},
        {"Pengaturan": NAMES["scan_dpi"], "Nilai": 30},
    ]
    found = read_settings(store(make_book(tmp_path / "buku.xlsx", SETTINGS, body)))
    assert found.required("office_name") == "KPU Kota Contoh"
    assert found.number("warn_days") == 30
    with pytest.raises(Refusal) as refusal:
        found.number("scan_dpi")
    assert "Lembar Pengaturan baris 8, kolom Nilai" in str(refusal.value)


def test_a_row_that_is_missing_counts_as_delivered(tmp_path: Path) -> None:
    found = read_settings(store(make_book(tmp_path / "buku.xlsx", SETTINGS)))
    for setting in SETTING_ROWS:
        assert found.text(setting.field) == setting.default.strip()


def test_a_blank_value_is_blank_and_not_the_default() -> None:
    assert settings(office_name=None).text("office_name") == ""
    with pytest.raises(Refusal, match="'Nama kantor' belum diisi"):
        settings(office_name=" ").required("office_name")


def test_an_unknown_setting_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        settings().text("hantu")


@pytest.mark.parametrize(("value", "yes"), [("ya", True), (" Ya ", True), ("TIDAK", False)])
def test_yes_and_no(value: str, yes: bool) -> None:
    assert settings(mail_protect=value).yes("mail_protect") is yes


@pytest.mark.parametrize("value", ["", "y", "yes", "1", "benar", "уа", "ya\u200b"])
def test_what_is_neither_yes_nor_no_is_refused(value: str) -> None:
    """Among them Cyrillic look-alikes and hidden characters."""
    with pytest.raises(Refusal, match="harus 'ya' atau 'tidak'"):
        settings(mail_protect=value).yes("mail_protect")


@pytest.mark.parametrize("value", ["1", "365", "0090"])
def test_whole_numbers_within_their_bounds(value: str) -> None:
    assert settings(objection_days=value).number("objection_days") == int(value)


@pytest.mark.parametrize(
    "value",
    ["", "0", "366", "-1", "1.5", "1e2", "90 hari", "٩٠", "９０", "²", "0x10", "1_0", "9" * 5_000, "+5"],
)
def test_what_is_no_whole_number_within_the_bounds_is_refused(value: str) -> None:
    """Among them digits of other scripts and a number longer than Python converts."""
    with pytest.raises(Refusal, match="harus bilangan bulat dari 1 sampai 365"):
        settings(objection_days=value).number("objection_days")


def test_a_setting_without_limits_is_no_number() -> None:
    with pytest.raises(ValueError, match="office_name"):
        settings().number("office_name")


@pytest.mark.parametrize("value", ["isi: nama lengkap Sekretaris dengan gelar", " Isi: nama", "ISI:"])
def test_what_tells_to_fill_a_cell_is_blank(value: str) -> None:
    assert settings(secretary_name=value).text("secretary_name") == ""
    with pytest.raises(Refusal, match="'Nama Sekretaris' belum diisi"):
        settings(secretary_name=value).required("secretary_name")
    assert settings(mail_body="Isi: terlampir").text("mail_body") == "Isi: terlampir"


def test_templates_of_older_workbooks_are_read_in_the_words_of_today() -> None:
    assert settings(report_number="{seq:03d}/X/{month_roman}/{month}/{year}").text("report_number") == (
        "{urut:03d}/X/{bulan_romawi}/{bulan}/{tahun}"
    )
    assert settings(scan_name="{scan_id} {code} {kind} {berkas}").text("scan_name") == (
        "{nomor} {kode} {jenis} {berkas}"
    )
    body = "{number} {date} {office} {secretary} {officer} {berkas} {lain} {number.__class__}"
    assert settings(mail_body=body).text("mail_body") == (
        "{nomor} {tanggal} {kantor} {sekretaris} {petugas} {berkas} {lain} {number.__class__}"
    )
    assert settings(office_name="KPU {year}").text("office_name") == "KPU {year}"


def test_a_newer_workbook_asks_for_what_the_older_one_left_blank() -> None:
    assert as_carried("Nama Sekretaris", None) == "isi: nama lengkap Sekretaris dengan gelar"
    assert as_carried("Nama Sekretaris", "isi: nama") == "isi: nama lengkap Sekretaris dengan gelar"
    assert as_carried("Nama Sekretaris", "Bonafantura Yosman") == "Bonafantura Yosman"
    assert as_carried("Kop baris 3", None) is None
    assert as_carried("Templat nama pindaian", "{scan_id}") == "{nomor}"
    assert as_carried("B. KANTOR", "x") is None
