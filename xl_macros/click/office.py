"""What a button is given: the office's tables, settings, folders, the officer at the desk and what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xl_macros import records
from xl_macros.click.request import Request
from xl_macros.click.transaction import Desk, Transaction
from xl_macros.errors import Place, Problem, Refusal
from xl_macros.places.folders import OfficeFolders
from xl_macros.records import Record
from xl_macros.tables.record_rows import TABLE_OF, R
from xl_macros.tables.rows import TableStore
from xl_macros.tables.schema import OFFICERS_SHEET
from xl_macros.tables.settings import Settings
from xl_macros.tables.written_dates import date_cure

if TYPE_CHECKING:
    from xl_macros.domain.procedure import Officer

Progress = Callable[[int, int, str], None]
"""Called with done, total and what is being done; shown in the status bar or on the command line."""


class Selection(NamedTuple):
    """Where the user stands: the active sheet, the 1-based row of the selected cell, and how many rows from there."""

    sheet: str
    sheet_row: int
    height: int = 1

    @property
    def sheet_rows(self) -> range:
        """The 1-based rows that are selected."""
        return range(self.sheet_row, self.sheet_row + self.height)


class Summary(NamedTuple):
    """What a button says at the end. `ok` is False when it found something wrong; `paths` are worth opening.

    With a `question` what was staged is committed (a preview sheet) and the user asked whether to go on.
    """

    text: str
    ok: bool = True
    paths: tuple[Path, ...] = ()
    question: str = ""


def section(title: str, lines: Sequence[str], longest: int | None, rest: str = "lagi.") -> list[str]:
    """Lines below a title, at most `longest` of them (None: all) and how many are left out; none without lines."""
    shown = [f"- {line}" for line in lines[:longest]]
    if len(lines) > len(shown):
        shown.append(f"- dan {len(lines) - len(shown)} {rest}")
    return [title, *shown] if shown else []


@dataclass(slots=True)
class Office:
    """One button's view of the office; everything it changes goes through `tables` and `transaction`."""

    tables: TableStore
    settings: Settings
    folders: OfficeFolders
    transaction: Transaction
    desk: Desk
    now: datetime
    request: Request
    """What every action is asked with; its own fields come to it as its request."""
    selection: Selection | None = None
    account: str = ""
    progress: Progress = field(default=lambda *_: None)
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the surround knows of the host: its kind and the name of the workbook."""
    program: Callable[[], Mapping[str, str]] = field(default=dict)
    """Asks the host for its version and bitness."""

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def in_excel(self) -> bool:
        """Whether somebody clicked in Excel, and can be asked and shown things on the way."""
        return self.facts.get("host") == "Excel"

    @property
    def confirmed(self) -> bool:
        """Whether the question that the action asks was answered with a yes."""
        return self.request.confirmed

    def officers(self) -> list[Officer]:
        """The officers of Pengaturan, in sheet order; rows without a name are left out."""
        from xl_macros.domain.procedure import Officer  # the SOP is not needed before a job asks who is there

        rows = self.tables.records(records.Officer)
        return [
            Officer(
                *(cell or "" for cell in (row.name, row.nip, row.rank, row.position, row.role, row.account))
            )
            for row in rows
            if row.name
        ]

    def officer(self) -> Officer:
        """Who clicked: the one named in the answers, else the one whose Windows account this is."""
        from xl_macros.domain.identity import plain_name

        officers = self.officers()
        named, account = plain_name(self.request.officer), plain_name(self.account)
        found = [
            officer
            for officer in officers
            if (
                plain_name(officer.name) == named
                if named
                else account and plain_name(officer.account) == account
            )
        ]
        if len(found) == 1:
            self._refuse_doubtful(found[0], officers)
            return found[0]
        who = f"Petugas '{self.request.officer}'" if named else f"Akun Windows '{self.account}'"
        what = "tercatat lebih dari sekali" if found else "belum ada"
        raise Refusal(
            f"{who} {what} di lembar {OFFICERS_SHEET}, tabel Petugas.",
            cure="Tulis setiap petugas satu kali, dengan nama, peran dan akun Windows-nya, lalu klik tombol ini lagi.",
        )

    def account_of(self, officer: Officer) -> str | None:
        """The Windows account that stands beside the officer's name in the chained lists."""
        return officer.account or self.account or None

    def _refuse_doubtful(self, officer: Officer, officers: Sequence[Officer]) -> None:
        """Refuse an officer who shares account or NIP with another row, or whose NIP Excel has damaged."""
        from xl_macros.domain.identity import is_damaged_number, shared_with

        if is_damaged_number(officer.nip):
            raise Refusal(
                f"NIP {officer.name} di lembar {OFFICERS_SHEET} tersimpan sebagai angka; tiga angka terakhirnya "
                "hilang.",
                cure="Ubah format sel itu menjadi Teks, ketik lagi ke-18 angkanya, lalu klik tombol ini lagi.",
            )
        rows = [{"name": each.name, "nip": each.nip, "account": each.account} for each in officers]
        place = officers.index(officer)
        shared = shared_with(rows[place], [*rows[:place], *rows[place + 1 :]])
        if shared is not None:
            what, other = shared
            raise Refusal(
                f"{officer.name} dan {other} di lembar {OFFICERS_SHEET} memakai {what} yang sama; "
                "tidak dapat dipastikan bahwa keduanya orang yang berbeda.",
                cure="Tulis setiap orang satu kali, dengan akun Windows dan NIP-nya sendiri, lalu klik lagi.",
            )

    def chosen(self, kind: type[R], *keys: str, target: Sequence[str] = ()) -> R:
        """The one record meant: by `target` in one of the key fields, else the selected row on its table's sheet."""
        table, rows = TABLE_OF[kind], self.tables.records(kind)
        if len(target) > 1:
            raise Refusal(
                f"Tombol ini mengerjakan satu baris, tetapi disebut {len(target)}: {', '.join(target)}.",
                cure="Sebut satu saja.",
            )
        if target:
            found = [row for row in rows if any(getattr(row, key) == target[0] for key in keys)]
            if len(found) > 1:  # what was withdrawn gives way to the row that took its place
                from xl_macros.domain.corrections import WITHDRAWN  # most clicks never need it

                found = [row for row in found if getattr(row, "state", None) != WITHDRAWN] or found
            wanted = f"'{target[0]}'"
        else:
            here = self.selection
            found = [
                row for row in rows if here and here.sheet == table.sheet and row.sheet_row == here.sheet_row
            ]
            wanted = "Baris yang terpilih"
        if len(found) == 1:
            return found[0]
        many = "ditemukan lebih dari sekali" if found else "tidak ditemukan"
        raise Refusal(
            f"{wanted} {many} di lembar {table.sheet}.",
            cure=f"Klik satu sel pada baris yang dimaksud di lembar {table.sheet}, lalu klik tombol ini lagi.",
        )


def refuse_if(problems: Sequence[Problem], what: str, cure: str = "") -> None:
    """Raise one Refusal that carries all problems, in the order given; nothing when there are none."""
    if problems:
        raise Refusal(what, cure=cure, problems=problems)


def blank_cells(record: Record, fields: Iterable[str]) -> list[Problem]:
    """One problem per field of the record that must be filled and is not."""
    table = TABLE_OF[type(record)]
    return [
        Problem(
            f"{table.column(field).header} belum diisi.",
            "",
            Place(table.sheet, record.sheet_row, table.column(field).header),
        )
        for field in fields
        if getattr(record, field) is None and field not in record.unread
    ]


def not_dates(record: Record, fields: Iterable[str]) -> list[Problem]:
    """One problem per date field of the record whose cell holds text which is no date."""
    table = TABLE_OF[type(record)]
    return [
        Problem(
            f"'{record.unread[field]}' bukan tanggal yang dapat dibaca.",
            date_cure(record.unread[field]),
            Place(table.sheet, record.sheet_row, table.column(field).header),
        )
        for field in fields
        if field in record.unread
    ]
