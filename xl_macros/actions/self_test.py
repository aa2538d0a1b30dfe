"""Whether this computer can do the work: each thing that is missing with its cure."""

from __future__ import annotations

import sys

from xl_macros.actions.requests import SelfTest
from xl_macros.click.office import Office, Summary
from xl_macros.computer import Subject, run_checks, this_machine
from xl_macros.domain.identity import plain_name
from xl_macros.errors import Refusal
from xl_macros.keeping.clock import last_written
from xl_macros.keeping.register import office_calendar
from xl_macros.keeping.sealing_key import key_problems, shown, unconfirmed
from xl_macros.places.own_key import own_key_trouble
from xl_macros.tables.schema import CHOICES, SETTING_ROWS

REQUIRED = ("office_name", "secretary_name", "secretary_nip", "secretary_email", "report_from", "office_city")
"""Settings without which the report or the mail cannot be made as the office wants it."""


def run(office: Office, request: SelfTest) -> Summary:
    """Check the computer and the office folder; changes nothing. `ok` is False when something must be cured.

    What is said to Excel meanwhile is recorded by the surround, when that is asked for.
    """
    if request.record and not office.in_excel:
        raise Refusal(
            "Yang dapat direkam hanya percakapan dengan Excel.",
            cure="Buka register di Excel, lalu pilih Alat > Rekam untuk pemelihara.",
        )
    checks = sorted(run_checks(_subject(office), this_machine()), key=lambda check: check.ok is not False)
    recovery = unconfirmed(office)
    keys = [*key_problems(office), *filter(None, [own_key_trouble(), shown(recovery) if recovery else ""])]
    failed = sum(check.ok is False for check in checks) + len(keys)
    head = f"{failed} hal perlu dibereskan." if failed else "Komputer ini siap."
    return Summary("\n".join([head, *keys, *map(str, checks)]), ok=not failed)


def _subject(office: Office) -> Subject:
    names = {setting.field: setting.name for setting in SETTING_ROWS}
    officers = office.officers()
    accounts = {plain_name(officer.account) for officer in officers}
    program = office.program()
    return Subject(
        workbook=str(office.desk.host.path),
        now=office.now,
        excel_version=program.get("excel_version", ""),
        excel_bits=program.get("excel_bits", ""),
        interpreter=sys.executable,
        folders={
            names["scans_folder"]: office.folders.scans,
            names["special_folder"]: office.folders.special,
            names["reports_folder"]: office.folders.reports,
            names["backups_folder"]: office.folders.backups,
        },
        settings={names[field]: office.settings.text(field) for field in REQUIRED},
        officers=tuple((officer.name, officer.role) for officer in officers),
        unknown_account="" if plain_name(office.account) in accounts else office.account,
        roles=CHOICES["peran"][1],
        holiday_years=office_calendar(office).decreed_years,
        utc_offset_hours=office.settings.number("utc_offset_hours"),
        last_entry_at=last_written(office),
        allow_synced=office.settings.yes("allow_synced_folder"),
    )
