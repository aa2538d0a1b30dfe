"""Holidays and legal bases from a dated pack: what moves is shown, then the tables are written at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from xl_macros import records
from xl_macros.actions.requests import UpdateCalendar
from xl_macros.click.office import Office, Summary, section
from xl_macros.domain.calendar_pack import (
    MAX_BYTES,
    CalendarPack,
    Holiday,
    HolidayChanges,
    calendar_gaps,
    changed_bases,
    changed_holidays,
    read_pack,
)
from xl_macros.domain.expiry import Outcome
from xl_macros.domain.legal_basis import LegalBasis
from xl_macros.domain.office_hours import read_date
from xl_macros.errors import NeedsConfirmation, Refusal
from xl_macros.keeping.chained import append_sealed, new_event
from xl_macros.keeping.register import assess_register, legal_bases, office_calendar
from xl_macros.places.plain_files import open_plain
from xl_macros.records import NOTHING, Event, LegalBasisLine
from xl_macros.tables.schema import REFERENCE_SHEET

UPDATED = "pembaruan kalender"
LONGEST = 20
"""Lines of one kind that are shown in Excel's question."""


def run(office: Office, request: UpdateCalendar) -> Summary:
    """Bring the tables of holidays and legal bases to what the pack says; in Excel a yes is asked for first.

    Refused when the pack is not in order, with all that is wrong in it. With `request.preview` nothing is written.
    """
    if len(request.files) != 1 or not request.files[0].is_file():
        raise Refusal(
            "Belum dipilih satu berkas kalender, atau berkas itu tidak ditemukan.",
            cure="Pilih berkas .json atau .csv yang Anda terima dari pemelihara Kecuali.",
        )
    (source,) = request.files
    with open_plain(source, follow=True) as file:
        data = file.read(MAX_BYTES + 1)  # one byte more than a pack may have is refused as too large
    pack = read_pack(data, source.name)
    holidays = changed_holidays(_standing(office), pack)
    bases = changed_bases(legal_bases(office), pack)
    if not holidays.gone and not holidays.come and not bases:
        return Summary("Kalender dan dasar hukum sudah sama dengan berkas itu; tidak ada yang berubah.")
    asks = office.in_excel and not office.confirmed
    shown = LONGEST if asks else None
    before = _outcomes(office)
    days, acts = office.tables.records(records.Holiday), office.tables.records(LegalBasisLine)
    _stage(office, holidays, bases)
    lines = [*_told(pack, holidays, bases, shown), *_moved(before, _outcomes(office), shown), *_gaps(office)]
    if asks or request.preview:
        office.tables.put_records(records.Holiday, days)
        office.tables.put_records(LegalBasisLine, acts)
    if asks:
        raise NeedsConfirmation(
            "\n".join([f"Kalender akan diperbarui dari {source.name}. Tulis?", "", *lines])
        )
    if request.preview:
        return Summary("\n".join([*lines, "Belum ada yang ditulis."]))
    _record(office, f"{source.name}, SHA-256 {hashlib.sha256(data).hexdigest()}", lines)
    return Summary(
        "\n".join([*lines, "Sesudah itu klik Hitung Jangka Waktu, supaya Register ikut diperbarui."])
    )


def _standing(office: Office) -> list[Holiday]:
    """The table of holidays as it stands; rows without a date are left out."""
    found = []
    try:
        for row in office.tables.records(records.Holiday):
            day = _date_of(row)
            if day is not None:
                found.append(Holiday(day, (row.kind or "").strip().lower(), row.source or ""))
    except ValueError as error:
        raise Refusal(str(error), cure=f"Perbaiki baris itu di lembar {REFERENCE_SHEET}.") from error
    return found


_Ends = dict[int, tuple[str, Outcome]]


def _outcomes(office: Office) -> _Ends | None:
    """What follows for each row of the register; None when its cells cannot be read, which is no reason to stop."""
    try:
        return {
            item.row.sheet_row: (item.row.code or f"baris {item.row.sheet_row}", item.outcome)
            for item in assess_register(office)
        }
    except Refusal:
        return None


def _stage(office: Office, holidays: HolidayChanges, bases: dict[str, LegalBasis]) -> None:
    gone = {(each.on, each.kind) for each in holidays.gone}
    kept = [
        row
        for row in office.tables.records(records.Holiday)
        if (_date_of(row), (row.kind or "").strip().lower()) not in gone
    ]
    come = [records.Holiday(each.on, each.kind, each.source) for each in holidays.come]
    office.tables.put_records(records.Holiday, [*kept, *come])
    acts = office.tables.records(LegalBasisLine)
    known = {row.act for row in acts}
    acts += [LegalBasisLine(act=act) for act in bases if act not in known]
    office.tables.put_records(LegalBasisLine, [_updated(row, bases.get(row.act or "")) for row in acts])


def _updated(row: LegalBasisLine, basis: LegalBasis | None) -> LegalBasisLine:
    """The row as the pack has its act; text that stood in a cell for a date goes."""
    if basis is None:
        return row
    return row._replace(
        title=basis.title,
        valid_from=basis.valid_from,
        valid_to=basis.valid_to,
        replaced_by=basis.replaced_by,
        certainty=basis.certainty,
        unread=NOTHING,
    )


def _date_of(row: records.Holiday) -> date | None:
    """The day of a row; ISO text counts as one. Raises ValueError (an Indonesian sentence) for other text."""
    return row.date or read_date(row.unread.get("date"), "Tanggal libur")


def _told(
    pack: CalendarPack, holidays: HolidayChanges, bases: dict[str, LegalBasis], longest: int | None
) -> list[str]:
    made = f" bertanggal {pack.issued_on:%d/%m/%Y}" if pack.issued_on else ""
    years = ", ".join(map(str, sorted(pack.whole_years))) or "tidak ada"
    lines = [f"Berkas kalender{made}; tahun yang lengkap: {years}."]
    lines += section(
        "Hari libur yang ditambahkan:", [f"{each.on:%d/%m/%Y} {each.kind}" for each in holidays.come], longest
    )
    lines += section(
        "Hari libur yang dihapus:", [f"{each.on:%d/%m/%Y} {each.kind}" for each in holidays.gone], longest
    )
    acts = [
        f"{act}: berlaku sejak {_day(basis.valid_from)}, sampai {_day(basis.valid_to)}"
        for act, basis in bases.items()
    ]
    return lines + section("Dasar hukum yang ditambahkan atau diubah:", acts, longest)


def _moved(before: _Ends | None, after: _Ends | None, longest: int | None) -> list[str]:
    """Which ends, 30-working-day marks and statuses are others than before."""
    if before is None or after is None:
        return [
            "Akibatnya bagi Register belum dapat dihitung, karena ada isi Register yang tidak dapat dibaca."
        ]
    lines = []
    for row, (code, new) in after.items():
        old = before[row][1]
        pairs = (
            ("berakhir", _day(old.end_on), _day(new.end_on)),
            ("batas 30 hari kerja", _mark(old), _mark(new)),
            ("status", old.status.value, new.status.value),
        )
        lines += [f"{code}: {what} {was} -> {becomes}" for what, was, becomes in pairs if was != becomes]
    return section("Yang bergeser di Register:", lines, longest) or [
        "Tidak ada tanggal di Register yang bergeser."
    ]


def _mark(outcome: Outcome) -> str:
    return f"{_day(outcome.mark_on)}{' (perkiraan)' if outcome.mark_is_estimate else ''}"


def _gaps(office: Office) -> list[str]:
    missing = calendar_gaps(office.today, office_calendar(office).decreed_years)
    return [f"Hari libur tahun {year} belum ada; tanggalnya tetap perkiraan." for year in missing]


def _record(office: Office, evidence: str, lines: Sequence[str]) -> None:
    event = new_event(office, UPDATED, REFERENCE_SHEET, evidence)
    append_sealed(office, Event, [event._replace(after="\n".join(lines)[:30_000])])


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "(belum dicatat)"
