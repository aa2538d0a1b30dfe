"""A dated pack of holidays and legal bases, as it comes on a stick: validated as a stranger's, then compared.

Nothing here is believed because of where it lies: sizes, counts, years, kinds and texts are bounded, and what does
not fit is named with its place. A pack that lists a whole year's decree replaces that year; one that lists less adds.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xl_macros.domain.laws import law_key
from xl_macros.domain.legal_model import CERTAIN, SECONDARY, TO_CHECK, LegalBasis
from xl_macros.domain.working_time import HOLIDAYS_OF_A_DECREE, NATIONAL_HOLIDAY, REPLACEMENT_DAY
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.patterns import regex

MAX_BYTES, MAX_ROWS, LONGEST = 1_000_000, 2_000, 300
FIRST_YEAR, LAST_YEAR = 2000, 2100
JOINT_LEAVE = "cuti bersama"
KINDS = (NATIONAL_HOLIDAY, JOINT_LEAVE, REPLACEMENT_DAY)
MOST_HOLIDAYS = 30
"""National holidays of one year; a decree lists fewer than twenty."""

NEXT_YEAR_FROM_MONTH = 10
"""The decree for the next year is published in September or October."""

_CERTAINTIES = (CERTAIN, SECONDARY, TO_CHECK)
_HOLIDAY_FIELDS = {"date", "kind", "source", "name"}
_BASIS_FIELDS = {"act", "title", "valid_from", "valid_to", "replaced_by", "certainty"}
_PARTS = {"kecuali_calendar", "issued_on", "holidays", "legal_bases"}
_ISO = regex(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CURE = "Minta berkas kalender yang baru; jangan mengubah berkas itu dengan tangan."


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day of the table of holidays; `kind` is one of KINDS."""

    on: date
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class CalendarPack:
    """What a pack says. `issued_on` is the day it was made (None in a CSV, which has no place for it)."""

    issued_on: date | None
    holidays: tuple[Holiday, ...]
    legal_bases: tuple[LegalBasis, ...]

    @property
    def whole_years(self) -> frozenset[int]:
        """The years whose decree the pack lists."""
        national = Counter(each.on.year for each in self.holidays if each.kind == NATIONAL_HOLIDAY)
        return frozenset(year for year, days in national.items() if days >= HOLIDAYS_OF_A_DECREE)


def calendar_gaps(on: date, holiday_years: Iterable[int]) -> tuple[int, ...]:
    """The years whose holidays should stand in the table on that day and do not: this one, from October the next.

    `holiday_years` are those that count as decreed (`OfficeCalendar.decreed_years`).
    """
    needed = (on.year, on.year + 1) if on.month >= NEXT_YEAR_FROM_MONTH else (on.year,)
    return tuple(year for year in needed if year not in set(holiday_years))


def read_pack(data: bytes, name: str) -> CalendarPack:
    """The pack in a file of that name (JSON or CSV). Raises Refusal with all that is wrong in it."""
    if len(data) > MAX_BYTES:
        raise _refused(name, [f"lebih besar dari {MAX_BYTES // 1000} kB."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, ["isinya bukan teks UTF-8."]) from error
    issued_on, holidays, bases = (
        _json_parts(text, name) if text.lstrip()[:1] == "{" else _csv_parts(text, name)
    )
    if len(holidays) + len(bases) > MAX_ROWS:
        raise _refused(name, [f"berisi lebih dari {MAX_ROWS} baris."])
    reader = _Reader([])
    pack = CalendarPack(
        reader.day("issued_on", issued_on, "issued_on") if issued_on else None,
        tuple(reader.holidays(holidays)),
        tuple(reader.legal_bases(bases)),
    )
    reader.check_years(pack)
    if not reader.wrong and not holidays and not bases:
        reader.wrong.append("tidak berisi hari libur dan tidak berisi dasar hukum.")
    if reader.wrong:
        raise _refused(name, reader.wrong)
    return pack


def _refused(name: str, wrong: Sequence[str]) -> Refusal:
    problems = [Problem(text, "", Place(name)) for text in wrong]
    return Refusal(
        f"{name} bukan berkas kalender dan dasar hukum yang dapat dipakai.", problems=problems, cure=_CURE
    )


_Parts = tuple[Any, list[Any], list[Any]]


def _json_parts(text: str, name: str) -> _Parts:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(name, ["bukan JSON yang utuh."]) from error
    if whole.get("kecuali_calendar") != 1 or set(whole) - _PARTS:
        raise _refused(name, ["bukan berkas kalender versi ini (kecuali_calendar: 1)."])
    holidays, bases = whole.get("holidays", []), whole.get("legal_bases", [])
    if not isinstance(holidays, list) or not isinstance(bases, list) or not whole.get("issued_on"):
        raise _refused(name, ["tanggal pembuatan (issued_on) atau daftarnya tidak ada."])
    return whole["issued_on"], holidays, bases


def _csv_parts(text: str, name: str) -> _Parts:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text[:200] else ",")
        rows = [dict(row) for _, row in zip(range(MAX_ROWS + 1), reader, strict=False)]
    except csv.Error as error:
        raise _refused(name, ["bukan CSV yang dapat dibaca."]) from error
    fields = set(reader.fieldnames or ())
    if {"date", "kind", "source"} <= fields <= _HOLIDAY_FIELDS:
        return None, rows, []
    if {"act", "title"} <= fields <= _BASIS_FIELDS:
        return None, [], rows
    raise _refused(
        name, ["kolomnya bukan date, kind, source (hari libur) dan bukan act, title, ... (dasar hukum)."]
    )


@dataclass(slots=True)
class _Reader:
    """Reads rows of strangers; what is wrong is collected."""

    wrong: list[str]

    def holidays(self, rows: Sequence[Any]) -> Iterator[Holiday]:
        seen: set[tuple[date, bool]] = set()
        for number, row in enumerate(rows, 1):
            where = f"hari libur ke-{number}"
            if not self._is_row(row, _HOLIDAY_FIELDS, where):
                continue
            day = self.day(where, row.get("date"), "date")
            kind, source = self._text(where, row, "kind"), self._text(where, row, "source")
            if kind not in KINDS:
                self.wrong.append(f"{where}: jenis '{(kind or '')[:40]}' bukan {', '.join(KINDS)}.")
            elif day and source:
                if (day, kind == REPLACEMENT_DAY) in seen:
                    self.wrong.append(f"{where}: {day:%d/%m/%Y} tercantum dua kali.")
                seen.add((day, kind == REPLACEMENT_DAY))
                celebrated = self._text(where, row, "name", needed=False)
                yield Holiday(day, kind, f"{celebrated}; {source}" if celebrated else source)

    def legal_bases(self, rows: Sequence[Any]) -> Iterator[LegalBasis]:
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            where = f"dasar hukum ke-{number}"
            if not self._is_row(row, _BASIS_FIELDS, where):
                continue
            act, title = self._text(where, row, "act"), self._text(where, row, "title")
            first, last = (
                self.day(where, row[name], name) if row.get(name) else None
                for name in ("valid_from", "valid_to")
            )
            certainty = self._text(where, row, "certainty", needed=False) or TO_CHECK
            if first and last and last < first:
                self.wrong.append(f"{where}: berlaku sampai sebelum berlaku sejak.")
            if certainty not in _CERTAINTIES:
                self.wrong.append(f"{where}: kepastian bukan {', '.join(_CERTAINTIES)}.")
            if act and title:
                if law_key(act) in seen:
                    self.wrong.append(f"{where}: {act} tercantum dua kali.")
                seen.add(law_key(act))
                replaced_by = self._text(where, row, "replaced_by", needed=False)
                yield LegalBasis(act, title, first, last, replaced_by or None, certainty)

    def day(self, where: str, value: Any, field: str) -> date | None:
        """An ISO date of the years that a pack may speak of."""
        try:
            found = date.fromisoformat(value) if isinstance(value, str) and _ISO.fullmatch(value) else None
        except ValueError:
            found = None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.wrong.append(
                f"{where}: {field} bukan tanggal YYYY-MM-DD dari {FIRST_YEAR} sampai {LAST_YEAR}."
            )
            return None
        return found

    def check_years(self, pack: CalendarPack) -> None:
        """A year with more holidays than any decree lists is no decree."""
        national = Counter(each.on.year for each in pack.holidays if each.kind == NATIONAL_HOLIDAY)
        self.wrong += [
            f"tahun {year} berisi {days} hari libur nasional; itu tidak wajar."
            for year, days in sorted(national.items())
            if days > MOST_HOLIDAYS
        ]

    def _is_row(self, row: Any, fields: set[str], where: str) -> bool:
        if isinstance(row, dict) and set(row) <= fields:
            return True
        self.wrong.append(f"{where}: bukan baris dengan kolom {', '.join(sorted(fields))}.")
        return False

    def _text(self, where: str, row: Mapping[str, Any], field: str, *, needed: bool = True) -> str:
        value = row.get(field)
        if value in (None, "") and not needed:
            return ""
        text = value.strip() if isinstance(value, str) else ""
        if not text or len(text) > LONGEST or not text.isprintable():
            self.wrong.append(f"{where}: {field} kosong, lebih dari {LONGEST} huruf, atau bukan teks biasa.")
            return ""
        return text


@dataclass(frozen=True, slots=True)
class HolidayChanges:
    """What a pack does to the table: days that go, days that come (new, or of another kind)."""

    gone: tuple[Holiday, ...]
    come: tuple[Holiday, ...]


def changed_holidays(standing: Sequence[Holiday], pack: CalendarPack) -> HolidayChanges:
    """What differs; replacement working days that the office entered stay as they are."""
    celebrated = {each.on: each for each in standing if each.kind != REPLACEMENT_DAY}
    replacing = {each.on for each in standing if each.kind == REPLACEMENT_DAY}
    listed = {each.on: each for each in pack.holidays if each.kind != REPLACEMENT_DAY}
    gone = [
        each
        for day, each in celebrated.items()
        if (
            day.year in pack.whole_years
            and day not in listed
            and each.kind in (NATIONAL_HOLIDAY, JOINT_LEAVE)
        )
        or (day in listed and listed[day].kind != each.kind)
    ]
    come = [
        each for day, each in listed.items() if day not in celebrated or celebrated[day].kind != each.kind
    ]
    come += [each for each in pack.holidays if each.kind == REPLACEMENT_DAY and each.on not in replacing]
    return HolidayChanges(tuple(gone), tuple(sorted(come, key=lambda each: each.on)))


def changed_bases(standing: Sequence[LegalBasis], pack: CalendarPack) -> dict[str, LegalBasis]:
    """The acts that are new or said otherwise, by their name as it stands (else as the pack has it).

    What the pack leaves blank stays as it is.
    """
    known = {law_key(basis.act): basis for basis in standing}
    changed = {}
    for basis in pack.legal_bases:
        there = known.get(law_key(basis.act))
        if there is None:
            changed[basis.act] = basis
            continue
        said = LegalBasis(
            there.act,
            basis.title,
            basis.valid_from or there.valid_from,
            basis.valid_to or there.valid_to,
            basis.replaced_by or there.replaced_by,
            basis.certainty,
        )
        if said != there:
            changed[there.act] = said
    return changed
