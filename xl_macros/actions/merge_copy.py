"""Take from another copy of the same office's register what does not contradict; the rest is listed for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_macros.actions.compute_expiry import write_expiry
from xl_macros.actions.requests import MergeCopy
from xl_macros.click.macro import office_folders
from xl_macros.click.office import Office, Summary
from xl_macros.domain.merging import Difference, compare
from xl_macros.domain.step_log import chained_fields, verify_chain
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.chained import CHAINS
from xl_macros.keeping.merging import groups_of, obstacles, take, typed_fields
from xl_macros.keeping.register import assess_register
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import DECISIONS, REGISTER
from xl_macros.tables.settings import Settings, read_settings


def run(office: Office, request: MergeCopy) -> Summary:
    """Show what each copy has that the other lacks, then take what does not contradict. Asks first.

    Refused for a copy of another office, one with a broken chain, and this very workbook.
    """
    path = _workbook(office, request.other)
    office.officer()
    with office.desk.open_copy(path) as other:
        settings = read_settings(other)
        _refuse_foreign(office, path, other, settings)
        folders = office_folders(path, settings)
        mine = groups_of(office.tables)
        theirs = groups_of(other)
        found = compare(mine, theirs, (typed_fields(DECISIONS), typed_fields(REGISTER)))
        lost = {each.other.name: obstacles(each, folders) for each in found}
        taken = [each for each in found if each.can_be_taken and not lost[each.other.name]]
        lines = _told(taken, found, lost)
        lines += [f"Hanya di sini: {group.name}." for key, group in mine.items() if key not in theirs]
        if request.preview or not taken:
            return Summary("\n".join([*lines, "Tidak ada yang diambil."]))
        if not office.confirmed:
            raise NeedsConfirmation("\n".join([*lines, "Ambil yang tidak bertentangan?"]))
        for each in taken:
            take(office, each, folders, path.parent.name)
        write_expiry(office, assess_register(office))
    return Summary("\n".join([*lines, "Diambil. Jalankan Periksa Keutuhan."]))


def _workbook(office: Office, given: str | None) -> Path:
    """The other copy's workbook: the file, or the only one in the folder."""
    if not given:
        raise Refusal("Salinan lain belum disebut.", cure="Tulis alamat folder kantor atau buku kerjanya.")
    place = Path(given)
    books = sorted(place.glob("*.xlsm")) if place.is_dir() else [place]
    books = [book for book in books if book.is_file() and not book.name.startswith("~$")]
    if len(books) != 1:
        raise Refusal(f"Di {given} ada {len(books)} buku kerja.", cure="Tulis alamat satu buku kerja .xlsm.")
    if books[0].resolve() == office.desk.host.path.resolve():
        raise Refusal("Itu buku kerja ini sendiri.", cure="Tulis alamat salinan yang lain.")
    return books[0]


def _refuse_foreign(office: Office, path: Path, other: TableStore, settings: Settings) -> None:
    mine, theirs = office.settings.text("office_name"), settings.text("office_name")
    if mine != theirs:
        raise Refusal(
            f"{path.name} milik kantor lain: '{theirs}', bukan '{mine}'.",
            cure="Gabungkan hanya salinan dari kantor yang sama.",
        )
    for table in CHAINS:
        report = verify_chain(other.rows(table), chained_fields(table.fields))
        if not report.ok:
            raise Refusal(
                f"Salinan itu tidak utuh: lembar {table.sheet}, {report.reason}",
                cure="Jalankan Periksa Keutuhan di salinan itu.",
            )


def _told(taken: Sequence[Difference], found: Sequence[Difference], lost: dict[str, list[str]]) -> list[str]:
    lines = []
    for each in found:
        said = [*each.contradictions, *lost[each.other.name]]
        news = ", ".join(
            f"{len(rows)} {name.removeprefix('tbl')}" for name, rows in each.news.items() if rows
        )
        here = ", ".join(f"{len(rows)} {name.removeprefix('tbl')}" for name, rows in each.own.items() if rows)
        if each in taken:
            more = [f"{len(each.entries)} informasi"] if each.entries else []
            more += [f"{len(each.fills)} sel"] if each.fills else []
            lines.append(
                f"Diambil: {each.other.name} ({', '.join(filter(None, [news, *more])) or 'keputusan'})."
            )
        elif each.is_news and said:
            lines.append(f"Bertentangan, untuk diputuskan orang: {each.other.name}.")
            lines += [f"- {one}" for one in said]
        elif here:
            lines.append(f"Lebih lengkap di sini: {each.other.name} ({here}).")
    return lines
