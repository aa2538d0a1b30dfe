"""Dropdowns, date checks, hints and colours of table columns."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from workbook import styles
from workbook.styles import Formats
from xl_macros.tables import schema
from xl_macros.tables.schema import Column, Filled, Kind, Setting, Table
from xl_macros.tables.written_dates import FIRST_DAY, LAST_DAY

_COLOURED = {
    (schema.REGISTER.name, "status"),
    (schema.DECISIONS.name, "standing"),
}


def protect(sheet: Any, name: str) -> None:
    """Close a sheet that only buttons write, without a password, as the buttons do after writing."""
    sheet.protect("", dict.fromkeys(schema.PROTECTED_SHEETS[name], True))


def list_name(choices: str) -> str:
    """The defined name behind a dropdown: `daftar_sifat`, or `daftar_nomor_keputusan` for a table's column."""
    if "." not in choices:
        return f"daftar_{choices}"
    table_name, field = choices.split(".")
    table = next(table for table in schema.TABLES if table.name == table_name)
    return "daftar_" + table.column(field).header.lower().replace(" ", "_")


def list_range(choices: str) -> str:
    """What the defined name stands for, as a structured reference: it grows with its table."""
    if "." not in choices:
        return f"{schema.choice_table(choices)}[{schema.CHOICES[choices][0]}]"
    table_name, field = choices.split(".")
    table = next(table for table in schema.TABLES if table.name == table_name)
    return f"{table.name}[{table.column(field).header}]"


def add_column_rules(sheet: Any, table: Table, first: int, left: int, last: int) -> None:
    """The validation rules of one table, from its first body row down to `last` (0-based rows)."""
    for offset, column in enumerate(table.columns):
        rule = _validation(table, column)
        if rule:
            sheet.data_validation(first, left + offset, last, left + offset, rule)
    if table.name == schema.SETTINGS.name:
        value = left + table.fields.index("value")
        for line, setting in setting_lines():
            place = (first + line, value)
            sheet.data_validation(*place, *place, _setting_rule(setting, xl_rowcol_to_cell(*place)))


def setting_lines() -> list[tuple[int, Setting]]:
    """Each setting with its line in the table; headings are lines too."""
    lines: list[tuple[int, Setting]] = []
    for number, block in enumerate(schema.SETTING_BLOCKS, start=1):
        lines += [(number + len(lines) + place, setting) for place, setting in enumerate(block.settings)]
    return lines


def _setting_rule(setting: Setting, cell: str) -> dict[str, Any]:
    """What is checked while typing, and the hint. Cells are text: a whole number is one that reads as such."""
    rule: dict[str, Any] = {"validate": "any"}
    if setting.choices:
        rule = _list_rule(setting.choices)
    elif setting.limits:
        least, most = setting.limits
        rule = {
            "validate": "custom",
            "value": f"=IFERROR(AND(--{cell}>={least},--{cell}<={most},INT(--{cell})=--{cell}),FALSE)",
            "error_title": "Bukan bilangan yang diminta",
            "error_message": f"Isi dengan bilangan bulat dari {least} sampai {most}.",
        }
    elif setting.field == "secretary_email":
        rule = {
            "validate": "custom",
            "value": f'=IFERROR(AND(FIND("@",{cell})>1,ISERROR(FIND(" ",{cell}))),FALSE)',
            "error_title": "Bukan alamat surel",
            "error_message": "Isi dengan satu alamat surel, misalnya sekretaris@kpu.go.id.",
        }
    if setting.hint:
        rule |= {"input_title": setting.name[:32], "input_message": setting.hint}
    return rule


def _validation(table: Table, column: Column) -> dict[str, Any] | None:
    if column.filled is not Filled.BY_STAFF:
        guarded = table.sheet not in schema.PROTECTED_SHEETS and column.kind is not Kind.FORMULA
        return _BUTTON_ONLY if guarded else None
    if column.choices:
        rule = _list_rule(column.choices)
    elif column.kind in (Kind.DATE, Kind.DATETIME):
        rule = dict(_DATE_RULE)
    elif column.hint:
        rule = {"validate": "any"}
    else:
        return None
    if column.hint:
        rule |= {"input_title": column.header[:32], "input_message": column.hint}
    return rule


_BUTTON_ONLY = {
    "validate": "custom",
    "value": "=FALSE",
    "error_title": "Diisi oleh tombol",
    "error_message": "Kolom abu-abu diisi oleh tombol pada tab Dikecualikan. Tekan Esc untuk membatalkan.",
}

_DATE_RULE = {
    "validate": "date",
    "criteria": "between",
    "minimum": FIRST_DAY,
    "maximum": LAST_DAY,
    "input_title": "Tanggal",
    "input_message": "Tulis sebagai tanggal, misalnya 21/08/2025.",
    "error_title": "Bukan tanggal",
    "error_message": "Isi dengan tanggal, misalnya 21/08/2025. Bila tanggalnya tidak diketahui, kosongkan.",
}


def _list_rule(choices: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={list_name(choices)}",
        "error_title": "Tidak ada dalam daftar",
        "error_message": "Pilih salah satu dari daftar. Isi daftar ada pada lembar "
        + ("Keputusan." if "." in choices else "Referensi."),
    }


def add_conditional_formats(
    sheet: Any, table: Table, formats: Formats, first: int, left: int, last: int
) -> None:
    """Colours that follow the cells' words: status, findings, late steps, failed checks, headings of settings."""
    if table.name == schema.SETTINGS.name:
        name = f"${xl_col_to_name(left)}{first + 1}"
        titles = ",".join(f'{name}="{block.title}"' for block in schema.SETTING_BLOCKS)
        rule = {"type": "formula", "criteria": f"=OR({titles})", "format": formats.rule(styles.BLOCK)}
        sheet.conditional_format(first, left, last, left + len(table.columns) - 1, rule)
    for offset, column in enumerate(table.columns):
        place = (first, left + offset, last, left + offset)
        cell = f"${xl_col_to_name(left + offset)}{first + 1}"
        if (table.name, column.field) == (schema.REGISTER.name, "status"):
            _add_passed_ends(sheet, table, formats, place, left)
        if (table.name, column.field) in _COLOURED:
            add_status_colours(sheet, place, cell, formats)
        for test, style in _WORD_COLOURS.get((table.name, column.field), ()):
            rule = {
                "type": "formula",
                "criteria": f"={test.format(cell=cell)}",
                "format": formats.rule(style),
            }
            sheet.conditional_format(*place, {**rule, "stop_if_true": True})


def _add_passed_ends(
    sheet: Any, table: Table, formats: Formats, status: tuple[int, int, int, int], left: int
) -> None:
    """What ended since the statuses were computed shows by itself: no macro has to run for that.

    Only a dated period ends by the calendar; what waits, is held or needs clearing up does not.
    """
    end = left + table.fields.index("end_on")
    cell, day = f"${xl_col_to_name(status[1])}{status[0] + 1}", f"${xl_col_to_name(end)}{status[0] + 1}"
    dated = f'OR(RIGHT({cell},7)="berlaku",RIGHT({cell},15)="segera berakhir")'
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({day}),{day}<TODAY(),{dated})",
        "format": formats.rule(styles.PASSED),
        "stop_if_true": True,
    }
    sheet.conditional_format(*status, rule)
    sheet.conditional_format(
        status[0], end, status[2], end, {**rule, "format": formats.rule(styles.PASSED_DAY)}
    )


_WORD_COLOURS: dict[tuple[str, str], tuple[tuple[str, dict[str, Any]], ...]] = {
    (schema.REGISTER.name, "findings"): (('ISNUMBER(SEARCH("harus diperbaiki",{cell}))', styles.WARNING),),
    (schema.REGISTER.name, "short_finding"): (('LEFT({cell},1)="!"', styles.WARNING),),
    (schema.LOG.name, "timeliness"): (
        ('LEFT({cell},9)="terlambat"', styles.WARNING),
        ('LEFT({cell},11)="tepat waktu"', styles.GOOD),
    ),
    (schema.SETTINGS.name, "value"): (
        (f'LEFT({{cell}},{len(schema.PLACEHOLDER)})="{schema.PLACEHOLDER}"', styles.TO_FILL),
    ),
    (schema.SCANS.name, "check_result"): (
        ('{cell}="utuh"', styles.GOOD),
        ("LEN({cell})>0", styles.WARNING),
    ),
}


def add_status_colours(
    sheet: Any, place: tuple[int, int, int, int], cell: str, formats: Formats, when: str = ""
) -> None:
    """A fill for each status word, where the test `when` holds too.

    The cell holds a symbol and the word, so colour is never alone.
    """
    for word, style in styles.STATUS_FILLS:
        test = f'RIGHT({cell},{len(word)})="{word}"'
        criteria = f"=AND({test},{when})" if when else f"={test}"
        rule = {"type": "formula", "criteria": criteria, "format": formats.rule(style), "stop_if_true": True}
        sheet.conditional_format(*place, rule)
