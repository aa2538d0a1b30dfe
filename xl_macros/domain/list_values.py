"""The texts of a list's entries made whole: ditto marks, units in a heading, decisions and units of sections.

Nothing is invented: what is filled in stands elsewhere in the list, and each filling is told with its row.
"""

from __future__ import annotations

import re

from xl_macros.domain.decision_number import has_blank, read_decision
from xl_macros.domain.list_columns import Header
from xl_macros.domain.list_headings import ABOUT, DECIDED_ON, heading_words
from xl_macros.domain.list_rows import ListEntry, ReadRows, Told
from xl_macros.domain.list_shapes import has_reason, is_ditto, is_doubtful
from xl_macros.patterns import regex

_AS_NUMBER = regex(
    r"(?:sda|s\.d\.a\.?|idem|sama|lihat)(?: dengan| seperti)?(?: di)? (?:no|nomor|angka|butir)\b\.? ?(\d{1,5})\.?",
    re.IGNORECASE,
)
_UNITS = ("hari kerja", "hari", "bulan", "tahun")
_BARE = regex(r"\d{1,3}")


def complete(rows: ReadRows, header: Header, sheet_unit: str | None = None) -> None:
    """Fill in the entries' texts and add what is to be told of it to `rows.told`. Raises nothing."""
    for place, entry in enumerate(rows.entries):
        _resolve_dittos(rows, place, entry)
    _add_heading_unit(rows, header)
    _leave_doubtful(rows)
    for entry in rows.entries:
        _take_decision(rows, entry)
        _take_unit(entry, sheet_unit)
    if sheet_unit and any(entry.values.get("unit") == sheet_unit for entry in rows.entries):
        rows.told.append(Told(None, "unit", f"diambil dari nama lembar: {sheet_unit}."))


def _resolve_dittos(rows: ReadRows, place: int, entry: ListEntry) -> None:
    for name, text in list(entry.values.items()):
        told = _AS_NUMBER.fullmatch(text.strip())
        if not is_ditto(text) and not told:
            continue
        above = rows.entries[place - 1] if place else None
        if told:
            number = int(told[1])
            above = next((one for one in rows.entries[:place] if one.number == number), None)
        meant = above.values.get(name) if above else None
        if meant is None or name == "information":
            rows.told.append(
                Told(
                    entry.row,
                    name,
                    f"berisi '{text}', dan yang dimaksud tidak ditemukan di atasnya.",
                    blocks=True,
                )
            )
        else:
            entry.values[name] = meant
            rows.told.append(Told(entry.row, name, f"'{text}' dibaca seperti di atasnya: {meant[:60]}"))


def _leave_doubtful(rows: ReadRows) -> None:
    """Beside rows with a law or a period, one with neither may be a name and an office: left out."""
    if not any(has_reason(entry.values) for entry in rows.entries):
        return
    for entry in [entry for entry in rows.entries if is_doubtful(entry.values)]:
        rows.entries.remove(entry)
        beside = entry.values.get("legal_basis") or entry.values.get("unit", "-")
        shown = f"{entry.values['information'][:60]} | {beside[:40]}"
        why = "tidak ada dasar hukum yang menyebut peraturan dan tidak ada jangka waktu yang terbaca"
        rows.told.append(Told(entry.row, None, f"{why}, tidak diimpor: {shown}", left_out=True))


def heading_unit(title: str) -> str | None:
    """The unit that a title of periods gives for all of them: "Jangka Waktu (Tahun)"."""
    words = heading_words(title)
    found = [unit for unit in _UNITS if re.search(rf"\b{unit}\b", words)]
    return found[0] if len(found) == 1 or found[:2] == ["hari kerja", "hari"] else None


def _add_heading_unit(rows: ReadRows, header: Header) -> None:
    title = next((column.title for column in header.columns if column.field == "period_text"), "")
    unit = heading_unit(title)
    if not unit:
        return
    for entry in rows.entries:
        text = entry.values.get("period_text", "")
        if _BARE.fullmatch(text):
            entry.values["period_text"] = f"{text} {unit}"
            rows.told.append(
                Told(entry.row, "period_text", f"'{text}' dengan satuan dari judul kolom: '{text} {unit}'.")
            )


def _take_decision(rows: ReadRows, entry: ListEntry) -> None:
    written = entry.values.get("decision_number")
    named = read_decision(written) if written else entry.section.decision
    if named is None:
        return
    if not written or named.about or named.decided_on:
        entry.values["decision_number"] = named.number
    if named.about:
        entry.values.setdefault(ABOUT, named.about)
    if named.decided_on:
        entry.values.setdefault(DECIDED_ON, named.decided_on.isoformat())
    if has_blank(entry.values["decision_number"]):
        text = f"nomornya belum terisi lengkap: {named.number}. Lengkapi sebelum keputusan itu diterima."
        rows.told.append(Told(entry.row, "decision_number", text))


def _take_unit(entry: ListEntry, sheet_unit: str | None) -> None:
    unit = entry.section.unit or sheet_unit
    if unit:
        entry.values.setdefault("unit", unit)
