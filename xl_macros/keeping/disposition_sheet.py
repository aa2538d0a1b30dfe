"""The lembar disposisi of SOP step 1: half a page as PDF, and the same on its sheet."""

from __future__ import annotations

from pathlib import Path

from xl_macros.click.office import Office
from xl_macros.domain.phrases import names_in
from xl_macros.domain.tick_boxes import tick_boxes
from xl_macros.keeping import views
from xl_macros.keeping.stationery import (
    disposition_offices,
    file_name,
    free_name,
    is_example,
    letterhead,
    signatory,
)
from xl_macros.places.folders import write_private
from xl_macros.records import Decision
from xl_macros.reports.disposition_sheet import DispositionSheet, render_disposition_sheet
from xl_macros.tables.schema import CHOICES


def make(office: Office, decision: Decision) -> Path:
    """Stage the sheet and its PDF; returns where the PDF will stand."""
    sheet = DispositionSheet(
        letterhead=letterhead(office),
        berkas=decision.berkas or "",
        letter_from=decision.letter_from or "",
        number=decision.number or "",
        decided=decision.decided_on or decision.date_text,
        received_at=decision.received_at,
        agenda_number=decision.agenda_number or "",
        secrecies=tick_boxes(CHOICES["sifat"][1], [decision.secrecy or ""]),
        urgency=decision.urgency or "",
        about=decision.about or "",
        receivers=tick_boxes(disposition_offices(office), names_in(decision.forwarded_to or "")),
        requests=tick_boxes(CHOICES["harap"][1], [decision.instruction or ""]),
        note=decision.note or "",
        signatory=signatory(office, named=False),
        made_at=office.now,
        is_example=is_example(office),
    )
    target = free_name(office.folders.reports, f"Lembar Disposisi {file_name(decision.berkas or '')}", ".pdf")
    staged = write_private(
        office.transaction.staging / "lembar-disposisi.pdf", render_disposition_sheet(sheet)
    )
    office.transaction.publish(staged, target)
    views.stage_disposition(office, decision)
    return target
