"""The register against what was stored of it: which cell differs, from what to what, and what explains it.

What an event or a correction recorded since has changed is no difference: it stands in a chained list of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from xl_macros.archive.bag_reading import BadBag
from xl_macros.archive.fixity import newest_bags
from xl_macros.archive.rebuild import StoredBerkas, read_bag
from xl_macros.archive.sidecar import BadSidecar
from xl_macros.click.office import Office
from xl_macros.domain.seals import DECISION_FIELDS, ENTRY_FIELDS, changed_cells
from xl_macros.keeping.steps import Berkas
from xl_macros.tables.blocks import shorten
from xl_macros.tables.cells import read_text
from xl_macros.tables.record_rows import row_of
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import CORRECTIONS, DECISIONS, EVENTS, REGISTER, Filled, Table

_BY_EVENTS = frozenset({"standing", "standing_act", "standing_on"})
"""Columns that staff may type in, and that recording an event fills."""


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


class Explained:
    """What chained lists say of changes since an instant."""

    def __init__(self, office: Office) -> None:
        self._events: dict[str, list[datetime]] = {}
        self._corrections: dict[str, list[tuple[datetime, str]]] = {}
        for row in office.tables.rows(EVENTS):
            if isinstance(row["recorded_at"], datetime):
                self._events.setdefault(str(row["target"] or ""), []).append(row["recorded_at"])
        for row in office.tables.rows(CORRECTIONS):
            if isinstance(row["recorded_at"], datetime):
                said = row["recorded_at"], str(row["column"] or "")
                self._corrections.setdefault(str(row["target"] or ""), []).append(said)

    def by_list(self, table: Table, field: str, names: Sequence[str], since: datetime) -> bool:
        """Whether an event (for what buttons fill) or a correction of that column was recorded after `since`."""
        column = table.column(field)
        by_button = column.filled is not Filled.BY_STAFF or field in _BY_EVENTS
        corrected = [of for name in names for at, of in self._corrections.get(name, ()) if at >= since]
        if any(by_button or not of or of == column.header for of in corrected):
            return True
        return by_button and any(at >= since for name in names for at in self._events.get(name, ()))

    def row_gone(self, code: str, since: datetime) -> bool:
        """Whether a correction speaks of the whole row."""
        return any(at >= since and not of for at, of in self._corrections.get(code, ()))


def changes_since_stored(office: Office, berkas: Berkas) -> list[CellChange]:
    """What differs from the newest bag of the berkas; nothing when it has none that can be read."""
    folder = newest_bags(office.folders.special).get(berkas.code)
    if folder is None:
        return []
    try:
        stored = read_bag(folder)
    except (BadBag, BadSidecar):
        return []
    rows = [row for row in office.tables.rows(REGISTER) if row["berkas"] == berkas.code]
    return differences(stored, row_of(berkas.decision), rows, Explained(office))


def differences(
    stored: StoredBerkas, decision: Row | None, rows: Sequence[Row], explained: Explained
) -> list[CellChange]:
    """The typed cells of a berkas that differ from what was stored, decision first, then entries by code."""
    changes: list[CellChange] = []
    since, name = stored.stored_at, f"{stored.folder.parent.name}/{stored.folder.name}"
    if decision is None:
        gone = f"tidak ada lagi di lembar {DECISIONS.sheet}, padahal tersimpan di {name}."
        changes.append(CellChange(stored.berkas, "", "", gone))
    else:
        names = [stored.berkas, str(decision["number"] or "")]
        for field, before, after in changed_cells(stored.decision, decision, DECISION_FIELDS):
            if not explained.by_list(DECISIONS, field, names, since):
                changes.append(_change(stored.berkas, DECISIONS, field, before, after))
    renamed = decision is not None and decision["number"] != stored.decision.get("number")
    now = {str(row["code"]): row for row in rows if row["code"]}
    then = {str(row.get("code")): row for row in stored.rows if row.get("code")}
    for code in sorted({*now, *then}):
        changes += _entry_changes(code, then.get(code), now.get(code), renamed, since, name, explained)
    return changes


def _entry_changes(
    code: str,
    before: Mapping[str, object] | None,
    after: Row | None,
    renamed: bool,
    since: datetime,
    bag: str,
    explained: Explained,
) -> list[CellChange]:
    if before is None:
        return [CellChange(code, "", "", f"belum tersimpan di {bag}.")]
    if after is None:
        if explained.row_gone(code, since):
            return []
        title = shorten(str(before.get("information") or ""), 60)
        gone = f"tidak ada lagi di lembar {REGISTER.sheet}, padahal tersimpan di {bag} ({title})."
        return [CellChange(code, "", "", gone)]
    names = [code, str(after["berkas"] or ""), str(after["decision_number"] or "")]
    return [
        _change(code, REGISTER, field, old, new)
        for field, old, new in changed_cells(before, after, ENTRY_FIELDS)
        if not (field == "decision_number" and renamed)
        and not explained.by_list(REGISTER, field, names, since)
    ]


def _change(code: str, table: Table, field: str, before: object, after: object) -> CellChange:
    return CellChange(
        code,
        table.column(field).header,
        shorten(read_text(before) or "", 80),
        shorten(read_text(after) or "", 80),
    )
