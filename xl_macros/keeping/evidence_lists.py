"""The chained lists against themselves and the register: chains, codes without a row, times, heads from paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from xl_macros.click.office import Office
from xl_macros.domain.identity import berkas_of_code, is_berkas
from xl_macros.domain.short_head import MistypedHead, typed_head
from xl_macros.errors import Refusal
from xl_macros.keeping.chained import CHAINS, check_chain
from xl_macros.keeping.clock import TIMES
from xl_macros.records import Decision, Entry, LoggedStep
from xl_macros.tables.record_rows import TABLE_OF
from xl_macros.tables.schema import DECISIONS, EVENTS, LOG, REGISTER, SCANS, Table


def broken_chains(office: Office) -> list[str]:
    """The first row of each list that is not what was sealed."""
    problems = []
    for table in CHAINS:
        report = check_chain(office, table)
        if not report.ok:
            rows, at = office.tables.rows_to_read(table), report.first_bad_row_index
            where = f" baris {rows[at].sheet_row}" if at is not None else ""
            problems.append(f"Lembar {table.sheet}{where}: {report.reason}")
    return problems


def codes_without_row(office: Office, told: Collection[str]) -> list[str]:
    """Codes that a list bears and that Keputusan or Register no longer has; those in `told` are named already."""
    berkas = {row.berkas for row in office.tables.records(Decision) if row.berkas}
    entries = {row.code for row in office.tables.records(Entry) if row.code}
    where: dict[str, list[str]] = {}
    for table, code in _borne(office):
        parent = berkas_of_code(code)
        if code in (entries if parent else berkas) or code in told or (parent and parent not in berkas):
            continue
        sheets = where.setdefault(code, [])
        if table.sheet not in sheets:
            sheets.append(table.sheet)
    return [
        f"{code}: tercatat di lembar {' dan '.join(sheets)}, tetapi tidak ada lagi di lembar "
        f"{REGISTER.sheet if berkas_of_code(code) else DECISIONS.sheet}."
        for code, sheets in where.items()
    ]


def _borne(office: Office) -> Iterator[tuple[Table, str]]:
    """Codes in the columns that hold nothing else, with their table."""
    for table, field in ((LOG, "berkas"), (SCANS, "berkas"), (SCANS, "code"), (EVENTS, "target")):
        for value in dict.fromkeys(office.tables.column(table, field)):
            if is_berkas(value) or berkas_of_code(value):
                yield table, str(value)


def times_that_go_back(office: Office) -> list[str]:
    """Where a list is earlier than the row above it: a clock that was wrong, or a row that was written later."""
    remarks = []
    for kind, field in TIMES:
        latest: tuple[datetime, int] | None = None
        for row in office.tables.records(kind):
            at: datetime | None = getattr(row, field)
            if at is None:
                continue
            if latest is not None and at < latest[0]:
                remarks.append(
                    f"Lembar {TABLE_OF[kind].sheet} baris {row.sheet_row}: {at:%d/%m/%Y %H.%M} lebih awal daripada "
                    f"baris {latest[1]} ({latest[0]:%d/%m/%Y %H.%M}); jam komputer pernah mundur?"
                )
            latest = at, row.sheet_row
    return remarks


def head_from_paper(office: Office, typed: str | None) -> list[str]:
    """Whether a head that was kept on paper still stands in the log. Refused when it was mistyped."""
    if not typed:
        return []
    try:
        figures = typed_head(typed)
    except MistypedHead as problem:
        raise Refusal(str(problem), cure="Ketik lagi hash itu seperti pada kertasnya.") from None
    if any(
        (row.chain_hash or "").strip().lower().startswith(figures)
        for row in office.tables.records(LoggedStep)
    ):
        return []
    return [
        f"Hash kepala dari kertas ({typed.strip()[:70]}) tidak ada lagi di lembar {LOG.sheet}: baris di akhir log "
        "dihapus, atau seluruh rantai dihitung ulang."
    ]
