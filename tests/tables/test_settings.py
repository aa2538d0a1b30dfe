"""Pengaturan as values, each refused with its place when it cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables.sheets_of_staff import make_book, store

from xl_macros.errors import Refusal
from xl_macros.tables.schema import SETTING_ROWS, SETTINGS
from xl_macros.tables.settings import Settings, read_settings

NAMES = {setting.field: setting.name for setting in SETTING_ROWS}


def settings(**values: str | None) -> Settings:
    return Settings(values, {field: 5 + index for index, field in enumerate(values)})


def test_a_setting_is_read_by_the_name_that_staff_see(tmp_path: Path) -> None:
    body = [
        {"Pengaturan": NAMES["office_name"], "Nilai": "  KPU Kota Contoh "},
        {"Pengaturan": "Setelan sendiri", "Nilai": "x"},
        {"Pengaturan": NAMES["warn_days"], "Nilai": 30},
    ]
    found = read_settings(store(make_book(tmp_path / "buku.xlsx", SETTINGS, body)))
    assert found.required("office_name") == "KPU Kota Contoh"
    assert found.number("warn_days", 1, 365) == 30
    with pytest.raises(Refusal) as refusal:
        found.number("warn_days", 31, 365)
    assert "Lembar Pengaturan baris 7, kolom Nilai" in str(refusal.value)


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
    assert settings(warn_days=value).number("warn_days", 1, 365) == int(value)


@pytest.mark.parametrize(
    "value",
    ["", "0", "366", "-1", "1.5", "1e2", "90 hari", "٩٠", "９０", "²", "0x10", "1_0", "9" * 5_000, "+5"],
)
def test_what_is_no_whole_number_within_the_bounds_is_refused(value: str) -> None:
    """Among them digits of other scripts and a number longer than Python converts."""
    with pytest.raises(Refusal, match="harus bilangan bulat dari 1 sampai 365"):
        settings(warn_days=value).number("warn_days", 1, 365)
