"""What ends soon and what is due, as a list and, if wanted, as a calendar for the office's mail program."""

from __future__ import annotations

from xl_macros.actions.requests import ListDue
from xl_macros.click.office import Office, Summary
from xl_macros.keeping.coming import STILL_EXEMPT, calendar_of, coming_lines, coming_of, duty_lines
from xl_macros.keeping.duties import office_duties
from xl_macros.keeping.register import assess_register
from xl_macros.keeping.stationery import free_name
from xl_macros.places.folders import write_private

_MOST_OF_A_KIND = 20


def run(office: Office, request: ListDue) -> Summary:
    """The list; with `calendar` also an .ics in the folder of reports, by code and without titles."""
    days = office.settings.number("warn_days") if request.within is None else request.within
    assessed = assess_register(office)
    exempt = [item for item in assessed if item.outcome.status in STILL_EXEMPT]
    coming, due = coming_of(exempt, office.today, days), office_duties(office, assessed)
    lines = [*coming_lines(coming), *duty_lines(due, office.today, _MOST_OF_A_KIND)]
    if not coming:
        lines.insert(0, f"Tidak ada yang jatuh dalam {days} hari sejak {office.today:%d/%m/%Y}.")
    if not request.calendar:
        return Summary("\n".join(lines))
    target = free_name(office.folders.reports, f"Kalender {office.today:%Y-%m-%d}", ".ics")
    content = calendar_of(exempt, due, office.today, office.settings.text("office_name"))
    office.transaction.publish(write_private(office.transaction.staging / "kalender.ics", content), target)
    return Summary("\n".join([*lines, f"Kalender: {target.name}"]), paths=(target,))
