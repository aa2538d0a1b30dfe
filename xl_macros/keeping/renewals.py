"""One information determined anew each year is one line of life: predecessor and successor, linked by a person."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xl_macros import records
from xl_macros.click.office import Office
from xl_macros.domain.renewal import Life, likely_renewals
from xl_macros.errors import Refusal
from xl_macros.keeping.event_checks import Said
from xl_macros.keeping.event_targets import Concerned
from xl_macros.tables.schema import REGISTER


class Proposal(NamedTuple):
    """An entry that seems to be determined anew by another."""

    predecessor: records.Entry
    successor: records.Entry


def link_renewal(office: Office, said: Said, whom: Concerned) -> tuple[Said, Concerned]:
    """Link the entry meant and the one named beside it, whichever way round they were given; the older decision's
    entry bears the event. Refused when either has such a link already, or both belong to one decision."""
    found = office.tables.records(records.Entry)
    entries = {entry.code: entry for entry in found if entry.code}
    other = entries.get(said.related)
    if not said.related:
        raise Refusal(
            "Kode pengganti belum diisi.",
            cure="Isi Terkait dengan kode informasi pada keputusan yang baru; terima dahulu keputusan itu.",
        )
    if other is None or said.related == whom.names[0]:
        raise Refusal(
            f"Kode pengganti '{said.related}' tidak ditemukan di lembar {REGISTER.sheet}.",
            cure="Isi Terkait dengan kode informasi yang menetapkannya ulang.",
        )
    old, new = _in_order(office, entries[whom.names[0]], other)
    if old.berkas == new.berkas:
        raise Refusal(
            f"{old.code} dan {new.code} termasuk satu keputusan, jadi tidak saling menetapkan ulang.",
            cure="Periksa kedua kode itu.",
        )
    _refuse_taken(old.successor, new, f"{old.code} sudah ditetapkan ulang sebagai")
    _refuse_taken(new.predecessor, old, f"{new.code} sudah menetapkan ulang")
    office.tables.put_records(records.Entry, [_linked(entry, old, new) for entry in found])
    row, newer = _linked(old, old, new), _linked(new, old, new)
    return said._replace(related=str(new.code)), Concerned((str(old.code),), (row, newer))


def _refuse_taken(linked: str | None, wanted: records.Entry, why: str) -> None:
    if linked and linked != wanted.code:
        raise Refusal(f"{why} {linked}.", cure="Batalkan dahulu catatan itu bila salah.")


def _linked(entry: records.Entry, old: records.Entry, new: records.Entry) -> records.Entry:
    if entry.code == old.code:
        return entry._replace(successor=new.code)
    return entry._replace(predecessor=old.code) if entry.code == new.code else entry


def _in_order(
    office: Office, one: records.Entry, other: records.Entry
) -> tuple[records.Entry, records.Entry]:
    """The two by the days of their decisions, as given when these are not known."""
    decided = _decided(office)
    first, second = decided.get(one.berkas or ""), decided.get(other.berkas or "")
    return (other, one) if first and second and second < first else (one, other)


def _decided(office: Office) -> dict[str, date | None]:
    return {each.berkas: each.decided_on for each in office.tables.records(records.Decision) if each.berkas}


def proposals(office: Office) -> list[Proposal]:
    """Pairs that seem to be one information determined anew and are not linked yet, in the order of the register."""
    decided = _decided(office)
    entries = {
        entry.code: entry for entry in office.tables.records(records.Entry) if entry.code and entry.berkas
    }
    lives = [
        Life(
            code,
            entry.berkas or "",
            entry.information or "",
            entry.legal_basis or "",
            decided.get(entry.berkas or ""),
            bool(entry.predecessor),
            bool(entry.successor),
        )
        for code, entry in entries.items()
    ]
    return [Proposal(entries[old], entries[new]) for old, new in likely_renewals(lives)]
