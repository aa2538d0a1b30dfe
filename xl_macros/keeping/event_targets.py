"""Whom an event concerns: chosen entries, all entries of a berkas, or a decision as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xl_macros.click.office import Office
from xl_macros.domain.entry import EventKind
from xl_macros.errors import Refusal
from xl_macros.keeping.corrected import counts
from xl_macros.records import Decision, Entry
from xl_macros.tables.schema import DECISIONS, REGISTER

OF_A_DECISION = frozenset({EventKind.REVOCATION, EventKind.AMENDMENT, EventKind.DISPOSITION})
"""Events of a decision as a whole; all others belong to register entries."""


class Concerned(NamedTuple):
    """`names` is what the events are recorded on, `entries` the register rows they reach; `decision` where the event
    is a decision's."""

    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    decision: Decision | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(str(row.code) for row in self.entries if row.code)


def concerned(office: Office, kind: EventKind, targets: Sequence[str]) -> Concerned:
    """Whom the event concerns, by the targets named or the selected row.

    Refused when that is nobody: an event that reaches no entry would be written down and change nothing.
    """
    if kind in OF_A_DECISION:
        return _of_decision(office, targets)
    register = [row for row in office.tables.records(Entry) if counts(row)]
    known = {str(row.code): row for row in register if row.code}
    found: dict[str, Entry] = {}
    for target in targets:
        of_berkas = {code: row for code, row in known.items() if target in (row.berkas, row.decision_number)}
        mine = {target: known[target]} if target in known else of_berkas
        if not mine:
            raise Refusal(
                f"'{target}' tidak ditemukan di lembar {REGISTER.sheet}, jadi peristiwa ini tidak mengenai informasi "
                "mana pun.",
                cure="Sebut kode informasi atau kode berkas seperti tertulis di lembar itu.",
            )
        found.update(mine)
    if not targets:
        row = office.chosen(Entry, "code")
        if not row.code:
            raise Refusal(
                "Baris terpilih belum mempunyai kode.", cure="Klik dahulu Terima Keputusan pada keputusannya."
            )
        found[str(row.code)] = row
    return Concerned(tuple(found), tuple(found.values()))


def _of_decision(office: Office, targets: Sequence[str]) -> Concerned:
    decision = _decision(office, targets)
    if not counts(decision):
        raise Refusal(
            f"Keputusan {decision.number} sudah ditarik, jadi tidak ada peristiwa yang dicatat padanya.",
            cure=f"Pilih keputusan yang berlaku di lembar {DECISIONS.sheet}.",
        )
    entries = tuple(row for row in office.tables.records(Entry) if counts(row) and _belongs(row, decision))
    if not entries:
        raise Refusal(
            f"Tidak ada informasi di lembar {REGISTER.sheet} yang termasuk {decision.berkas or decision.number}, "
            "jadi peristiwa ini tidak mengenai informasi mana pun.",
            cure=f"Periksa kolom Kode Berkas dan Nomor Keputusan di lembar {REGISTER.sheet}.",
        )
    return Concerned((str(decision.berkas or decision.number),), entries, decision)


def _belongs(row: Entry, decision: Decision) -> bool:
    """By berkas once received: the number may have been corrected since."""
    if row.berkas:
        return bool(row.berkas == decision.berkas)
    return bool(row.decision_number and row.decision_number == decision.number)


def _decision(office: Office, targets: Sequence[str]) -> Decision:
    """The decision meant: chosen itself, or that of the chosen register row."""
    here = office.selection
    register = office.tables.records(Entry)
    on_register = (
        any(row.code in targets for row in register) if targets else here and here.sheet == REGISTER.sheet
    )
    if not on_register:
        return office.chosen(Decision, "berkas", "number", target=targets)
    entry = office.chosen(Entry, "code", target=targets)
    found = [row for row in office.tables.records(Decision) if _belongs(entry, row)]
    if len(found) != 1:
        raise Refusal(
            f"Keputusan '{entry.decision_number or ''}' tidak ditemukan.",
            cure=f"Periksa lembar {DECISIONS.sheet}.",
        )
    return found[0]
