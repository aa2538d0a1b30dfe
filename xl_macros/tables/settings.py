"""Pengaturan as values that actions can use, each refused with its place when it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone

from xl_macros.errors import Place, Problem, Refusal
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import SETTING_ROWS, SETTINGS

_ROWS = {setting.field: setting for setting in SETTING_ROWS}


class Settings:
    """The settings of one workbook. A row that is missing counts with the value it was delivered with."""

    def __init__(self, values: Mapping[str, str | None], sheet_rows: Mapping[str, int] | None = None) -> None:
        self._values = values
        self._sheet_rows = sheet_rows or {}

    def text(self, field: str) -> str:
        """The setting as text, '' when blank. KeyError for a field that no setting has."""
        return (self._values.get(field, _ROWS[field].default) or "").strip()

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

    def number(self, field: str, least: int, most: int) -> int:
        """The setting as a whole number between `least` and `most`, else refused."""
        text = self.text(field)
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
            raise self._refusal(
                field, f"harus bilangan bulat dari {least} sampai {most}.", "Perbaiki nilainya."
            )
        return int(text)

    def zone(self) -> timezone:
        """The time zone in which the office lies; refused when the setting is none of Indonesia's three."""
        return timezone(timedelta(hours=self.number("utc_offset_hours", 7, 9)))

    def _refusal(self, field: str, what: str, cure: str) -> Refusal:
        name = _ROWS[field].name
        place = Place(SETTINGS.sheet, self._sheet_rows.get(field), "Nilai")
        return Refusal(
            f"Pengaturan '{name}' {what}", cure=cure, problems=[Problem(f"'{name}' {what}", cure, place)]
        )


def read_settings(tables: TableStore) -> Settings:
    """The settings that stand on the sheet, by the names staff see."""
    fields = {setting.name: setting.field for setting in SETTING_ROWS}
    rows = [row for row in tables.rows(SETTINGS) if row["name"] in fields]
    return Settings(
        {fields[row["name"]]: row["value"] for row in rows},
        {fields[row["name"]]: row.sheet_row for row in rows},
    )
