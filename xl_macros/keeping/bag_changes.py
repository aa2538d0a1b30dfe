"""The register against what was stored of it: which cell differs, from what to what, and what explains it.

What an event or a correction recorded since has changed is no difference: it stands in a chained list of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from xl_macros.archive.bag_reading import BadBag
from xl_macros.archive.fixity import newest_bags, shown_bag
from xl_macros.archive.rebuild import StoredBerkas, read_bag
from xl_macros.archive.sidecar import BadSidecar
from xl_macros.click.office import Office
from xl_macros.domain.corrections import CorrectionKind
from xl_macros.domain.identity import berkas_of_code
from xl_macros.domain.seals import DECISION_FIELDS, ENTRY_FIELDS, changed_cells
from xl_macros.domain.standing import last_standing, stands_by
from xl_macros.keeping.corrected import counting, recorded
from xl_macros.keeping.steps import Berkas
from xl_macros.records import Correction, Event
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import read_text
from xl_macros.tables.record_rows import row_of
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, REGISTER, Filled, Table

_STANDING = ("standing", "standing_act", "standing_on")
_REOPENED = frozenset({CorrectionKind.REOPEN_SCANS, CorrectionKind.REOPEN_RECAP})


class CellChange(NamedTuple):
    """A cell that is not what was stored; `column` is its header, '' for a whole row."""

    code: str
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.column:
            return f"{self.code}: {self.after}"
        return f"{self.code}, {self.column}: {self.before or '(kosong)'} -> {self.after or '(kosong)'}"


class Recorded:
    """The chained lists that may explain a change, read once for all bags."""

    def __init__(self, office: Office) -> None:
        self.voided = recorded(office).voided
        self.events: dict[str, list[Event]] = {}
        for event in office.tables.records(Event):
            self.events.setdefault(event.target or "", []).append(event)
        self.corrections: dict[str, list[Correction]] = {}
        for each in counting(office):
            self.corrections.setdefault(each.target or "", []).append(each)


class _Since:
    """What the lists say of a berkas that its bag does not know: whatever differs otherwise was changed by hand."""

    def __init__(self, recorded: Recorded, stored: StoredBerkas, names: Collection[str]) -> None:
        before = {row.get("chain_hash") for row in (*stored.events, *stored.corrections)}
        self.standing_events = [
            event for name in names for event in recorded.events.get(name, ()) if stands_by(event) is not None
        ]
        self.corrections = [
            each
            for name in names
            for each in recorded.corrections.get(name, ())
            if each.chain_hash not in before
        ]
        self.voided = recorded.voided
        self.is_reopened = any(each.kind in _REOPENED for each in self.corrections)
        standing = DECISIONS.column("standing").header
        self.has_moved = any(event.chain_hash not in before for event in self.standing_events) or any(
            each.kind == CorrectionKind.VOID_EVENT and each.column == standing for each in self.corrections
        )

    def expected(self, table: Table, code: str, before: Mapping[str, object], now: Row) -> dict[str, object]:
        """The row as it should stand: as stored, but for what was recorded since. A corrected cell must hold the
        last content that a correction gave it."""
        row = dict(before)
        if table is DECISIONS and self.has_moved:
            events = sorted(self.standing_events, key=lambda event: event.number or 0)
            row.update(zip(_STANDING, last_standing(events, self.voided), strict=True))
        for each in self.corrections:
            if each.target != code or each.kind != CorrectionKind.CHANGE_CELL:
                continue
            field = next((one.field for one in table.columns if one.header == each.column), None)
            if field is not None:
                same = (read_text(now[field]) or "") == (each.after or "")
                row[field] = now[field] if same else each.after
        return row


def changes_since_stored(office: Office, berkas: Berkas) -> list[CellChange]:
    """What differs from the newest bag of the berkas; nothing when it has none that can be read."""
    folder = newest_bags(office.folders.special).get(berkas.code)
    if folder is None:
        return []
    try:
        stored = read_bag(folder)
    except (BadBag, BadSidecar):
        return []
    rows = [row for row in office.tables.rows_to_read(REGISTER) if berkas_of_code(row["code"]) == berkas.code]
    return differences(stored, row_of(berkas.decision), rows, Recorded(office))


def differences(
    stored: StoredBerkas, decision: Row | None, rows: Sequence[Row], recorded: Recorded
) -> list[CellChange]:
    """The typed cells of a berkas that differ from what was stored and from what was recorded since.

    Decision first, then entries by code. A berkas that was opened again is on its way to the next bag: staff may
    type in it, and only rows that are gone are told.
    """
    now = {str(row["code"]): row for row in rows if row["code"]}
    then = {str(row.get("code")): row for row in stored.rows if row.get("code")}
    numbers = {str(stored.decision.get("number") or ""), str(decision["number"] or "") if decision else ""}
    since = _Since(recorded, stored, dict.fromkeys([stored.berkas, *sorted(numbers - {""}), *now, *then]))
    bag = shown_bag(stored.folder)
    changes = _of_decision(stored, decision, since, bag)
    for code in sorted({*now, *then}):
        changes += _of_entry(code, then.get(code), now.get(code), (stored.decision, decision, since, bag))
    return changes


def _of_decision(stored: StoredBerkas, decision: Row | None, since: _Since, bag: str) -> list[CellChange]:
    if decision is None:
        gone = f"tidak ada lagi di lembar {DECISIONS.sheet}, padahal tersimpan di {bag}."
        return [CellChange(stored.berkas, "", "", gone)]
    if since.is_reopened:
        return []
    expected = since.expected(DECISIONS, stored.berkas, stored.decision, decision)
    return [
        _change(stored.berkas, DECISIONS, field, before, after)
        for field, before, after in changed_cells(expected, decision, _typed_of_decision())
    ]


def _of_entry(
    code: str,
    before: Mapping[str, object] | None,
    after: Row | None,
    of: tuple[Mapping[str, object], Row | None, _Since, str],
) -> list[CellChange]:
    stored_decision, decision, since, bag = of
    if before is None:
        return [] if since.is_reopened else [CellChange(code, "", "", f"belum tersimpan di {bag}.")]
    if after is None:
        title = shorten(str(before.get("information") or ""), 60)
        gone = f"tidak ada lagi di lembar {REGISTER.sheet}, padahal tersimpan di {bag} ({title})."
        return [CellChange(code, "", "", gone)]
    if since.is_reopened:
        return []
    expected = since.expected(REGISTER, code, before, after)
    number = decision["number"] if decision else None
    if expected["decision_number"] == stored_decision.get("number") and after["decision_number"] == number:
        expected["decision_number"] = number  # the number of the decision itself is told, or explained, above
    return [
        _change(code, REGISTER, field, old, new)
        for field, old, new in changed_cells(expected, after, _typed_of_entry())
    ]


@cache
def _typed_of_decision() -> tuple[str, ...]:
    return _typed(DECISIONS, DECISION_FIELDS)


@cache
def _typed_of_entry() -> tuple[str, ...]:
    return _typed(REGISTER, ENTRY_FIELDS)


def _typed(table: Table, fields: Sequence[str]) -> tuple[str, ...]:
    """Those of the fields that staff fill; what buttons fill is held against the lists (`evidence_register`)."""
    return tuple(field for field in fields if table.column(field).filled is Filled.BY_STAFF)


def _change(code: str, table: Table, field: str, before: object, after: object) -> CellChange:
    return CellChange(
        code,
        table.column(field).header,
        shorten(read_text(before) or "", 80),
        shorten(read_text(after) or "", 80),
    )
