"""A button of the tests' own: quick, and with everything that a transaction can carry."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from faults.invariants import content
from office_at_work import MAKER, DeskOfAnOffice

from xl_macros.actions import undo_last
from xl_macros.actions.requests import UndoLast
from xl_macros.cli import open_file
from xl_macros.click import macro
from xl_macros.click.office import Office, Summary
from xl_macros.click.request import Request
from xl_macros.keeping.chained import append_sealed
from xl_macros.places.folders import make_private, write_private
from xl_macros.records import Event, LoggedStep
from xl_macros.tables.schema import LOG, REGISTER

DONE = "Catatan ditulis."


class NoViews:
    """Draws nothing: the built sheets follow from the tables."""

    def after_button(self, office: Office) -> str:
        return ""

    def redraw(self, office: Office, sheets: Any, before: Any) -> None: ...


def write(office: Office) -> Summary:
    """Change a cell, lengthen two chains, publish a file and a folder."""
    rows = office.tables.rows(REGISTER)
    rows[0]["status"], rows[1]["note"] = "ditulis", "ditulis"
    office.tables.put(REGISTER, rows)
    number = len(office.tables.rows(LOG)) + 1
    append_sealed(office, LoggedStep, [LoggedStep(number, "B-2025-001", output="00123")])
    append_sealed(office, Event, [Event(number, target="B-2025-001", note="=1+1")])
    staging = office.transaction.staging
    report = write_private(staging / "laporan.txt", b"laporan")
    folder = make_private(staging / "tas" / "data")
    write_private(folder / "satu.txt", b"1")
    write_private(folder / "dua.txt", b"2")
    office.transaction.publish(report, office.folders.reports / f"laporan {number}.txt")
    office.transaction.publish(staging / "tas", office.folders.reports / f"tas {number}")
    return Summary(DONE)


def look(office: Office) -> Summary:
    """A button that changes nothing."""
    return Summary(f"{len(office.tables.rows(REGISTER))} baris.")


def run(
    desk: DeskOfAnOffice, function: macro.Button = write, now: datetime | None = None, **answers: Any
) -> macro.Outcome:
    """Click it, without Excel."""
    click = macro.Click("percobaan", Request(officer=MAKER, **answers), now or desk.now)
    return macro.run(click, function, lambda: open_file(desk.book), NoViews(), lambda *_: None)


def undo(desk: DeskOfAnOffice, now: datetime | None = None) -> macro.Outcome:
    """The product's own undo, drawing nothing."""
    return run(desk, lambda office: undo_last.run(office, UndoLast(confirmed=True)), now, confirmed=True)


def copied(desk: DeskOfAnOffice, target: Path) -> DeskOfAnOffice:
    """The office as it is, in another place."""
    shutil.copytree(desk.folder, target, symlinks=True)
    return DeskOfAnOffice(target / desk.book.name, desk.now)


def states(desk: DeskOfAnOffice, scratch: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The office's content before and after the button."""
    after = copied(desk, scratch)
    assert run(after).text == DONE
    found = content(desk), content(after)
    shutil.rmtree(scratch)
    return found
