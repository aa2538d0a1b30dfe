"""The office's letterhead, its secretary and what every printed page says, from Pengaturan."""

from __future__ import annotations

from pathlib import Path

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.identity import is_damaged_number, plain_name
from xl_macros.domain.phrases import names_in
from xl_macros.errors import Refusal
from xl_macros.keeping.scan_list import listed_hashes
from xl_macros.places.copying import hash_file
from xl_macros.places.gate import UnsafePathError, below, full_address, is_absolute
from xl_macros.records import Scan
from xl_macros.reports.letter import LARGEST_LOGO_BYTES, Letterhead, Signatory, load_logo
from xl_macros.tables.schema import SCANS


def letterhead(office: Office) -> Letterhead:
    """The letterhead; a logo that cannot be read is refused with its reason."""
    lines = tuple(line for number in (1, 2, 3) if (line := office.settings.text(f"letterhead_{number}")))
    return Letterhead(lines=lines, address=office.settings.text("office_address"), logo=_logo(office))


def signatory(office: Office, *, named: bool = True) -> Signatory:
    """The secretary, who signs; refused without a name unless a line for it will do (`named` False)."""
    settings = office.settings
    if is_damaged_number(settings.text("secretary_nip")):
        raise Refusal(
            "NIP Sekretaris di lembar Pengaturan tersimpan sebagai angka; tiga angka terakhirnya hilang.",
            cure="Ubah format sel itu menjadi Teks, ketik lagi ke-18 angkanya, lalu klik tombol ini lagi.",
        )
    return Signatory(
        position=settings.text("report_to") or "Sekretaris",
        name=settings.required("secretary_name") if named else settings.text("secretary_name"),
        rank=settings.text("secretary_rank"),
        nip=settings.text("secretary_nip"),
        city=settings.text("office_city"),
    )


def reporter(office: Office) -> Signatory:
    """Who signs reports: the head of the sub-division that reports. Rank and NIP come from the sheet of officers."""
    settings = office.settings
    name = settings.text("reporter_name")
    officers = office.tables.records(records.Officer) if name else []
    known = next((each for each in officers if plain_name(each.name) == plain_name(name)), None)
    return Signatory(
        position=(known.position if known else None) or f"Kepala {settings.required('report_from')}",
        name=name,
        rank=(known.rank if known else None) or "",
        nip=(known.nip if known else None) or "",
        city=settings.text("office_city"),
    )


def disposition_offices(office: Office) -> tuple[str, ...]:
    """Whom the secretary may pass a paper on to, each once, in the order of Pengaturan."""
    return tuple(dict.fromkeys(names_in(office.settings.text("disposition_offices"))))


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
    folders = office.folders
    cure = "Simpan logo di folder kantor atau folder gambar biasa, lalu tulis namanya di Pengaturan."
    try:
        path = full_address(name, folders.root) if is_absolute(name) else below(folders.root, name)
    except UnsafePathError as unsafe:
        raise Refusal(
            f"Pengaturan 'Berkas logo' menunjuk ke luar folder kantor atau tidak dapat dipakai ({unsafe}).",
            cure=cure,
        ) from None
    guarded = (folders.inbox, folders.scans, folders.special, folders.private, folders.backups)
    real = path.resolve()
    if any(real.is_relative_to(folder.resolve()) for folder in guarded):
        raise Refusal(
            f"Berkas logo {path.name} berada di folder {real.parent.name}, tempat dokumen yang dikecualikan.",
            cure=cure,
        )
    if path.is_file():
        listed = {sha256 for row in office.tables.records(Scan) for sha256 in listed_hashes(row)}
        if listed and path.stat().st_size <= LARGEST_LOGO_BYTES and hash_file(path).sha256 in listed:
            raise Refusal(
                f"Berkas logo {path.name} adalah pindaian yang tercatat di lembar {SCANS.sheet}.", cure=cure
            )
    return load_logo(path)
