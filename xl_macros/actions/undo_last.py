"""Take the last button back: tables as they were, files it made set aside."""

from __future__ import annotations

from xl_macros.actions.requests import UndoLast
from xl_macros.click import transaction
from xl_macros.click.office import Office, Summary


def run(office: Office, request: UndoLast) -> Summary:
    """Undo the last button that wrote something; asks first, refuses what was changed by hand since."""
    return Summary(transaction.undo_last(office.desk, office.transaction, confirmed=office.confirmed))
