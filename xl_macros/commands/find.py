"""`kecuali find`: entries by what stands in the register and, where there is any, by the text of their scans."""

from __future__ import annotations

from xl_macros.click.hosts import FileHost
from xl_macros.clock import office_now
from xl_macros.keeping.reading import reading_office
from xl_macros.keeping.searching import places_of


def find(host: FileHost, text: str) -> int:
    """Print each place where the text stands, whatever its case and accents; 1 when there is none."""
    found, notes = places_of(reading_office(host, office_now()), text)
    for line in found:
        print(line)
    if not found:
        print(f"'{text}' tidak ditemukan.")
    for note in notes:
        print(note)
    return 0 if found else 1
