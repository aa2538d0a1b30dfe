"""The disposition sheet of SOP step 1: half a page that travels with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xl_macros.domain.tick_boxes import TickBoxes
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.typesetting import render

TEMPLATE = "lembar_disposisi.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionSheet:
    """The fields of a *lembar disposisi*. Empty fields print as a line to be filled by hand.

    `decided` is the decision's date or the text standing in its place. Of `receivers` and `requests` what is
    none of their boxes is written beside the last one. `made_at` and `received_at` are office time.
    """

    letterhead: Letterhead
    berkas: str
    letter_from: str
    number: str
    decided: date | str | None
    received_at: datetime | None
    agenda_number: str
    secrecies: TickBoxes
    urgency: str
    about: str
    receivers: TickBoxes
    requests: TickBoxes
    note: str
    signatory: Signatory
    made_at: datetime
    is_example: bool = False


def render_disposition_sheet(sheet: DispositionSheet) -> bytes:
    """One A5 page, landscape (half an A4), as PDF/A-2b."""
    view: dict[str, object] = {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}
    for name in ("secrecies", "receivers", "requests"):
        ticks: TickBoxes = getattr(sheet, name)
        view[name] = [{"text": text, "chosen": ticked} for text, ticked in ticks.boxes]
    view["other_receiver"] = sheet.receivers.other
    view["other_request"] = sheet.requests.other
    return render(TEMPLATE, view, made_at=sheet.made_at)
