"""Look for a text in the register and in the scans."""

from __future__ import annotations

from xl_macros.actions.requests import FindText
from xl_macros.click.office import Office, Summary
from xl_macros.keeping.searching import places_of

_MOST = 200


def run(office: Office, request: FindText) -> Summary:
    """Each place where the text stands, whatever its case and accents; nothing is written."""
    found, notes = places_of(office, request.text or "")
    if not found:
        return Summary("\n".join([f"'{request.text}' tidak ditemukan.", *notes]))
    more = [f"... dan {len(found) - _MOST} lagi."] if len(found) > _MOST else []
    return Summary(
        "\n".join([f"'{request.text}' ada di {len(found)} tempat:", *found[:_MOST], *more, *notes])
    )
