"""What a correction may write into a typed cell: nothing that could not have been received."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xl_macros.click.office import Office
from xl_macros.domain.decision_number import is_incomplete
from xl_macros.errors import Refusal
from xl_macros.keeping.corrected import counts
from xl_macros.keeping.decisions import same_number
from xl_macros.records import Decision
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CHOICES, DECISIONS, REGISTER, Column, Table

_NEVER_BLANK = {
    DECISIONS.name: {"number", "about", "received_at"},
    REGISTER.name: {"information", "legal_basis"},
}
_BY_EVENT = {"standing", "standing_act", "standing_on"}
_CLOSED_LISTS = {"cakupan", "kesimpulan_uji"}
"""Lists whose words rules depend on; the others are the office's own."""


def refuse_cell(office: Office, table: Table, row: Row, column: Column, new: Any) -> None:
    """Refuse a content that would leave the row as none that can be received."""
    name, field = f"{column.header} pada {row['code'] if table is REGISTER else row['berkas']}", column.field
    if table is DECISIONS and field in _BY_EVENT:
        raise Refusal(
            f"{column.header} tidak dikoreksi sebagai isian, karena dapat membuka seluruh informasinya.",
            cure="Catat pencabutan atau perubahannya lewat Catat Peristiwa; yang keliru dibatalkan lewat Koreksi.",
        )
    if new is None and (field in _NEVER_BLANK[table.name] or _other_is_blank(row, field)):
        raise Refusal(f"{name} tidak boleh kosong.", cure="Tulis isi yang benar, atau tarik barisnya.")
    if column.choices in _CLOSED_LISTS and new is not None:
        words = CHOICES[column.choices][1]
        if new not in words:
            raise Refusal(
                f"'{new}' tidak dikenal untuk {name}.", cure=f"Pilih salah satu: {', '.join(words)}."
            )
    if field == "received_at" and isinstance(new, datetime) and new > office.now:
        raise Refusal(f"{name} belum terjadi.", cure="Tulis kapan keputusan itu diterima.")
    if field == "number":
        _refuse_number(office, row, str(new))
    if field == "decision_number":
        _refuse_other_decision(office, row, str(new or ""))


def _other_is_blank(row: Row, field: str) -> bool:
    """Whether the cell that may stand instead is blank too: a date or its words, the part of a partial exemption."""
    if field in {"decided_on", "date_text"}:
        return not row["date_text" if field == "decided_on" else "decided_on"]
    return field == "exempt_part" and row["extent"] == "sebagian"


def _refuse_number(office: Office, row: Row, number: str) -> None:
    if is_incomplete(number):
        raise Refusal(f"{number} belum lengkap.", cure="Isi bagian yang masih kosong.")
    for other in office.tables.records(Decision):
        if other.sheet_row != row.sheet_row and counts(other) and same_number(other.number, number):
            raise Refusal(
                f"{number} sudah dipakai {other.berkas or f'baris {other.sheet_row}'} ({other.number}).",
                cure="Periksa nomornya; keputusan yang tercatat dua kali ditarik lewat Koreksi.",
            )


def _refuse_other_decision(office: Office, row: Row, number: str) -> None:
    """A received entry belongs to its berkas; its number can only become that of its decision."""
    own = next((each for each in office.tables.records(Decision) if each.berkas == row["berkas"]), None)
    if own is None or own.number != number:
        raise Refusal(
            f"Nomor keputusan {row['code']} mengikuti keputusannya"
            + (f", {own.number}." if own and own.number else "."),
            cure="Koreksilah nomor pada berkasnya. Milik keputusan lain: tarik informasi ini dan catat di baris baru.",
        )
