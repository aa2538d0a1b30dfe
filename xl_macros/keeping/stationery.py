"""The office's letterhead, its secretary and what every printed page says, from Pengaturan."""

from __future__ import annotations

from pathlib import Path

from xl_macros.click.office import Office
from xl_macros.domain.identity import is_damaged_number
from xl_macros.errors import Refusal
from xl_macros.places.folders import folder_setting
from xl_macros.reports.letter import Letterhead, Signatory, load_logo


def letterhead(office: Office) -> Letterhead:
    """The letterhead; a logo that cannot be read is refused with its reason."""
    lines = tuple(line for number in (1, 2, 3) if (line := office.settings.text(f"letterhead_{number}")))
    return Letterhead(lines=lines, address=office.settings.text("office_address"), logo=_logo(office))


def signatory(office: Office) -> Signatory:
    """The secretary, who signs."""
    settings = office.settings
    if is_damaged_number(settings.text("secretary_nip")):
        raise Refusal(
            "NIP Sekretaris di lembar Pengaturan tersimpan sebagai angka; tiga angka terakhirnya hilang.",
            cure="Ubah format sel itu menjadi Teks, ketik lagi ke-18 angkanya, lalu klik tombol ini lagi.",
        )
    return Signatory(
        position=settings.text("report_to") or "Sekretaris",
        name=settings.required("secretary_name"),
        rank=settings.text("secretary_rank"),
        nip=settings.text("secretary_nip"),
        city=settings.text("office_city"),
    )


def is_example(office: Office) -> bool:
    """Whether the workbook is an example: then every page says so."""
    return office.settings.yes("is_example")


def file_name(text: str) -> str:
    """Text as part of a file name: letters, digits and a few signs, nothing that climbs or hides."""
    kept = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in text)
    return " ".join(kept.split()).strip(". ")[:80]


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """`stem.suffix` in the folder, with a number behind it when that is taken."""
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}){suffix}", number + 1
    return path


def _logo(office: Office) -> bytes | None:
    name = office.settings.text("logo_file")
    if not name:
        return None
    path = Path(name)
    return load_logo(path if path.is_absolute() else folder_setting(office.folders.root, "Berkas logo", name))
