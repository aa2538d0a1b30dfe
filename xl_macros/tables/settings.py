"""Pengaturan as values that actions can use, each refused with its place when it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone

from xl_macros.errors import Place, Problem, Refusal
from xl_macros.patterns import regex
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import PLACEHOLDER, SETTING_ROWS, SETTINGS

_ROWS = {setting.field: setting for setting in SETTING_ROWS}
_FIELDS = {setting.name: setting.field for setting in SETTING_ROWS}
_TEMPLATES = {"mail_subject", "mail_body", "report_number", "scan_name"}
_ENGLISH = {
    "number": "nomor",
    "date": "tanggal",
    "office": "kantor",
    "secretary": "sekretaris",
    "officer": "petugas",
    "seq": "urut",
    "month": "bulan",
    "month_roman": "bulan_romawi",
    "year": "tahun",
    "scan_id": "nomor",
    "code": "kode",
    "kind": "jenis",
}
"""Words in braces that templates of older workbooks have, and what they are called now."""
_BRACED = regex(r"\{([a-z_]+)(?=[:}])")


class Settings:
    """The settings of one workbook. A row that is missing counts with the value it was delivered with."""

    def __init__(self, values: Mapping[str, str | None], sheet_rows: Mapping[str, int] | None = None) -> None:
        self._values = values
        self._sheet_rows = sheet_rows or {}

    def text(self, field: str) -> str:
        """The setting as text, '' when blank. KeyError for a field that no setting has."""
        return (as_typed(field, self._values.get(field, _ROWS[field].default)) or "").strip()

    def required(self, field: str) -> str:
        """The setting as text; refused when blank."""
        text = self.text(field)
        if not text:
            raise self._refusal(field, "belum diisi.", "Isi nilainya, lalu klik tombol ini lagi.")
        return text

    def yes(self, field: str) -> bool:
        """Whether the setting says 'ya'; refused when it is neither 'ya' nor 'tidak'."""
        text = self.text(field).casefold()
        if text not in {"ya", "tidak"}:
            raise self._refusal(field, "harus 'ya' atau 'tidak'.", "Pilih dari daftar di selnya.")
        return text == "ya"

    def number(self, field: str) -> int:
        """The setting as a whole number within its limits, else refused. ValueError for one that has none."""
        text, limits = self.text(field), _ROWS[field].limits
        if limits is None:
            raise ValueError(field)
        least, most = limits
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
            raise self._refusal(
                field, f"harus bilangan bulat dari {least} sampai {most}.", "Perbaiki nilainya."
            )
        return int(text)

    def zone(self) -> timezone:
        """The time zone in which the office lies; refused when the setting is none of Indonesia's three."""
        return timezone(timedelta(hours=self.number("utc_offset_hours")))

    def _refusal(self, field: str, what: str, cure: str) -> Refusal:
        name = _ROWS[field].name
        place = Place(SETTINGS.sheet, self._sheet_rows.get(field), "Nilai")
        return Refusal(
            f"Pengaturan '{name}' {what}", cure=cure, problems=[Problem(f"'{name}' {what}", cure, place)]
        )


def as_typed(field: str, value: str | None) -> str | None:
    """What the office says in the cell: None for our own `isi: ...`, templates in today's words."""
    if value is None or (_ROWS[field].to_fill and value.strip().casefold().startswith(PLACEHOLDER)):
        return None
    if field in _TEMPLATES:
        return _BRACED.sub(lambda found: "{" + _ENGLISH.get(found[1], found[1]), value)
    return value


def as_carried(name: str, value: str | None) -> str | None:
    """What stands in the cell of a newer workbook, by the setting's name; headings have no value."""
    field = _FIELDS.get(name)
    if field is None:
        return None
    return as_typed(field, value) or _ROWS[field].placeholder or None


def read_settings(tables: TableStore) -> Settings:
    """The settings that stand on the sheet, by the names staff see."""
    rows = [row for row in tables.rows(SETTINGS) if row["name"] in _FIELDS]
    return Settings(
        {_FIELDS[row["name"]]: row["value"] for row in rows},
        {_FIELDS[row["name"]]: row.sheet_row for row in rows},
    )
