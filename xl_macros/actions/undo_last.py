"""Take one's own last click back: tables as they were, files it made set aside, and a row of Koreksi that says so."""

from __future__ import annotations

from datetime import datetime

from xl_macros.actions.requests import UndoLast
from xl_macros.click.office import Office, Summary
from xl_macros.click.undoing import last_click, refuse_changed
from xl_macros.errors import NeedsConfirmation
from xl_macros.keeping.undoing import STAYS, codes_and_numbers, note_undone, refuse_not_own


def run(office: Office, request: UndoLast) -> Summary:
    """Undo the last click that wrote something; asks first.

    Refused for what another officer did, for another day's work, for what a mail draft was made of since, and for
    what was changed by hand. Codes and report numbers that the click gave stay used.
    """
    officer = office.officer()
    record = last_click(office.desk)
    refuse_not_own(office, record, officer)
    refuse_changed(office.desk, record, STAYS)
    done = f"{record.name} ({officer.name}, {datetime.fromisoformat(record.at):%d/%m/%Y pukul %H.%M})"
    if not office.confirmed:
        raise NeedsConfirmation(f"Urungkan {done}?")
    before = codes_and_numbers(office)
    office.transaction.take_back(office.desk, record, STAYS)
    left = set(codes_and_numbers(office))
    note_undone(office, record, officer, [code for code in before if code not in left])
    return Summary(f"{done} sudah diurungkan.")
