"""The disposition sheet of SOP step 1: half a page that travels with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xl_macros.domain.phrases import names_in
from xl_macros.reports.letter import Letterhead, Signatory
from xl_macros.reports.typesetting import render

TEMPLATE = "lembar_disposisi.typ"
SECRECIES = ("Biasa", "Terbatas", "Rahasia", "Sangat Rahasia")
REQUESTS = ("tanggapan dan saran", "proses lebih lanjut", "koordinasi dan konfirmasi")


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionSheet:
    """The fields of a *lembar disposisi*. Empty fields print as a line to be filled by hand.

    `decided` is the decision's date or the text standing in its place. `secrecy` and `request` tick the box of
    that name; another request is written beside the last box, and so is a receiver who is none of `offices`
    (several are parted by semicolons). `made_at` and `received_at` are office time.
    """

    letterhead: Letterhead
    berkas: str
    letter_from: str
    number: str
    decided: date | str | None
    received_at: datetime | None
    agenda_number: str
    secrecy: str
    urgency: str
    about: str
    forwarded_to: str
    request: str
    note: str
    signatory: Signatory
    made_at: datetime
    offices: tuple[str, ...] = ()
    is_example: bool = False


def render_disposition_sheet(sheet: DispositionSheet) -> bytes:
    """One A5 page, landscape (half an A4), as PDF/A-2b."""
    view: dict[str, object] = {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}
    view["secrecies"] = [
        {"text": text, "chosen": text.casefold() == sheet.secrecy.casefold()} for text in SECRECIES
    ]
    view["requests"] = [{"text": text, "chosen": text == sheet.request} for text in REQUESTS]
    receivers = [name.casefold() for name in names_in(sheet.forwarded_to)]
    offices = [office.casefold() for office in sheet.offices]
    view["receivers"] = [
        {"text": office, "chosen": office.casefold() in receivers} for office in sheet.offices
    ]
    view["other_receiver"] = "" if all(each in offices for each in receivers) else sheet.forwarded_to
    view["other_request"] = "" if sheet.request in REQUESTS else sheet.request
    return render(TEMPLATE, view, made_at=sheet.made_at)
