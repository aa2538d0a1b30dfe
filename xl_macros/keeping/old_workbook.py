"""What an older workbook holds: read by titles of columns, so that the versions need not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xl_macros.click.hosts import FileHost
from xl_macros.domain.step_log import ChainReport, chained_fields, verify_chain
from xl_macros.errors import Refusal
from xl_macros.file_engine import open_book
from xl_macros.keeping.chained import CHAINS
from xl_macros.places.resources import workbook_file
from xl_macros.tables.carrying import OldTable, read_old
from xl_macros.tables.recap_sheet import RECAP, kept_notes
from xl_macros.tables.rows import Row, TableStore
from xl_macros.tables.schema import (
    ARTICLES,
    DECISIONS,
    EVENTS,
    LEGAL_BASES,
    LOG,
    NAME_INTERPRETER,
    NAME_LAST_CHECK,
    NAME_TRANSACTION,
    PREVIEW,
    REGISTER,
    SCANS,
    SETTING_ROWS,
    SETTINGS,
    SHEETS,
    TABLES,
    WORKBOOK_NAME,
    Table,
)
from xl_macros.tables.settings import Settings

_OF_THIS_VERSION = (PREVIEW, ARTICLES)
"""Tables that stay as the new workbook brings them: a preview, and what the law says."""

_MUST_HAVE = {table.name for table in (DECISIONS, REGISTER, SETTINGS, LEGAL_BASES, LOG, SCANS, EVENTS)}
"""What every version had."""


@dataclass(frozen=True, slots=True)
class Old:
    """What the old workbook holds: tables, notes of the recap, single named cells; `left` will not be carried.

    `chains` says of each chained table whether its chain stands.
    """

    tables: dict[str, OldTable]
    chains: dict[str, ChainReport]
    settings: Settings
    notes: dict[str, str]
    named: dict[str, str]
    left: list[str]


def read_old_workbook(host: FileHost) -> Old:
    """Everything in it that this version knows, and what it does not. Refused when it is no register of ours."""
    found = {table.name: read_old(host.book, table) for table in TABLES if table not in _OF_THIS_VERSION}
    tables = {name: old for name, old in found.items() if old is not None}
    if not set(tables) >= _MUST_HAVE:
        raise Refusal(
            f"{host.path.name} bukan register Kecuali: tabelnya tidak ditemukan.",
            cure="Tunjukkan buku kerja lama dengan --book.",
        )
    chains = {
        table.name: verify_chain(tables[table.name].rows, chained_fields(table.fields))
        for table in CHAINS
        if table.name in tables
    }
    return Old(tables, chains, _settings(tables), _notes(host), _named(host), _left(host, tables, chains))


def _notes(host: FileHost) -> dict[str, str]:
    found = read_old(host.book, RECAP)
    return kept_notes([[row[field] for field in RECAP.fields] for row in found.rows]) if found else {}


def _named(host: FileHost) -> dict[str, str]:
    tables = TableStore(host.book)
    names = [
        name
        for name in (NAME_TRANSACTION, NAME_LAST_CHECK, NAME_INTERPRETER)
        if host.book.names.contains(name)
    ]
    return {name: tables.named_text(name) for name in names if tables.named_text(name)}


def _left(host: FileHost, tables: Mapping[str, OldTable], chains: Mapping[str, ChainReport]) -> list[str]:
    """What of the old workbook has no place in the new one."""
    lines = [f"- lembar {sheet.name}" for sheet in host.book.sheets if sheet.name not in SHEETS]
    for table in TABLES:
        old = tables.get(table.name)
        for title, count in old.beside.items() if old else ():
            lines.append(f"- lembar {table.sheet}, kolom {title}: {count} sel")
        report = chains.get(table.name)
        if report and not report.ok:
            lines.append(f"- keutuhan lembar {table.sheet}: tidak terbukti lagi ({report.reason})")
    known = {row["name"] for row in seeds(SETTINGS)}
    for row in tables[SETTINGS.name].rows:
        if row["name"] not in known and row["value"]:
            lines.append(f"- pengaturan {row['name']}: {row['value']}")
    return lines


def seeds(table: Table) -> list[Row]:
    """The rows that a new workbook starts with."""
    book = open_book(workbook_file(WORKBOOK_NAME))
    try:
        return TableStore(book).rows(table)
    finally:
        book.close()


def _settings(tables: Mapping[str, OldTable]) -> Settings:
    fields = {setting.name: setting.field for setting in SETTING_ROWS}
    rows = [row for row in tables[SETTINGS.name].rows if row["name"] in fields]
    return Settings({fields[row["name"]]: row["value"] for row in rows})
