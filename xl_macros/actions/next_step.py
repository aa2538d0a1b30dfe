"""The next step of the selected berkas: the action that carries it out, asked about like any click on it."""

from __future__ import annotations

from xl_macros.actions.catalogue import BY_NAME
from xl_macros.actions.requests import NextStep
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import asked
from xl_macros.domain.procedure import CHECK_STEP, SCAN_STEP
from xl_macros.errors import Refusal
from xl_macros.keeping import steps
from xl_macros.keeping.scan_list import missing_scans
from xl_macros.keeping.scope import selected_berkas
from xl_macros.keeping.stationery import file_name
from xl_macros.keeping.witnesses import DRAFTED, made_reports
from xl_macros.records import Decision, Event, LoggedStep
from xl_macros.tables.schema import DECISIONS, REGISTER

_OF_STEP = {
    2: "attach_scans",
    3: "build_recap",
    5: "store_documents",
    6: "export_disposition",
}
"""What carries a step out. PDID's verdict (step 4) is no single click: its questions are shown."""


def run(office: Office, request: NextStep) -> Summary:
    """Work the next step of the named or selected berkas, else of the only one that is not finished.

    A decision that was typed and not received yet is received. Refused when it is not clear which is meant.
    """
    name, answers = _next(office, request)
    action = BY_NAME[name]
    office.transaction.named(action.name, action.label)
    who = {"officer": request.officer, "confirmed": request.confirmed}
    return action.run(office, asked(action.request, {**answers, **who}))


def _next(office: Office, request: NextStep) -> tuple[str, dict[str, object]]:
    """The action and its answers."""
    new = _not_received(office, request)
    if new:
        return "receive_decision", {"target": new}
    berkas = _berkas(office, request)
    if berkas.due is None:
        return "email_report", {"report": _not_mailed(office, berkas.code)}
    if berkas.due.number == CHECK_STEP:
        return "show_form", {"form": "check_recap", "given": f"target={berkas.code}"}
    missing = missing_scans(office, berkas) if berkas.due.number == SCAN_STEP else []
    return _OF_STEP[berkas.due.number], {"target": missing[0] if missing else berkas.code}


def _not_mailed(office: Office, code: str) -> str | None:
    """The number of the berkas' last report. Refused when its mail was drafted: then nothing is left to do."""
    made = [each for each in made_reports(office.tables.records(LoggedStep)) if code in each.berkas]
    drafted = {row.target: row for row in office.tables.records(Event) if row.kind == DRAFTED}
    mail = drafted.get(file_name(made[-1].number)) if made else None
    if mail is not None:
        raise Refusal(
            f"Keenam langkah berkas {code} sudah selesai, dan surel laporan {made[-1].number} sudah disusun "
            f"{mail.happened_on:%d/%m/%Y}.",
            cure="Laporan yang kembali dari Sekretaris: Lampirkan > Disposisi. Surel itu sekali lagi: klik Surel ke "
            "Sekretaris.",
        )
    return made[-1].number if made else None


def _not_received(office: Office, request: NextStep) -> str | None:
    """The number of a decision without a code that was named, is selected, or is the only one there is."""
    new = [
        (each.number, each.sheet_row)
        for each in office.tables.records(Decision)
        if each.number and not each.berkas
    ]
    here = office.selection
    if request.target:
        named = [number for number, _ in new if number in request.target]
    elif here is not None and here.sheet == DECISIONS.sheet:
        named = [number for number, row in new if row in here.sheet_rows]
    else:
        named = [number for number, _ in new if len(office.tables.records(Decision)) == 1]
    return named[0] if named else None


def _berkas(office: Office, request: NextStep) -> steps.Berkas:
    targets = request.target or tuple(dict.fromkeys(selected_berkas(office)))
    found = steps.named_berkas(office, targets)
    if not targets:
        found = [each for each in found if each.due is not None] or found[-1:]
    if not found:
        raise Refusal(
            "Belum ada keputusan.",
            cure=f"Tulis keputusannya di lembar {DECISIONS.sheet} dan informasinya di lembar {REGISTER.sheet}, atau "
            "klik Impor Daftar.",
        )
    if len(found) != 1:
        what = ", ".join(f"{each.code} ({steps.step_label(each.due)})" for each in found)
        raise Refusal(
            f"Belum jelas berkas mana yang dikerjakan: {what}.",
            cure=f"Klik satu baris di lembar {DECISIONS.sheet} atau {REGISTER.sheet}, lalu klik tombol ini lagi.",
        )
    return found[0]
