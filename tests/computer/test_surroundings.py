from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from xl_macros.computer import surroundings
from xl_macros.computer.check import Context
from xl_macros.computer.registry import Registry

Given = Callable[..., Context]

DEVICES = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Devices"


def test_a_paper_printer_is_found_and_a_pdf_printer_is_none(given: Given, registry: Registry) -> None:
    registry.write(DEVICES, {"Microsoft Print to PDF": "winspool,Ne00:", "Fax": "winspool,Ne01:"})
    assert surroundings.check_printer(given()).ok is False
    registry.write(DEVICES, {"EPSON L3210 Series": "winspool,Ne02:"})
    found = surroundings.check_printer(given())
    assert found.ok is True
    assert found.detail == "EPSON L3210 Series"


def test_no_mail_program_is_told_with_another_way(given: Given) -> None:
    check = surroundings.check_mail(given())
    assert check.ok is False
    assert "folder Laporan" in check.cure


@pytest.mark.parametrize(
    ("key", "values", "program"),
    [
        (r"HKCR\Outlook.Application\CLSID", {"": "{0006F03A}"}, "Outlook klasik"),
        (
            r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe",
            {"": r"C:\x\olk.exe"},
            "Outlook baru",
        ),
        (
            r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe",
            {"": r"C:\x\olk.exe"},
            "Outlook baru",
        ),
    ],
)
def test_outlook_old_and_new_are_found(
    given: Given, registry: Registry, key: str, values: dict[str, str | int], program: str
) -> None:
    registry.write(key, values)
    assert program in surroundings.check_mail(given()).detail


def test_classic_outlook_comes_before_the_new_one(registry: Registry) -> None:
    registry.write(r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe", {"": "x"})
    registry.write(r"HKCR\Outlook.Application\CLSID", {"": "x"})
    assert surroundings.mail_program(registry) == "Outlook klasik"


def test_another_program_for_eml_counts_only_if_it_can_be_started(registry: Registry) -> None:
    registry.write(
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.eml\UserChoice",
        {"ProgId": "ThunderbirdEML"},
    )
    assert surroundings.mail_program(registry) is None
    registry.write(r"HKCR\ThunderbirdEML\shell\open\command", {"": '"thunderbird.exe" "%1"'})
    assert "ThunderbirdEML" in (surroundings.mail_program(registry) or "")


def test_printer_and_mail_are_windows_matters(given: Given) -> None:
    assert surroundings.check_printer(given(registry=None)).ok is None
    assert surroundings.check_mail(given(registry=None)).ok is None


def test_a_clock_in_the_right_zone_is_fine(given: Given) -> None:
    check = surroundings.check_clock(given())
    assert check.ok is True
    assert check.detail == "23/11/2026 08.15 WITA."


def test_a_clock_from_before_the_software_or_far_ahead_is_wrong(given: Given) -> None:
    assert surroundings.check_clock(given(now=datetime(2000, 1, 1))).ok is False
    assert surroundings.check_clock(given(now=datetime(2026, 10, 31, 23, 59))).ok is False
    assert surroundings.check_clock(given(now=datetime(2026, 11, 1))).ok is True
    assert surroundings.check_clock(given(now=datetime(2086, 1, 1))).ok is False


def test_a_pc_on_jakarta_time_in_a_wita_office_is_told(given: Given) -> None:
    context = given()
    jakarta = Context(context.subject, replace(context.machine, utc_offset_hours=7.0))
    check = surroundings.check_clock(jakarta)
    assert check.ok is False
    assert "WIB" in check.detail
    assert "WITA" in check.detail


def test_a_server_without_windows_may_keep_utc(given: Given) -> None:
    context = given(system="linux")
    server = Context(context.subject, replace(context.machine, utc_offset_hours=0.0))
    assert surroundings.check_clock(server).ok is True


def test_a_clock_behind_the_last_entry_of_the_log_is_wrong(given: Given) -> None:
    assert surroundings.check_clock(given(last_entry_at=datetime(2026, 11, 23, 8, 14))).ok is True
    behind = surroundings.check_clock(given(last_entry_at=datetime(2026, 12, 1, 9, 0)))
    assert behind.ok is False
    assert "01/12/2026" in behind.detail


@pytest.mark.parametrize(
    ("now", "years", "ok"),
    [
        (datetime(2026, 11, 23), {2026, 2027}, True),
        (datetime(2026, 11, 23), {2026}, False),
        (datetime(2026, 9, 30), {2026}, None),
        (datetime(2026, 10, 1), {2026}, False),
        (datetime(2027, 1, 1), {2026}, False),
        (datetime(2027, 1, 1), {2027}, None),
    ],
)
def test_next_years_holidays_are_due_once_the_decree_is_out(
    given: Given, now: datetime, years: set[int], ok: bool | None
) -> None:
    assert surroundings.check_holidays(given(now=now, holiday_years=frozenset(years))).ok is ok


def test_an_empty_required_setting_is_named(given: Given) -> None:
    assert surroundings.check_settings(given()).ok is True
    check = surroundings.check_settings(given(settings={"Surel Sekretaris": "  ", "Nama kantor": "KPU"}))
    assert check.ok is False
    assert "Surel Sekretaris" in check.detail
    assert "Nama kantor" not in check.detail


def test_both_roles_and_two_people_are_needed(given: Given) -> None:
    assert surroundings.check_officers(given()).ok is True
    one_role = surroundings.check_officers(given(officers=(("Siti", "PDID"), ("Yan", "PDID"))))
    assert one_role.ok is False
    assert "Desk Pelayanan" in one_role.detail
    same_person = given(officers=(("Siti Aminah", "PDID"), ("SITI AMINAH", "Desk Pelayanan")))
    assert surroundings.check_officers(same_person).ok is False


def test_the_account_at_work_is_somebody_s(given: Given) -> None:
    check = surroundings.check_officers(given(unknown_account="SITI-PC"))
    assert check.ok is False
    assert "SITI-PC" in check.detail
    assert "Akun Windows" in check.cure
