"""The built sheets, drawn from the tables: home, recap and disposition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.duties import Duty
from xl_macros.domain.procedure import RECAP_STEP
from xl_macros.domain.recap import Recap, build_recap
from xl_macros.keeping.clock import clock_remark
from xl_macros.keeping.duties import office_duties
from xl_macros.keeping.freshness import bring_up_to_date
from xl_macros.keeping.home import home_view
from xl_macros.keeping.register import Assessed, assess_register, recap_lines
from xl_macros.keeping.stationery import disposition_offices
from xl_macros.keeping.test_sheet import missing_tests
from xl_macros.records import Decision, LoggedStep
from xl_macros.tables.disposition_sheet import DispositionForm, write_disposition
from xl_macros.tables.duties_sheet import write_duties
from xl_macros.tables.home_sheet import HomeView, write_home
from xl_macros.tables.recap_sheet import drawn_recap, redraw_recap, write_recap
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import DISPOSITION_SHEET, DUTIES_SHEET, HOME, RECAP_SHEET

UNDO = "undo_last"


def after_button(office: Office) -> str:
    """Stage what every writing button owes the workbook: statuses of today, what is due, and the home sheet.

    Returns what is to be said of the clock, '' for nothing. Undo gives back what stood there, older statuses too; the
    next click brings them up to date.
    """
    if office.transaction.button.replace("-", "_") == UNDO:
        _stage_home(office, assess_register(office))
    else:
        _stage_home(office, bring_up_to_date(office))
    return clock_remark(office)


def _stage_home(office: Office, assessed: Sequence[Assessed]) -> None:
    """Stage the home sheet and the list of duties as the tables will stand."""
    due = office_duties(office, assessed)
    view = home_view(office, assessed, due)
    office.tables.stage_view(HOME, lambda book: write_home(book, view))
    today = office.today
    office.tables.stage_view(DUTIES_SHEET, lambda book: write_duties(book, due, today))


def redraw(office: Office, sheets: Sequence[str], before: TableStore | None = None) -> None:
    """Stage the named sheets, and the home sheet: what undo and recovery owe the workbook.

    The recap comes back as it stood in the copy `before`, since it shows the day on which it was made; without
    one, and all else, is drawn as the tables now say.
    """
    if RECAP_SHEET in sheets and before is not None:
        drawn = drawn_recap(before.book)
        office.tables.stage_view(RECAP_SHEET, lambda book: redraw_recap(book, drawn))
    elif RECAP_SHEET in sheets:
        made = any(row.step == RECAP_STEP for row in office.tables.records(LoggedStep))
        stage_recap(office, build_recap(recap_lines(assess_register(office)) if made else (), office.today))
    if DISPOSITION_SHEET in sheets:
        received = [row for row in office.tables.records(Decision) if row.berkas]
        stage_disposition(office, received[-1] if received else None)

    @cache
    def found() -> tuple[list[Duty], HomeView]:
        assessed = assess_register(office)
        due = office_duties(office, assessed)
        return due, home_view(office, assessed, due)

    # Worked out when it is drawn: the end of an undo stages these sheets once more, and then this is for nothing.
    office.tables.stage_view(HOME, lambda book: write_home(book, found()[1]))
    office.tables.stage_view(DUTIES_SHEET, lambda book: write_duties(book, found()[0], office.today))


def stage_recap(office: Office, recap: Recap) -> None:
    """Stage the recap sheet; decisions without their consequence test are findings there."""
    missing = tuple((code, f"Periksa: {text}") for code, text in missing_tests(office))
    recap = recap._replace(findings=(*recap.findings, *missing)) if recap.groups else recap
    office.tables.stage_view(RECAP_SHEET, lambda book: write_recap(book, recap))


def stage_disposition(office: Office, decision: Decision | None) -> None:
    """Stage the disposition sheet of a decision, or an empty form."""
    settings = office.settings
    form = DispositionForm(
        letterhead=tuple(settings.text(f"letterhead_{number}") for number in (1, 2, 3)),
        address=settings.text("office_address"),
        position=settings.text("report_to") or "Sekretaris",
        name=settings.text("secretary_name"),
        rank=settings.text("secretary_rank"),
        nip=settings.text("secretary_nip"),
        city=settings.text("office_city"),
        offices=disposition_offices(office),
        **_letter(decision),
    )
    office.tables.stage_view(DISPOSITION_SHEET, lambda book: write_disposition(book, form))


def _letter(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    fields = (
        "letter_from",
        "number",
        "agenda_number",
        "secrecy",
        "urgency",
        "about",
        "forwarded_to",
        "instruction",
        "note",
    )
    letter: dict[str, Any] = {field: getattr(decision, field) or "" for field in fields}
    return {
        **letter,
        "decided_on": decision.decided_on or decision.date_text,
        "received_at": decision.received_at,
    }
